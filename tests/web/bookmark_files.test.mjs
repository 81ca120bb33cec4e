// Files of bookmarks of other programs, from the choice to what became of them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { House, inWindow, openBrowser, signIn } from './house.mjs';

const file = '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><H3>Recettes</H3><DL><DT><H3>Tartes</H3><DL>'
  + '<DT><A HREF="https://a.example/" TAGS="four">Tarte &agrave; l’oignon</A></DL></DL>\n<HR><DT><A>nothing</A>\n';

let browser;
let house;

before(async () => {
  browser = await openBrowser();
  house = await House.open();
});
after(async () => {
  await browser?.close();
  await house?.close();
});

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
    for (const words of ['Browsers’ HTML (Netscape)', 'It begins as files of bookmarks do', '1 separator or query', 'The file ends in the middle'])
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
