// Files of bookmarks of other programs, from the choice to what became of them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { document, inWindow, opened, signIn } from './house.mjs';

const file = '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><H3>Recettes</H3><DL><DT><H3>Tartes</H3><DL>'
  + '<DT><A HREF="https://a.example/" TAGS="four">Tarte &agrave; l’oignon</A></DL></DL>\n<HR><DT><A>nothing</A>\n';

const { browser, house } = await opened();

test('given a browser’s file, when it is imported with all folders as tags, then the page tells its format, why, and what is missing', async () => {
  const ann = await house.person('ann');
  await inWindow(browser, house, {}, async (page) => {
    await signIn(page, ann);
    await page.getByText('Where do I find my bookmarks?').click();
    await page.getByText('Export Bookmarks to HTML').waitFor();
    await page.locator('input[type=file]').setInputFiles({ name: 'bookmarks.html', mimeType: 'text/html', buffer: Buffer.from(file) });
    await page.getByLabel('Folders').selectOption({ label: 'All folders around it become tags' });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('link', { name: 'bookmarks.html' }).first().click();
    for (const words of ['Browsers’ HTML (Netscape)', 'It begins as files of bookmarks do', '1 separator, query, or bookmark in the trash', 'The file ends in the middle'])
      await page.getByText(words).first().waitFor();
  });
  const [one] = (await (await house.as(ann))('GET', '/api/v1/bookmarks')).items;
  assert.deepEqual(one.tags, ['four', 'Recettes', 'Tartes']);
  assert.deepEqual(one.extra, { folder: ['Recettes', 'Tartes'] });
});

test('given a page in French, when a list of URLs is imported, then it says so in French', async () => {
  const eva = await house.person('eva');
  await inWindow(browser, house, { locale: 'fr-FR' }, async (page) => {
    await signIn(page, eva);
    await page.getByText('Où trouver mes favoris ?').click();
    await page.getByText('Exporter des marque-pages au format HTML').waitFor();
    await page.locator('input[type=file]').setInputFiles({ name: 'liste.txt', mimeType: 'text/plain', buffer: Buffer.from('https://a.example/ Un\nwww.example.org\nhttps://b.example/\nhttps://c.example/\n') });
    await page.getByRole('radio', { name: 'Favoris', exact: true }).check();
    await page.getByRole('button', { name: 'Importer', exact: true }).click();
    await page.getByRole('link', { name: 'liste.txt' }).first().click();
    await page.getByText('Ses lignes commencent par des URL.').first().waitFor();
    await page.getByText('Une liste d’URL').first().waitFor();
  });
});

test('given a table of no known program, when it is refused, then the page offers the formats, and it is imported as one', async () => {
  const tom = await house.person('tom');
  await inWindow(browser, house, { allow: [/422/] }, async (page) => {
    await signIn(page, tom);
    await page.locator('input[type=file]').setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from('Name,Link\nA page,https://a.example/\n') });
    await page.getByRole('radio', { name: 'Bookmarks', exact: true }).check();
    const format = page.getByLabel('Format of the file');
    assert.equal(await format.inputValue(), 'auto');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('alert').getByText('of no program that is known').waitFor();
    await format.selectOption({ label: 'A table (CSV)' });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('link', { name: 'mine.csv' }).first().click();
    await page.getByText('A table (CSV)').first().waitFor();
  });
  const { items } = await (await house.as(tom))('GET', '/api/v1/bookmarks');
  assert.deepEqual(items.map(({ url, title }) => [url, title]), [['https://a.example/', 'A page']]);
});

test('given the formats that the page offers, when one is asked for, then the server knows it, and the page has a name for each', async () => {
  const ida = await house.person('ida');
  const words = JSON.parse(await readFile(new URL('../../http/web/kinds/bookmarks/en.json', import.meta.url)));
  let offered;
  await inWindow(browser, house, {}, async (page) => {
    await signIn(page, ida);
    await page.locator('input[type=file]').setInputFiles({ name: 'bookmarks.html', mimeType: 'text/html', buffer: Buffer.from(file) });
    offered = await page.getByLabel('Format of the file').locator('option').evaluateAll((all) => all.map((one) => one.value));
  });
  const named = Object.keys(words).filter((key) => key.startsWith('bookmarks.format.')).map((key) => key.slice('bookmarks.format.'.length));
  assert.deepEqual(offered.toSorted(), named.toSorted());
  const { token } = await (await house.as(ida))('POST', '/api/v1/tokens', { name: 'formats' });
  const reasonOf = async (format) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ kind: 'bookmarks', format })) body.append(name, value);
    body.append('file', new Blob(['%PDF-1.7 no bookmarks']), 'x.pdf');
    return (await (await fetch(`${house.url}/api/v1/imports`, { method: 'POST', body, headers: { Authorization: `Bearer ${token}` } })).json()).reason;
  };
  const unknown = await reasonOf('nothing');
  for (const one of offered) assert.notEqual(await reasonOf(one), unknown);
});

test('given a picture that is looked for, when nothing is found, then the page says that only letters and digits are', async () => {
  const kim = await house.person('kim');
  await house.import(kim, document({ count: 3 }));
  await inWindow(browser, house, {}, async (page) => {
    await signIn(page, kim);
    await page.goto(`${house.url}/bookmarks?q=${encodeURIComponent('😀')}`);
    await page.getByText('Nothing found').waitFor();
    await page.getByText('Only letters and digits are looked for').waitFor();
    await page.goto(`${house.url}/bookmarks?q=nothingsuch`);
    await page.getByText('No bookmark has all of these words and tags.').waitFor();
  });
});
