// What a page tells is so: of what is gone, of what it did not take, of what it looked through.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { document, eventually } from './house.mjs';
import { site } from './site.mjs';

const here = await site();

async function waiting(project, name = 'leads.csv') {
  const form = new FormData();
  for (const [key, value] of Object.entries({ kind: 'leads', project, options: JSON.stringify({ allow_duplicate_file: true }) })) form.append(key, value);
  form.append('file', new Blob(['E-mail;Nom\na@x.example;A\n']), name);
  const { id } = await here.call('POST', '/api/v1/imports', form);
  await here.house.await(here.call, id, ['ready']);
  return id;
}

const drop = (page, at, names) => page.evaluate(([where, all]) => {
  const files = new DataTransfer();
  for (const [name, text] of all) files.items.add(new File([text], name, { type: 'application/json' }));
  for (const name of ['dragover', 'drop']) window.document.querySelector(where).dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: files }));
}, [at, names.map((name) => [name, document({ count: 1 })])]);

test('given the page of an import or its review, when it is deleted, or its project, then the page says so and leads away', () => here.within({ allow: [/40[14]/] }, async (page) => {
  const project = await here.project('Gone');
  const wim = await here.member(project, 'wim', 'editor');
  const deleted = await waiting(project, 'deleted.csv');
  await page.goto(`/imports/${deleted}?step=rows`);
  await page.locator('.steps [aria-current=step]').waitFor();
  // The page asks about the end of the import when that is deleted already.
  let free = null;
  await page.route(`**/api/v1/imports/${deleted}`, async (route) => {
    await new Promise((go) => { free = go; });
    await route.continue();
  });
  await here.call('POST', `/api/v1/imports/${deleted}/cancel`);
  await eventually(() => free);
  await here.call('DELETE', `/api/v1/imports/${deleted}`);
  free();
  await page.getByText('“deleted.csv” was deleted in the meantime.').waitFor();
  await page.waitForURL(`**/projects/${project}`);
  const id = await waiting(project);
  await here.within({ who: wim, allow: [/40[14]/] }, async (other) => {
    await other.goto(`/imports/${id}?step=rows`);
    await other.locator('.steps [aria-current=step]').waitFor();
    await here.call('DELETE', `/api/v1/projects/${project}/members/wim`);
    await other.getByText('You are no member of this project any more, or it is gone.').waitFor();
    await other.waitForURL('**/projects');
  });
}));

test('given several files, or one that is dropped beside the panel, when they are dropped, then one is taken, and the others are named', () => here.within({}, async (page) => {
  await page.goto('/imports');
  await page.locator('.upload').waitFor();
  await drop(page, '.upload', ['one.json', 'two.json', 'three.json']);
  await page.getByText('Of the 3 that were dropped, “one.json” is taken').waitFor();
  await page.locator('.upload .file-name', { hasText: 'one.json' }).waitFor();
  await page.reload();
  await page.locator('.upload').waitFor();
  await drop(page, 'h1', ['beside.json']);
  await page.locator('.upload .file-name', { hasText: 'beside.json' }).waitFor();
}));

test('given words of the first page of the guide, when Help is searched, then they are found', () => here.within({}, async (page) => {
  await page.goto('/help');
  await page.getByRole('searchbox').fill('Retry');
  await page.locator('.guide-found > li').first().waitFor();
}));

test('given an answer that is lost, when something else is chosen and sent, then it is a wish of its own, and the first is not hidden by a rule of the protocol', async () => {
  await here.within({ allow: [/40[19]|ERR_FAILED/] }, async (page) => {
    await page.goto('/imports');
    await page.locator('input[type=file]').setInputFiles({ name: 'lost.json', mimeType: 'application/json', buffer: Buffer.from(document({ count: 3, tag: 'lost' })) });
    await page.route('**/api/v1/imports', async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('The server does not answer').waitFor();
    await page.getByLabel('Take the file’s').click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('“lost.json” was accepted.').or(page.getByRole('link', { name: 'Open that import' })).first().waitFor();
  });
});

test('given many letters, when they are no tag, then the form says what is, and keeps them; tags fit a window of 360 pixels', async () => {
  await here.house.import(here.ada, document({ count: 30 }));
  await here.house.import(here.ada, JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items: [{ type: 'Link', url: 'https://long.example/', name: 'Long', tag: ['T'.repeat(250), 'a b c'] }] }), 'long.json');
  await here.within({ width: 360, height: 740 }, async (page) => {
    await page.goto('/bookmarks/tags');
    await page.locator('.plain-rows li').first().waitFor();
    assert.equal(await page.evaluate(() => [...window.document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length), 0);
    await page.goto('/bookmarks');
    await page.locator('.sheet .form-check-input').first().check();
    await page.getByRole('button', { name: 'Change tags' }).click();
    await page.getByLabel('Add', { exact: false }).first().fill('t'.repeat(300));
    await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
    await page.getByText('Write at most 100 tags, each of at most 255 characters.').waitFor();
    assert.equal((await page.getByLabel('Add', { exact: false }).first().inputValue()).length, 300);
    await page.goto('/imports?status=failed');
    await page.getByText('No imports in this status').waitFor();
    assert.equal(await page.getByText('Imports move from one status to the next by themselves.').count(), 0);
    await page.goto('/imports?status=pending');
    await page.getByText('Imports move from one status to the next by themselves.').waitFor();
  });
});

test('given a search of 20,000 letters, a link to a status that is given up, an export without a session, when they are asked for, then the page says what there is', async () => {
  const project = await here.project('Asked for');
  const id = await waiting(project);
  await here.call('POST', `/api/v1/imports/${id}/commit`, {});
  await here.house.await(here.call, id, ['completed']);
  const long = 'word '.repeat(4_000);
  await here.within({ allow: [/40[01]/], width: 360, height: 740 }, async (page, context) => {
    const words = page.getByText('That is more than can be searched for at once.');
    await page.goto('/bookmarks');
    await page.getByRole('searchbox').fill(long);
    await words.waitFor();
    await page.getByRole('searchbox').press('Enter');
    await words.waitFor();
    assert.equal(new URL(page.url()).search, '');
    await page.goto(`/projects/${project}/leads?status=given_up`);
    await page.getByText('The project has no such status any more.').waitFor();
    await page.locator('.leads-table tbody tr').first().waitFor();
    await page.getByRole('searchbox').fill(long);
    await page.getByRole('searchbox').press('Enter');
    await words.waitFor();
    await page.goto(`/projects/${project}/members`);
    const [on, bar] = await Promise.all(['.sections [aria-current]', '.sections'].map((one) => page.locator(one).first().boundingBox()));
    assert.ok(on.x >= bar.x - 1 && on.x + on.width <= bar.x + bar.width + 1, JSON.stringify([on, bar]));
    await page.goto(`/projects/${project}/leads`);
    await page.locator('.pull-down summary').first().click();
    await context.clearCookies();
    await page.locator('a[download]:visible').first().click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });
});
