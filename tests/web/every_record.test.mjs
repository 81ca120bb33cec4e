// Whatever a file brings is shown: the page stays quick, says where the rest is, and lets it be deleted.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventually, inPagesOf, inWindow, opened, signIn } from './house.mjs';

const many = 100;
/// What a list may draw of one record: title, address, description, tags, and our own words around them.
const most_drawn = 2_500;

const { browser, house } = await opened();

const collection = (items) => JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items });
const word = (length) => 'T'.repeat(length);
const lines = (count) => Array.from({ length: count }, (_, i) => `line ${i}`).join('\n');
const numbered = (count, name) => Array.from({ length: count }, (_, i) => `${name} ${i}`);
const deep = (levels) => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));

/// What was met, or can be thought of; about `size` bytes each.
const kinds = {
  'a long word': (size) => ({ name: word(size) }),
  'long words everywhere': (size) => ({ name: word(size / 4), summary: word(size / 4), tag: [word(size / 4)], nowhere: word(size / 4) }),
  'a long text': (size) => ({ name: 'word '.repeat(size / 5) }),
  'many lines': (size) => ({ name: 'Lines', summary: lines(size / 12) }),
  'empty lines': (size) => ({ name: 'Empty lines', summary: `a${'\n'.repeat(size / 2)}b` }),
  'many tags': (size) => ({ name: 'Many tags', tag: numbered(size / 15, 'tag') }),
  'a long tag': (size) => ({ name: 'A long tag', tag: [word(size), 'short'] }),
  'a large and deep rest': (size) => ({ name: 'More', rest: numbered(size / 20, 'key'), deep: deep(800) }),
  'turned reading': () => ({ name: '\u202e\u2066\u2067 gpj.exe \u2069\u2069\u2069', summary: '\u202eover', tag: ['\u202etag'] }),
  'a letter under marks': (size) => ({ name: `Z${'\u0301\u0327'.repeat(size / 8)}algo`, summary: `Z${'\u0301'.repeat(size / 4)}` }),
  'nothing to be seen': () => ({ name: '\u200b\u2060\ufeff\u00ad' }),
  'long characters': (size) => ({ name: '👩‍👩‍👧‍👦'.repeat(size / 25) }),
  'a long address': () => ({ name: 'A long way', path: 'u'.repeat(10_240) }),
};

function items(size, count) {
  const makers = Object.values(kinds);
  return Array.from({ length: count }, (_, i) => {
    const { path = '', ...more } = makers[i % makers.length](size);
    return { type: 'Link', url: `https://example.org/${i}/${path}`.slice(0, 10_240), ...more };
  });
}

/// What drawing a page may take of a processor, in ms. Not of time: other work on the machine decides nothing.
const most_drawing_ms = 200;

/// Answers what the browser worked since it was last asked, in ms of a processor.
async function worker(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  let before = {};
  return async () => {
    const now = Object.fromEntries((await client.send('Performance.getMetrics')).metrics.map((one) => [one.name, one.value * 1000]));
    // A page loaded anew may begin to count anew.
    const since = (name) => Math.round(now[name] - (now[name] < before[name] ? 0 : before[name] ?? 0));
    const parts = [since('ScriptDuration'), since('RecalcStyleDuration'), since('LayoutDuration')];
    before = now;
    return { drawing_ms: parts.reduce((sum, one) => sum + one), toString: () => `${parts[0]} ms script, ${parts[1]} ms style, ${parts[2]} ms layout` };
  };
}

