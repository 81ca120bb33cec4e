// Help in the web app: the guide for users, whole, in the reader's language, with ways to every place in it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { faultsOf, isTooWide } from './axe.mjs';
import { eventually, inWindow, opened, openWindow, signIn, turnTo } from './house.mjs';

const guide = fileURLToPath(new URL('../../docs/guide', import.meta.url));
const chapters = readdirSync(join(guide, 'en')).filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3));
const written = (language, chapter) => readFileSync(join(guide, language, `${chapter}.md`), 'utf8');
const locales = { en: 'en-GB', fr: 'fr-FR' };
const pathOf = (chapter) => (chapter === 'README' ? '/help' : `/help/${chapter}`);

const { browser, house } = await opened();
let ann;

before(async () => {
  ann = await house.person('ann');
});

const within = (options, act) => inWindow(browser, house, { allow: [/401|404/], ...options }, async (page) => {
  await signIn(page, ann);
  await act(page);
});

/// What is left when the signs of Markdown are taken away, by another way than the page's: code as it stands, of the rest the words.
const squeezed = (text) => text.replaceAll(/\s+/g, '');
function plain(text) {
  const parts = text.split(/^```.*$\n/m).map((part, i) => (i % 2 === 1 ? part : part.split(/(`[^`]+`)/).map((bit, j) => (j % 2 === 1 ? bit.slice(1, -1)
    : bit.replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '').replaceAll(/\]\([^)]*\)/g, '').replaceAll(/^(#+|-|\d+\.) /gm, '').replaceAll(/^\|[-|]+\|$/gm, '').replaceAll(/[*|[]/g, ''))).join('')));
  return squeezed(parts.join(''));
}

for (const [language, locale] of Object.entries(locales))
  test(`given the guide (${language}), when Help is opened, then each chapter stands there whole, and every heading and code has an address`, () => within({ locale }, async (page) => {
    for (const chapter of chapters) {
      await page.goto(pathOf(chapter));
      const text = page.locator('article.guide-text');
      await text.waitFor();
      assert.equal(await text.getAttribute('lang'), language);
      // Names of files stand above their text, as on the page's figures; in Markdown they stand behind the language.
      for (const name of await text.locator('figcaption').allTextContents()) assert.match(written(language, chapter), new RegExp(`^\`\`\`\\w+ ${name}$`, 'm'));
      await text.evaluate((at) => at.querySelectorAll('figcaption').forEach((one) => one.remove()));
      const [shown, meant] = [squeezed(await text.textContent()), plain(written(language, chapter))];
      const at = [...shown].findIndex((one, i) => one !== meant[i]);
      assert.equal(shown.slice(Math.max(0, at - 40), at + 40), meant.slice(Math.max(0, at - 40), at + 40), `${language}/${chapter}`);
      assert.equal(shown.length, meant.length);
      const codes = [...written(language, chapter).matchAll(/^\| `(\w+)` \|/gm)].map((one) => one[1]);
      const missing = await page.evaluate((all) => all.filter((one) => !document.getElementById(`code-${one}`)), codes);
      assert.deepEqual(missing, []);
      assert.deepEqual(await page.locator('article :is(h2, h3):not([id])').count(), 0);
      assert.equal(await page.locator('.guide-contents a[href^="#"]').count(), await page.locator('article :is(h2, h3)').count());
      assert.deepEqual(await page.locator('article img').evaluateAll((all) => Promise.all(all.map((one) => {
        one.loading = 'eager';
        return one.decode().then(() => one.naturalWidth > 0);
      })).then((loaded) => loaded.filter((one) => !one))), []);
    }
  }));

test('given Help, when its links are followed, then chapters, headings and the other language are reached without loading the page anew, and Back leads back', () => within({}, async (page) => {
  await page.goto('/bookmarks');
  await page.getByRole('link', { name: 'Help' }).click();
  await page.waitForURL(/\/help\/bookmarks$/);
  await page.evaluate(() => { window.sameLoad = true; });
  await page.locator('.guide-contents').getByRole('link', { name: 'Options', exact: true }).click();
  await page.waitForURL(/\/help\/bookmarks#options$/);
  assert.ok(await page.locator('#options').evaluate((one) => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().top < 200));
  await page.locator('.guide-contents').getByRole('link', { name: 'Where to begin' }).click();
  await page.getByRole('heading', { name: 'Guide for users' }).waitFor();
  await page.locator('article').getByRole('link', { name: 'Leads' }).click();
  await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor();
  await page.goBack();
  await page.locator('article').getByRole('link', { name: 'le même guide' }).click();
  await page.getByRole('heading', { name: 'Guide d’utilisation' }).waitFor();
  await page.locator('article').getByRole('link', { name: 'Favoris' }).click();
  await page.getByRole('heading', { level: 1, name: 'Favoris' }).waitFor();
  assert.equal(await page.evaluate(() => window.sameLoad), true);
  await page.goto('/help/nonsense');
  await page.getByRole('heading', { name: 'Not found' }).or(page.locator('.card.empty h1')).waitFor();
}));

test('given words without their accents, when Help is searched, then places of all chapters are found, headings first, and one click leads to them', () => within({ locale: 'fr-FR' }, async (page) => {
  await page.goto('/help');
  await page.getByRole('searchbox').fill('echec');
  const hits = page.locator('.guide-found > li');
  await eventually(async () => await hits.count() >= 4);
  assert.match(await hits.first().textContent(), /En échec/);
  await page.getByRole('searchbox').fill('url_inval');
  await eventually(async () => /^url_invalid/.test(await hits.first().textContent()));
  await hits.getByRole('link').first().click();
  await page.waitForURL(/#code-url_invalid$/);
  await eventually(async () => await page.evaluate(() => document.activeElement.id) === 'code-url_invalid');
  await page.getByRole('searchbox').fill('zzzz');
  await eventually(async () => await hits.count() === 0);
  await page.getByText('0 endroit trouvé').waitFor();
}));

test('given an import with failed records, when their reason is clicked, then Help tells what to do about it', () => within({}, async (page) => {
  const { id } = await house.import(ann, 'https://a.example/ One\nwww.b.example\nhttps://c.example/\nhttps://d.example/\n', 'list.txt');
  await page.goto(`/imports/${id}?outcome=failed`);
  await page.locator('#records a.why').first().click();
  await page.waitForURL(/\/help\/bookmarks#code-url_invalid$/);
  await page.locator('tr#code-url_invalid').waitFor();
}));

test('given hostile Markdown, when it is rendered, then its markup is text, and its links lead nowhere else', () => within({}, async (page) => {
  const shown = await page.evaluate(async () => {
    const { written } = await import('/web/parts/markdown.js');
    const to = { text: (words) => words, link: (target) => (target.startsWith('/') ? target : null), picture: (target) => `/web/guide/${target}` };
    const text = '# <img src=x onerror=alert(1)>\n\n[click](javascript:alert(1)) <script>alert(1)</script> `<b>` **<i>**\n\n| <u> |\n|---|\n| `x` |\n\n| no table\n\n```html\n<script>\n';
    const box = document.createElement('div');
    box.append(...written(text, to).nodes);
    return { tags: [...new Set([...box.querySelectorAll('*')].map((one) => one.localName))].sort(), text: box.textContent };
  });
  assert.deepEqual(shown.tags, ['code', 'div', 'figure', 'h1', 'p', 'pre', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr']);
  for (const kept of ['<img src=x onerror=alert(1)>', 'click', '<script>alert(1)</script>', '<b>', '<i>', '<u>', '| no table', '<script>']) assert.ok(shown.text.includes(kept), kept);
}));

for (const [dress, options] of Object.entries({ light: {}, dark: { dark: true }, narrow: { width: 360, height: 740 }, french: { locale: 'fr-FR' } }))
  test(`given Help, when it is looked at (${dress}), then it fits, and axe finds no fault`, async () => {
    const { context, page, faults } = await openWindow(browser, house, { ...options, allow: [/401/] });
    await signIn(page, ann);
    // The guide's colours are those of light or dark, on any screen and in any language.
    const colours = ['light', 'dark'].includes(dress);
    for (const chapter of chapters) {
      await turnTo(page, pathOf(chapter));
      await page.locator('main:not([data-left]) article').waitFor();
      assert.equal(await isTooWide(page), false, chapter);
      assert.deepEqual(await faultsOf(page, 'html', { colours }), [], chapter);
    }
    await page.getByRole('searchbox').fill('duplicate');
    await page.locator('.guide-found > li').first().waitFor();
    assert.equal(await isTooWide(page), false);
    assert.deepEqual(await faultsOf(page, '.guide-side', { colours }), []);
    assert.deepEqual(faults, []);
    await context.close();
  });
