// Every page as it looks, in every dress, and as those see it who do not see: axe-core finds no fault, and no text
// stands outside the languages.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { faultsOf, isTooWide } from './axe.mjs';
import { document, House, inPagesOf, markWords, opened, openWindow, picture, signIn, turnTo, wordsOutside } from './house.mjs';

const dresses = {
  light: {}, dark: { dark: true }, narrow: { width: 360, height: 740 }, narrow_dark: { width: 360, height: 740, dark: true }, french: { locale: 'fr-FR' },
};

const site = JSON.stringify({ urls: [...['', 'reading-rooms', 'reading-rooms/maps', 'reading-rooms/music', 'opening-hours', 'about/the-house', 'shop'].map((path) =>
  ({ url: `https://library.example/${path}`, metadata: path ? { template: 'page', weight: 3 } : {} })), 'https://shop.library.example/caf%C3%A9',
...Array.from({ length: 120 }, (_, i) => `https://library.example/news/2025/${100 + i}-what-was-read-in-the-garden`), 'not a url'] });

const people = `email;name;city\n${Array.from({ length: 40 }, (_, i) => `${i % 9 === 4 ? '' : `person${i}@example.org`};Zoé Martin;${i % 7 === 3 ? 'Lyon;one more' : 'Saint-Étienne'}`).join('\n')}\n`;

const { browser, house } = await opened({ WAYBILL_IMPORTS_CHUNK_RECORDS: '40' });
let lea;
let empty;
const ids = {};

before(async () => {
  lea = await house.person('lea');
  empty = await house.person('max');
  ids.good = (await house.import(lea, document({ count: 5_000, bad: 90 }), 'Bookmarks from the old laptop.json')).id;
  ids.again = (await house.import(lea, document({ count: 40, tag: 'web', bad: 9 }), 'The same shelf once more.json')).id;
  ids.failed = (await house.import(lea, '{"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection",\n "items": [', 'half a file.json')).id;
  const call = await house.as(lea);
  await call('POST', '/api/v1/tokens', { name: 'laptop' });
  ids.bookmark = (await call('GET', '/api/v1/bookmarks?limit=1')).items[0].identity;
  ids.project = (await call('POST', '/api/v1/projects', { name: 'Catalogue of the town library' })).id;
  await call('PUT', `/api/v1/projects/${ids.project}/members/admin`, { role: 'editor' });
  ids.empty_tree = (await call('POST', '/api/v1/projects', { name: 'Nothing yet' })).id;
  const form = new FormData();
  form.append('kind', 'nodes');
  form.append('project', ids.project);
  form.append('file', new Blob([site]), 'sitemap of the library.json');
  ids.tree_import = (await call('POST', '/api/v1/imports', form)).id;
  await house.await(call, ids.tree_import, ['completed']);
  ids.node = (await call('GET', `/api/v1/projects/${ids.project}/nodes/by-url?url=${encodeURIComponent('https://library.example/reading-rooms')}`)).id;
  const rows = new FormData();
  rows.append('kind', 'rows');
  rows.append('options', JSON.stringify({ collection: 'people', key: ['email'] }));
  rows.append('file', new Blob([people]), 'people of the town.csv');
  ids.table_import = (await call('POST', '/api/v1/imports', rows)).id;
  await house.await(call, ids.table_import, ['completed']);
  ids.row = (await call('GET', '/api/v1/tables/people/records?limit=1')).items[0].identity;
});

const pages = () => ({
  imports: '/imports', one: `/imports/${ids.good}`, one_failed: `/imports/${ids.failed}`, failures: `/imports/${ids.again}?outcome=failed`,
  none_such: '/imports?status=paused', bookmarks: '/bookmarks', found: '/bookmarks?q=field&tag=reading', not_found: '/bookmarks?q=xyzzy',
  bookmark: `/bookmarks/${ids.bookmark}`, account: '/account', nothing: '/nonsense',
  projects: '/projects', project: `/projects/${ids.project}`, members: `/projects/${ids.project}/members`,
  tree: `/projects/${ids.project}/nodes`, tree_found: `/projects/${ids.project}/nodes?q=read`, tree_not_found: `/projects/${ids.project}/nodes?q=xyzzy`,
  tree_empty: `/projects/${ids.empty_tree}/nodes`, node: `/projects/${ids.project}/nodes/${ids.node}`, tree_import: `/imports/${ids.tree_import}`,
  tables: '/tables', table: '/tables/people', table_not_found: '/tables/people?q=xyzzy', table_row: `/tables/people/records/${ids.row}`, table_import: `/imports/${ids.table_import}`,
});
const admin_pages = { administration: '/administration', all_imports: '/administration/imports', all_projects: '/administration/projects' };