const textOf = (page, selector = 'main') => page.locator(selector).first().evaluate((node) => node.textContent.length);
const fits = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${page.url()} is too wide`);

async function openOne(page, card) {
  await card.locator('.bookmark-title a').click();
  await page.locator('.timeline [data-type=created]').waitFor();
  assert.ok(await textOf(page) < 15_000);
  assert.ok((await page.title()).length < 120);
  const button = page.locator('.page-head button');
  assert.ok((await button.boundingBox()).y < 1_000, 'the button stands at the head');
  await fits(page);
  await button.click();
  assert.ok(await textOf(page, 'dialog') < 800);
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
}

const dresses = { wide: {}, narrow: { locale: 'fr-FR', width: 360, height: 740, dark: true } };
const sizes = { 'of 30 KB': [30_000, many], 'of a megabyte': [1_000_000, Object.keys(kinds).length] };

for (const [name, [size, count]] of Object.entries(sizes))
  for (const [dress, options] of Object.entries(dresses))
    test(`given records ${name}, when every page shows them (${dress}), then it draws their beginnings, leads to the rest, and can delete`, async () => {
      const who = await house.person(`p${size}${dress}`);
      const made = await house.import(who, collection(items(size, count)), 'all \u202e of them.json');
      assert.equal(made.progress.created, count);
      await inWindow(browser, house, options, async (page) => {
        await inPagesOf(page, many);
        await signIn(page, who);
        const worked = await worker(page);
        let seen = 0;
        for (;;) {
          if (seen === 0) await page.goto('/bookmarks');
          await page.locator('.bookmark').first().waitFor();
          await page.evaluate(() => document.body.offsetHeight);
          const cards = await page.locator('.bookmark').count();
          const drawn = await worked();
          console.log(`${cards} bookmarks ${name}, ${dress}: ${drawn}`);
          assert.ok(drawn.drawing_ms < most_drawing_ms, `${drawn}`);
          assert.ok(await textOf(page, '.sheet') < most_drawn * cards);
          assert.ok(await textOf(page, 'body') < most_drawn * (cards + 2));
          assert.deepEqual(await page.locator('.bookmark').evaluateAll((all) => all.map((one) => one.offsetHeight).filter((one) => one > 900)), []);
          await fits(page);
          for (let i = 0; i < Math.min(cards, Object.keys(kinds).length); ++i) {
            await openOne(page, page.locator('.bookmark').nth(i));
            await page.goBack();
            await page.locator('.bookmark').nth(i).waitFor();
          }
          seen += cards;
          console.log(`each of them by itself: ${await worked()}`);
          const next = page.locator('.pager button').last();
          if (await next.count() === 0 || await next.isDisabled()) break;
          const first = await page.locator('.bookmark-title a').first().getAttribute('href');
          await next.click();
          await page.locator(`.bookmark-title a[href="${first}"]`).waitFor({ state: 'detached' });
        }
        assert.equal(seen, count);
        await worked();
        await page.goto(`/imports/${made.id}`);
        await page.locator('#records tbody tr').first().waitFor();
        await page.evaluate(() => document.body.offsetHeight);
        const drawn = await worked();
        console.log(`outcomes: ${drawn}`);
        assert.ok(drawn.drawing_ms < most_drawing_ms, `${drawn}`);
        assert.ok(await textOf(page, '#records tbody') < most_drawn * count);
        await page.locator('#records a[href^="/bookmarks/"]').first().waitFor();
        await fits(page);
      });
    });

test('given a text of a megabyte, when more of it is asked for, then it comes a step at a time, and as a file it is whole', async () => {
  const who = await house.person('wholly');
  const text = word(300_000) + 'E';
  await house.import(who, collection([{ type: 'Link', url: 'https://example.org/long', name: text }]));
  await inWindow(browser, house, {}, async (page) => {
    await signIn(page, who);
    await page.goto('/bookmarks');
    await page.locator('.bookmark-title a').first().click();
    const title = page.locator('section.card .whole').first();
    const length = () => title.locator('bdi').evaluate((node) => node.textContent.length);
    assert.equal(await length(), 1_000);
    await title.getByRole('button', { name: 'Show more (299,001 characters left)' }).click();
    await eventually(async () => await length() === 21_000);
    const [file] = await Promise.all([page.waitForEvent('download'), title.getByRole('button', { name: 'Save as a text file' }).click()]);
    assert.equal(readFileSync(await file.path(), 'utf8'), text);
    const worked = await worker(page);
    for (let i = 0; i < 14; ++i) await title.getByRole('button').first().click();
    await title.getByRole('button').first().waitFor({ state: 'detached' });
    console.log(`all of it: ${await worked()}`);
    assert.equal(await title.locator('bdi').evaluate((node) => node.textContent), text);
  });
});

test('given a name that turns the reading around, when it stands in a sentence of ours, then the sentence stays as it is', async () => {
  const who = await house.person('turner');
  await house.import(who, '{', 'invoice\u202egpj.exe\u2069.json');
  await inWindow(browser, house, {}, async (page) => {
    await signIn(page, who);
    await page.locator('[data-action=delete]').click();
    const said = await page.locator('dialog p').first().textContent();
    assert.ok(!/[\u202a-\u202e]/.test(said));
    assert.equal((said.match(/[\u2066-\u2068]/g) ?? []).length, (said.match(/\u2069/g) ?? []).length);
    assert.match(said, /disappears from the list/);
  });
});
