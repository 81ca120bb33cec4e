// The list of imports: its pages and filter, files dropped on it, news without a stream; what is downloaded; what an
// administrator does for others.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { document, inStatus, inWindow, opened, row, signIn } from './house.mjs';

const { browser, house, within } = await opened();

test('given more imports than fit a page, when they are paged and filtered, then each page and each status shows its own', async () => {
  const lou = await house.person('lou');
  for (let i = 0; i < 22; ++i) await house.import(lou, document({ count: 1, first: i }), `good ${i}.json`);
  for (let i = 0; i < 3; ++i) await house.import(lou, '{"type": "Collection", "items": [', `bad ${i}.json`);
  await within({}, async (page) => {
    const rows = page.locator('.import-row');
    await signIn(page, lou);
    await row(page, 'bad 2.json').waitFor();
    assert.equal(await rows.count(), 20);
    assert.ok((await rows.first().innerText()).includes('bad 2.json'));
    assert.match(await rows.first().locator('time').getAttribute('title'), /^\d+ \w+ \d{4} at \d\d:\d\d:\d\d$/);
    await page.getByRole('button', { name: 'Older' }).click();
    await row(page, 'good 0.json').waitFor();
    assert.equal(await rows.count(), 5);
    await page.reload();
    await row(page, 'good 0.json').waitFor();
    await page.goBack();
    await row(page, 'bad 2.json').waitFor();
    await page.getByLabel('Status').selectOption('failed');
    await page.waitForURL(/status=failed/);
    await row(page, 'good').first().waitFor({ state: 'detached' });
    assert.equal(await rows.count(), 3);
    await row(page, 'bad 1.json').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row(page, 'bad 1.json').waitFor({ state: 'detached' });
    assert.equal(await rows.count(), 2);
  });
});

test('given a file, when it is dropped on the page, then it is taken as if it had been chosen', async () => {
  const dot = await house.person('dot');
  await within({}, async (page) => {
    await signIn(page, dot);
    const carried = await page.evaluateHandle((text) => {
      const all = new DataTransfer();
      all.items.add(new File([text], 'dropped.json', { type: 'application/json' }));
      return all;
    }, document({ count: 7 }));
    for (const type of ['dragenter', 'dragover', 'drop']) await page.locator('.upload').dispatchEvent(type, { dataTransfer: carried });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await inStatus(page, 'dropped.json', 'completed');
    await row(page, 'dropped.json').getByText('7 of 7 (100%)').waitFor();
  });
});

test('given no stream, when an import goes on, then the page asks for it every few seconds, and says so', async () => {
  const pol = await house.person('pol');
  await within({ allow: [/ERR_FAILED/] }, async (page) => {
    await page.route('**/stream', (asked) => asked.abort());
    await signIn(page, pol);
    await page.getByText('Live updates are interrupted').waitFor();
    await house.import(pol, document({ count: 5 }), 'quiet.json');
    await inStatus(page, 'quiet.json', 'completed');
    await page.unroute('**/stream');
    await page.getByText('Live updates are interrupted').waitFor({ state: 'hidden' });
  });
});

test('given bookmarks, when they are exported from the page, then the files hold them, and the JSON can be imported again', async () => {
  const exa = await house.person('exa');
  const exb = await house.person('exb');
  await house.import(exa, document({ count: 12 }));
  await within({}, async (page) => {
    await signIn(page, exa);
    await page.goto('/bookmarks');
    const fetched = async (name) => {
      await page.locator('summary').filter({ hasText: 'Export' }).click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
      await page.keyboard.press('Escape');
      return readFileSync(await file.path(), 'utf8');
    };
    const csv = (await fetched('CSV')).trim().split('\r\n');
    assert.equal(csv.length, 13);
    assert.ok((await fetched('Chrome, Firefox, Safari')).startsWith('<!DOCTYPE NETSCAPE-Bookmark-file-1>'));
    assert.equal(JSON.parse(await fetched('Pinboard')).length, 12);
    assert.ok((await fetched('feed readers')).includes('<opml version="2.0">'));
    const again = await house.import(exb, await fetched('ActivityStreams'), 'again.json');
    assert.equal(again.progress.created, 12);
  });
});

test('given somebody who forgot the password, when an administrator sets a new one, then it works and the old one does not', async () => {
  const ove = await house.person('ove');
  const may = async (password) => (await fetch(`${house.url}/api/v1/session`, { method: 'POST', body: JSON.stringify({ username: ove.username, password }) })).status;
  await within({}, async (page) => {
    await signIn(page, house.admin);
    await page.goto('/administration');
    await page.getByRole('button', { name: 'Reset the password of ove' }).click();
    await page.getByRole('dialog').getByLabel('New password').fill('a fresh password');
    await page.getByRole('dialog').getByRole('button', { name: 'Set' }).click();
    await page.getByText('The password of ove is set.').waitFor();
  });
  assert.equal(await may('a fresh password'), 200);
  assert.equal(await may(ove.password), 401);
});

test('given wrong passwords again and again, when the server slows them, then the page says how long to wait', async () => {
  const slo = await house.person('slo');
  await within({ allow: [/401|429/] }, async (page) => {
    await page.goto('/sign-in');
    await page.locator('input[autocomplete=username]').fill(slo.username);
    const told = page.locator('form .fault');
    for (let i = 0; i < 30 && !/try again/.test(await told.textContent()); ++i) {
      await page.locator('input[type=password]').fill(`wrong ${i}`);
      await Promise.all([page.waitForResponse('**/session'), page.getByRole('button', { name: 'Sign in' }).click()]);
      await told.filter({ hasText: /\S/ }).waitFor();
    }
    await told.getByText(/try again in \d+ seconds?/).waitFor();
  });
});

test('given imports, when their owner looks at the account, then it says how much they keep, and of how much, in both languages', async () => {
  const keeper = await house.person('keeper');
  await house.import(keeper, document({ count: 12 }), 'kept.json');
  for (const [locale, stored, records] of [['en-GB', /Stored\s+[\d.]+ kB of 107 GB/, /Records\s+12 of 50,000,000/], ['fr-FR', /Stockage\s+[\d,]+\sko sur 107\sGo/, /Enregistrements\s+12 sur 50\s000\s000/]])
    await inWindow(browser, house, { locale }, async (page) => {
      await signIn(page, keeper);
      await page.goto('/account');
      const said = await page.locator('section[aria-labelledby=usage-title]').innerText();
      assert.match(said, stored);
      assert.match(said, records);
    });
});