const ready = async (page) => {
  await page.locator('h1').waitFor();
  await page.evaluate(() => document.fonts.ready);
};

// Colours and widths differ in these; the others only add to the time.
const examined = ['light', 'dark', 'narrow'];

let found = [];
/// All that was found, at once: the next run is slow.
const nothingFound = () => {
  const all = found;
  found = [];
  assert.deepEqual(all, []);
};

async function withoutFault(page, name, within = 'html') {
  if (!examined.includes(name.split(' ').at(-1))) return;
  found.push(...(await faultsOf(page, within)).map((one) => `${name}: ${one}`));
}

const fits = async (page, name) => {
  if (await isTooWide(page)) found.push(`${name} is too wide`);
};

/// Each page is loaded by its address once, in the first dress.
async function visit(page, name, dress, path) {
  await (dress === 'light' || page.url() === 'about:blank' ? page.goto(path) : turnTo(page, path));
  await ready(page);
  await picture(page, `${name}-${dress}`, { whole: true });
  await fits(page, `${name} ${dress}`);
  await withoutFault(page, `${name} ${dress}`);
  if (name !== 'sign_in' && !(await page.locator('nav.sections a').first().isVisible()))
    found.push(`${name} ${dress} has no way to import`);
}

/// What opens on the tree's page, and its dialogs.
async function lookAtTree(page, dress) {
  const look = async (name, within) => {
    await picture(page, `${name}-${dress}`);
    await fits(page, `${name} ${dress}`);
    await withoutFault(page, `${name} ${dress}`, within);
  };
  await page.goto(`/projects/${ids.project}/nodes`);
  await page.locator('.tree-sign').first().click();
  await page.locator('[aria-level="2"]').first().waitFor();
  await page.locator('.tree').evaluate((tree) => tree.querySelector('[role=treeitem]').focus());
  await look('tree_open');
  await page.locator('.pull-down summary').click();
  await look('tree_export', '.pull-down');
  await page.keyboard.press('Escape');
  await page.locator('main .btn-primary').first().click();
  await page.locator('dialog textarea').fill('https://library.example/\nhttps://library.example/a/b\nhttps://library.example/a\nhttps://library.example/a/\nno url');
  await page.locator('.preview').waitFor();
  await look('batch', 'dialog');
  await page.locator('dialog summary').click();
  await look('batch_options', 'dialog');
  await page.keyboard.press('Escape');
  await page.goto(`/projects/${ids.project}/nodes/${ids.node}`);
  await page.locator('main .row-actions button').first().click();
  await page.locator('dialog .pair').first().waitFor();
  await look('node_edit', 'dialog');
  await page.keyboard.press('Escape');
}

/// A table before its import.
async function lookAtTable(page, dress) {
  await page.goto('/imports');
  await page.locator('input[type=file]').setInputFiles({ name: 'people of the town.csv', mimeType: 'text/csv', buffer: Buffer.from(people) });
  const send = page.locator('.upload .btn-primary');
  await send.waitFor();
  await picture(page, `table_chosen-${dress}`);
  await withoutFault(page, `table chosen ${dress}`, '.upload');
  await send.click();
  await page.locator('.look-part .cells-table').waitFor();
  await page.locator('.look-part summary').click();
  await page.locator('.key-box input').first().check();
  await picture(page, `table_look-${dress}`, { whole: true });
  await fits(page, `table look ${dress}`);
  await withoutFault(page, `table look ${dress}`, '.upload');
  await page.locator('.upload .btn.warn').click();
  await page.locator('.drop').waitFor();
}

