// URLs that somebody pastes, or has in a file, on their way into a tree.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './house.mjs';
import { at, figure, has, site } from './site.mjs';

const here = await site();
/// One batch a minute.
const strict = await site({ WAYBILL_IMPORTS_BATCH_PER_MINUTE: '1' });

test('given pasted URLs, when they are handed in, then a preview showed their tree before, and they come into it', async () => {
  const project = await here.project('Pasted');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes`);
    await page.getByRole('button', { name: 'Add URLs' }).click();
    const dialog = page.getByRole('dialog');
    assert.ok(await dialog.getByRole('button', { name: 'Import' }).isDisabled());
    await dialog.getByLabel('URLs, one a line').fill(`\n ${at('/')}\r\nHTTP://MUSEUM.example:80/shop/\n${at('/shop/bags/red?x#y')}\n${at('/shop/./bags/../bags/red')}\n\nno url\nftp://museum.example/\nhttps://café.example/%7ea`);
    await dialog.getByText('4 nodes would come.').waitFor();
    await dialog.getByText('2 lines are no URLs of the web, and would fail.').waitFor();
    await dialog.getByText('1 line names a page that stands in the list already.').waitFor();
    await dialog.getByText('Only this list is looked at').waitFor();
    assert.deepEqual((await dialog.locator('.preview li').evaluateAll((all) => all.map((one) => [one.querySelector('bdi').textContent, one.parentElement.closest('li')?.querySelector('bdi').textContent ?? null]))),
      [['museum.example/', null], ['/shop', 'museum.example/'], ['/bags/red', '/shop'], ['xn--caf-dma.example/~a', null]]);
    await dialog.locator('summary').click();
    await dialog.getByLabel('Find parents by path').uncheck();
    await eventually(async () => (await dialog.locator('.preview > ul > li').count()) === 4);
    await dialog.getByLabel('Find parents by path').check();
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.waitFor({ state: 'detached' });
    const shown = page.locator('.import-row[data-status=completed]');
    await shown.getByText('7 of 7 (100%)').waitFor();
    await shown.getByText('See why 2 records failed').waitFor();
    await has(page, ['Home', 'A']);
    assert.equal((await here.call('GET', `/api/v1/projects/${project}/tree/stats`)).nodes, 4);
  });
});

test('given a file, when it is chosen in the dialog, then a list of URLs stands there to be looked at, and any other file is sent as it is', async () => {
  const project = await here.project('By file');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes`);
    await page.getByRole('button', { name: 'Add URLs' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from(`${at('/a')}\n${at('/a/b')}\n`) });
    await dialog.getByText('2 nodes would come.').waitFor();
    assert.match(await dialog.getByLabel('URLs, one a line').inputValue(), /\/a\/b/);
    await dialog.locator('input[type=file]').setInputFiles({ name: 'pages.csv', mimeType: 'text/csv', buffer: Buffer.from(`url,title\n${at('/c')},See\n`) });
    await dialog.getByText('pages.csv').waitFor();
    await dialog.getByRole('button', { name: 'Paste URLs instead' }).click();
    await dialog.getByText('2 nodes would come.').waitFor();
    await dialog.locator('input[type=file]').setInputFiles({ name: 'pages.csv', mimeType: 'text/csv', buffer: Buffer.from(`url,title\n${at('/c')},See\n`) });
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.locator('.import-row[data-status=completed]', { hasText: 'pages.csv' }).waitFor();
    await has(page, ['See']);
  });
});

test('given a project that tells schemes and queries apart, when URLs are pasted, then the preview and the tree go by it', async () => {
  const project = await here.project('Told apart');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes`);
    await page.getByRole('link', { name: 'Decide first which URLs are one' }).click();
    await page.getByLabel('http and https are two pages').check();
    await page.getByLabel('Queries make pages of their own').check();
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.getByText('The settings are kept.').waitFor();
    await page.locator('nav.sections').getByRole('link', { name: 'Tree' }).click();
    await page.getByRole('button', { name: 'Add URLs' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('textarea').fill('https://a.example/x\nhttps://a.example/x?b=2&a=1&utm_source=mail\nhttps://a.example/x?a=1&b=2#top\nhttp://a.example/x');
    await dialog.getByText('3 nodes would come.').waitFor();
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.locator('.import-row[data-status=completed]').waitFor();
    await eventually(async () => (await page.locator('[aria-level="1"]').count()) === 2);
    const paths = await page.locator('[aria-level="1"] > .tree-row .tree-path').allTextContents();
    assert.deepEqual(paths.sort(), ['http://a.example/x', 'https://a.example/x']);
  });
});

test('given more URLs than a call takes, when they are pasted, then they go as a file', async () => {
  const project = await here.project('Very many');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes`);
    await page.getByRole('button', { name: 'Add URLs' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('textarea').evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, Array.from({ length: 10_001 }, (_, i) => at(`/${i}`)).join('\n'));
    await dialog.getByText('10,001 nodes would come.').waitFor();
    await dialog.getByText('9,701 more nodes are not drawn.').waitFor();
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.locator('.import-row[data-status=completed]', { hasText: '10,001 pasted URLs' }).waitFor();
    await eventually(async () => (await figure(page, 'Nodes')) === '10,001');
  });
});

/// What the server says to one batch too many, however the time passes between them.
async function refusalOf(project) {
  for (;;) {
    try {
      await strict.call('POST', '/api/v1/imports/batch', { project, urls: [at('/a')] });
    } catch (why) {
      assert.match(why.message, /: 429 /);
      return why.message.slice(why.message.indexOf('{'));
    }
  }
}

test('given too many batches in a minute, or a body that is too long, when URLs are handed in, then the dialog says so in the person’s language and keeps them', async () => {
  const id = await strict.project('Busy');
  await strict.within({ locale: 'fr-FR', allow: [/401|413|429/] }, async (page) => {
    await page.goto(`/projects/${id}/nodes`);
    await page.getByRole('button', { name: 'Ajouter des URL' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('textarea').fill(at('/'));
    const refused = await refusalOf(id);
    await page.route('**/api/v1/imports/batch', (route) => route.fulfill({ status: 429, contentType: 'application/problem+json', body: refused }));
    await dialog.getByRole('button', { name: 'Importer' }).click();
    await dialog.locator('.fault', { hasText: /1 lots sont acceptés par minute\s; veuillez réessayer dans \d+ secondes?\./ }).waitFor();
    assert.equal(await dialog.locator('textarea').inputValue(), at('/'));
    await page.unroute('**/api/v1/imports/batch');
    await page.route('**/api/v1/imports/batch', (route) => route.fulfill({ status: 413, contentType: 'application/problem+json', body: JSON.stringify({ status: 413, code: 'too_large', detail: 'too long' }) }));
    await dialog.getByRole('button', { name: 'Importer' }).click();
    await dialog.getByText('C’est plus volumineux que ce que le serveur accepte.').waitFor();
  });
});
