// Faults of files, told in the person's language: all of them, whole.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { inPagesOf, inWindow, markWords, opened, signIn, turnTo, wordsOutside } from './house.mjs';

const limit_records = 3;
const { browser, house } = await opened({ WAYBILL_IMPORTS_RECORDS_LIMIT: String(limit_records), WAYBILL_KINDS_ENABLED: 'bookmarks' });
let eve;
const made = [];

const faults = JSON.parse(readFileSync(new URL('../formats/activitystreams/data/document_faults.json', import.meta.url), 'utf8'));
const bytesOf = ({ document, hex }) => (hex === undefined ? document : Buffer.from(hex, 'hex'));

before(async () => {
  eve = await house.person('eve');
  const bob = await house.as(await house.person('bob'));
  const call = await house.as(eve);
  const known = new Map();
  for (const one of faults.filter((each) => bytesOf(each)?.length > 0)) {
    const { error } = await house.importBy(bob, bytesOf(one));
    assert.ok(error.reason, error.message);
    known.set(`${error.reason} ${error.values.kind} ${error.values.found?.length}`, one);
  }
  for (const one of known.values()) made.push(await house.importBy(call, bytesOf(one), `${made.length}.json`));
  const items = (list) => JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items: list });
  made.push(await house.importBy(call, items([1, 2, 3, 4]), 'many.json'));
  made.push(await house.importBy(call, items([1, { type: 'Link', name: 'No address' }, { type: 'Link', url: `https://example.org/${'u'.repeat(10_240)}` }]), 'records.json'));
});

test('given files with every fault, when their errors are read, then each has a reason with its values', () => {
  assert.ok(made.length > 25 && made.length <= 100, `${made.length}`);
  for (const one of made.filter((each) => each.status === 'failed')) {
    assert.ok(one.error.reason, one.error.message);
    assert.equal(typeof one.error.values, 'object');
  }
});

test('given files with every fault, when a French page tells them, then no word of it is in another language, and nothing is left out', () =>
  inWindow(browser, house, { locale: 'fr-FR' }, async (page) => {
    await inPagesOf(page, 100);
    await markWords(page, 'fr');
    await signIn(page, eve);
    await page.locator('.import-row').nth(made.length - 1).waitFor();
    assert.deepEqual(await wordsOutside(page), []);
    assert.equal(await page.locator('[lang=en]:not(button)').count(), 0);
    const texts = await page.locator('.fault-text').allInnerTexts();
    assert.equal(texts.length, made.filter((one) => one.status === 'failed').length);
    // What the code says, and why.
    for (const one of texts) assert.ok((one.match(/⟦/g) ?? []).length >= 2, one);
    const told = new Map(made.map((one) => [one.error?.reason ?? one.id, one.id]));
    for (const id of told.values()) {
      await turnTo(page, `/imports/${id}`);
      await page.locator('.timeline li').last().waitFor();
      assert.deepEqual(await wordsOutside(page), []);
    }
  }));

test('given a file that ends in a list, when the page tells it, then it says so in English and in French', async () => {
  for (const [locale, words] of [['en-GB', /not valid JSON.*line 1, column 12.*ends inside an array/], ['fr-FR', /pas un JSON valide.*ligne 1, colonne 12.*à l’intérieur d’un tableau/]]) {
    const who = await house.person(locale.toLowerCase());
    const { id } = await house.import(who, '{"items": [', 'half.json');
    await inWindow(browser, house, { locale }, async (page) => {
      await signIn(page, who);
      await page.locator('.fault-text').waitFor();
      assert.match(await page.locator('.fault-text').innerText(), words);
      await page.goto(`/imports/${id}`);
      await page.locator('.timeline [data-type=failed]').waitFor();
      assert.match(await page.locator('.timeline [data-type=failed]').innerText(), words);
    });
  }
});

test('given an old fault whose sentence is known to nobody, when the page tells it, then the sentence is shown as it is', () =>
  inWindow(browser, house, { locale: 'fr-FR' }, async (page) => {
    await page.route(/\/api\/v1\/imports\?/, async (route) => {
      const answer = await (await route.fetch()).json();
      for (const one of answer.items) one.error = { code: 'invalid_json', message: 'A sentence of long ago.' };
      await route.fulfill({ json: answer });
    });
    await signIn(page, eve);
    await page.locator('.fault-text bdi[lang=en]').first().waitFor();
    assert.match(await page.locator('.fault-text').first().innerText(), /pas un JSON valide\. A sentence of long ago\./);
  }));

const advised = [
  ['en-GB', 'places.sqlite', 'SQLite format 3\0', 'holds no bookmarks that can be read. Export it as JSON.'],
  ['fr-FR', 'places.sqlite', 'SQLite format 3\0', 'ne contient pas de favoris lisibles. Exportez-le en JSON.'],
  ['fr-FR', 'all.json.gz', '\x1f\x8b\x08\x00', 'ne contient pas de favoris lisibles. Décompressez-le, puis envoyez ce qu’il contient.'],
  ['en-GB', 'Bookmarks.plist', 'bplist00', 'holds no bookmarks that can be read. Safari'],
  ['en-GB', 'picture.png', '\x89PNG\r\n\x1a\n\0', 'holds no bookmarks that can be read. Choose an export of your browser or bookmark service.'],
];

test('given files of other formats, when they are chosen, then the page says what there is to do about it', async () => {
  for (const [locale, name, text, words] of advised)
    await inWindow(browser, house, { locale }, async (page) => {
      await signIn(page, eve);
      await page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from(text, 'latin1') });
      await page.getByRole('alert').getByText(words).waitFor();
    });
});

test('given a table that only the server knows, when it is sent, then the page tells what it is and what there is to do', async () => {
  for (const [locale, words] of [['en-GB', 'The file is a table with URLs, of no program that is known; say that its format is “csv”.'], ['fr-FR', 'Le fichier est un tableau avec des URL, d’aucun programme connu ; dites que son format est « csv ».']])
    await inWindow(browser, house, { locale, allow: [/422/] }, async (page) => {
      await page.route('**/api/v1/imports', async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nurl,title\r\nhttps://a/,A\r\n\r\n--b--\r\n';
        return route.continue({ postData: body, headers: { ...route.request().headers(), 'content-type': 'multipart/form-data; boundary=b' } });
      });
      await signIn(page, eve);
      await page.locator('input[type=file]').setInputFiles({ name: 'a.json', mimeType: '', buffer: Buffer.from('{}') });
      await page.getByRole('button', { name: locale === 'en-GB' ? 'Import' : 'Importer', exact: true }).click();
      await page.getByText(words).waitFor();
    });
});