for (const [dress, options] of Object.entries(dresses)) {
  test(`given every page, when it is looked at (${dress}), then it fits, and axe finds no fault`, async () => {
    const { context, page, faults } = await openWindow(browser, house, { ...options, allow: [/401|404/] });
    // One row looks as the other.
    if (dress !== 'light') await inPagesOf(page, 8);
    await visit(page, 'sign_in', dress, '/');
    await signIn(page, lea);
    for (const [name, path] of Object.entries(pages())) await visit(page, name, dress, path);
    await lookAtTree(page, dress);
    await lookAtTable(page, dress);
    await page.goto('/imports');
    await page.locator('.import-row').first().waitFor();
    await page.locator('.place summary').click();
    await picture(page, `place-${dress}`);
    await withoutFault(page, `place ${dress}`, '.place');
    await page.keyboard.press('Escape');
    await page.locator('details.menu summary').click();
    await picture(page, `menu-${dress}`);
    // What an open menu covers is for nobody to touch.
    await withoutFault(page, `menu ${dress}`, '.menu');
    await page.keyboard.press('Escape');
    await page.locator('input[type=file]').setInputFiles({ name: 'chosen.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await page.getByRole('radio').first().waitFor();
    await picture(page, `chosen-${dress}`);
    await withoutFault(page, `chosen ${dress}`);
    await page.locator('[data-action=delete]').first().click();
    await page.getByRole('dialog').waitFor();
    await picture(page, `question-${dress}`);
    await withoutFault(page, `question ${dress}`);
    await context.clearCookies();
    await signIn(page, empty);
    await visit(page, 'empty', dress, '/imports');
    await visit(page, 'empty_bookmarks', dress, '/bookmarks');
    await visit(page, 'empty_projects', dress, '/projects');
    await visit(page, 'empty_tables', dress, '/tables');
    await context.clearCookies();
    await signIn(page, house.admin);
    for (const [name, path] of Object.entries(admin_pages)) await visit(page, name, dress, path);
    assert.deepEqual(faults, []);
    nothingFound();
    await context.close();
  });
}

test('given imports under way, when the list and one of them are looked at, then they fit, and axe finds no fault', async (one) => {
  const slow = await House.open({ WAYBILL_IMPORTS_CHUNK_RECORDS: '1', WAYBILL_IMPORTS_CONCURRENT: '1' });
  one.after(() => slow.close());
  const kim = await slow.person('kim');
  await slow.import(kim, document({ count: 60_000, tag: 'first' }), 'Everything from 2009 to 2024.json', ['processing']);
  await slow.import(kim, document({ count: 500, tag: 'second' }), 'Reading list.json', ['pending', 'processing']);
  for (const dress of ['light', 'dark', 'narrow']) {
    const { context, page, faults } = await openWindow(browser, slow, dresses[dress]);
    await signIn(page, kim);
    await page.locator('.import-row[data-status=processing]').waitFor();
    await picture(page, `busy-${dress}`, { whole: true });
    await withoutFault(page, `busy ${dress}`);
    await page.locator('.import-row[data-status=processing] .row-name a').click();
    await page.locator('.chart').waitFor();
    await picture(page, `one_busy-${dress}`, { whole: true });
    await fits(page, `one busy ${dress}`);
    await withoutFault(page, `one busy ${dress}`);
    assert.deepEqual(faults, []);
    await context.close();
  }
  nothingFound();
});

test('given a language whose every text is marked, when pages are read, then no word stands outside it', async () => {
  const { context, page } = await openWindow(browser, house, { allow: [/401|404/] });
  await markWords(page, 'en');
  const outside = () => wordsOutside(page);
  await page.goto('/');
  await ready(page);
  assert.deepEqual(await outside(), []);
  await signIn(page, lea);
  for (const path of Object.values(pages())) {
    await turnTo(page, path);
    await ready(page);
    assert.deepEqual(await outside(), [], path);
  }
  await context.clearCookies();
  await signIn(page, house.admin);
  for (const path of Object.values(admin_pages)) {
    await turnTo(page, path);
    await ready(page);
    assert.deepEqual(await outside(), [], path);
  }
  await context.close();
});
