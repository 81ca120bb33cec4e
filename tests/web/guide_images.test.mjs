// The guide's pictures are made here, of a real server with the guide's own example: WAYBILL_TEST_WRITE_GOLDEN=1 writes them. A plain
// run takes the same steps and holds the files to what they show and measure; their pixels are the fonts' business.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inWindow, opened, signIn } from './house.mjs';
import { wordsOf } from './languages.mjs';

const guide = fileURLToPath(new URL('../../docs/guide', import.meta.url));
const images = join(guide, 'images');
const is_written = process.env.WAYBILL_TEST_WRITE_GOLDEN !== undefined;
const most_bytes = 80 * 1024;
const locales = { en: 'en-GB', fr: 'fr-FR' };
/// Each with its first line and its height, in the order in which a person meets them. `below`: the frame of the page is left out.
const below = 68;
const pieces = { 'bookmarks-import': { y: below, width: 960, height: 764 }, 'bookmarks-outcomes': { y: below, width: 960, height: 700 }, 'bookmarks-list': { y: 0, width: 1200, height: 720 } };

const { browser, house } = await opened();

const chapter = (language) => readFileSync(join(guide, language, 'bookmarks.md'), 'utf8');

/// Width and height stand behind the signature and the first chunk's head. Source: PNG (RFC 2083), 4.1.1.
const sizeOf = (png) => [png.readUInt32BE(16), png.readUInt32BE(20)];

function hold(name, language, png) {
  const file = `${name}.${language}.png`;
  if (is_written) writeFileSync(join(images, file), png);
  const kept = readFileSync(join(images, file));
  assert.deepEqual(sizeOf(kept), sizeOf(png), `${file}: WAYBILL_TEST_WRITE_GOLDEN=1 makes it anew`);
  assert.ok(kept.length < most_bytes, `${file} has ${kept.length} bytes`);
  assert.match(chapter(language), new RegExp(`!\\[[^\\]]{10,}\\]\\(\\.\\./images/${file.replaceAll('.', '\\.')}\\)`));
}

for (const [language, locale] of Object.entries(locales))
  test(`given the guide's example (${language}), when it is imported as the guide says, then each page is as its picture shows it`, async () => {
    mkdirSync(images, { recursive: true });
    const words = wordsOf(language);
    const [, name, text] = /^```html (\S+)\n([\s\S]*?)^```$/m.exec(chapter(language));
    const who = await house.person(`lea.${language}`);
    await inWindow(browser, house, { locale }, async (page) => {
      const picture = async (of) => {
        await page.setViewportSize({ width: pieces[of].width, height: 860 });
        // Fonts and small pictures are there, and drawn; notices of a moment are gone.
        await page.evaluate(async () => {
          document.getElementById('notices')?.replaceChildren();
          const chevron = new Image();
          chevron.src = new URL('chevron.svg', document.querySelector('link[href$="/ground.css"]').href);
          await Promise.all([document.fonts.ready, chevron.decode()]);
          for (let n = 0; n < 2; ++n) await new Promise((go) => { requestAnimationFrame(go); });
        });
        hold(of, language, await page.screenshot({ caret: 'hide', clip: { x: 0, ...pieces[of] } }));
      };
      await signIn(page, who);
      await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/html', buffer: Buffer.from(text) });
      await page.getByText(words['bookmarks.duplicates.title']).waitFor();
      assert.equal(await page.getByLabel(words['bookmarks.folders'], { exact: true }).inputValue(), 'tags');
      await picture('bookmarks-import');
      await page.getByRole('button', { name: words['upload.start'], exact: true }).click();
      await page.locator('.import-row[data-status=completed] .row-name a').click();
      await page.locator('#records tbody tr').nth(6).waitFor();
      await page.getByText(words['bookmarks.format.netscape']).waitFor();
      assert.equal(await page.locator('#records .outcome.failed').count(), 1);
      assert.equal(await page.locator('#records .outcome.skipped').count(), 1);
      await page.setViewportSize({ width: pieces['bookmarks-outcomes'].width, height: 860 });
      await page.locator('#records').evaluate((at) => at.scrollIntoView());
      await picture('bookmarks-outcomes');
      await page.goto('/bookmarks');
      await page.locator('.bookmark').nth(4).waitFor();
      await page.locator('aside .tag').nth(2).waitFor();
      await picture('bookmarks-list');
    });
  });

test('given the pictures of the guide, when they are counted, then there are those of the tests and no others', () => {
  assert.deepEqual(readdirSync(images).sort(), Object.keys(pieces).flatMap((name) => Object.keys(locales).map((language) => `${name}.${language}.png`)).sort());
});
