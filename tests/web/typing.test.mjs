// The list of bookmarks searches while somebody writes. The page's clock stands: what it does after a moment, it does when a test says so.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { asTyped, typing_ms } from '../../http/web/kinds/bookmarks/typing.js';
import { eventually, inWindow, opened, signIn } from './house.mjs';

const { browser, house } = await opened();
let ann;
before(async () => {
  ann = await house.person('ann');
  const named = (name, i, tag = []) => ({ type: 'Link', url: `https://site.example/${i}`, name, tag, published: new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString() });
  const items = [...Array.from({ length: 30 }, (_, i) => named(`Gardening ${i}`, i)), named('A gard', 30, ['food']), named('River', 31), named('日本の庭', 32)];
  await house.import(ann, JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items }));
});

test('given what somebody has written so far, when it is searched, then a whole word at its end may go on, and nothing else', () => {
  const expected = {
    gard: 'gard*', ' gard': 'gard*', 'garden win': 'garden win*', été: 'été*', 'e\u0301t': 'e\u0301t*', 日本: '日本*', 'garden-to': 'garden-to*', 'https://exam': 'https://exam*', '2024': '2024*',
    'say"wh': 'say"wh*', '"a b" wi': '"a b" wi*', 'tag:food win': 'tag:food win*', 'note:to': 'note:to*',
    // One character, which may be written as two; or none.
    g: 'g', 'garden w': 'garden w', 'e\u0301': 'e\u0301', 'a.b': 'a.b', '': '', ' ': '', '😀😀': '😀😀', 'garden -': 'garden -',
    // Words that have ended.
    'gard ': 'gard', 'gard*': 'gard*', 'gard.': 'gard.',
    // What is no word.
    '"gard': '"gard', '"garden win': '"garden win', '"garden window"': '"garden window"', '"garden win"*': '"garden win"*',
    'tag:fo': 'tag:fo', 'tag:"to re': 'tag:"to re', 'TAG:fo': 'TAG:fo', 'site:exam': 'site:exam', 'before:2024': 'before:2024', 'after:2024-01': 'after:2024-01', 'is:dup': 'is:dup',
    '-gard': '-gard', 'garden -win': 'garden -win', '-tag:fo': '-tag:fo',
  };
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((written) => [written, asTyped(written)])), expected);
});

/// The list of bookmarks in a window whose clock stands still. `searches`: what was asked for, as it is answered; `dropped`: what was not wanted any more.
async function within(act, path = '/bookmarks', options = {}) {
  await inWindow(browser, house, options, async (page) => {
    const [searches, dropped] = [[], []];
    const q = (asked) => (/\/api\/v1\/bookmarks\?/.test(asked.url()) ? new URL(asked.url()).searchParams.get('q') ?? '' : null);
    await page.clock.install({ time: new Date('2024-06-01T08:00:00Z') });
    await signIn(page, ann);
    await page.goto(path);
    const field = page.getByRole('searchbox');
    await field.waitFor();
    await page.clock.pauseAt(new Date('2024-06-01T20:00:00Z'));
    page.on('request', (asked) => { if (q(asked) !== null) searches.push(q(asked)); });
    page.on('requestfailed', (asked) => { if (q(asked) !== null) dropped.push(q(asked)); });
    await act(page, { field, searches, dropped, pass: () => page.clock.runFor(typing_ms) });
  });
}
const titles = (page) => page.locator('.bookmark h2').allTextContents();
const said = (page, text) => page.getByRole('status').getByText(text, { exact: true }).waitFor();
const where = (page) => page.evaluate(() => location.pathname + location.search);
/// The address changes together with the list: what is said may be the same as before.
const shows = (page, address) => eventually(async () => await where(page) === address);

test('given the list, when a word is typed, then it is searched once, a moment behind the last letter, in place; the cursor stays, and the address tells', async () => {
  await within(async (page, { field, searches, pass }) => {
    const entries = await page.evaluate(() => history.length);
    await page.evaluate(() => { document.querySelector('h1').dataset.same = 'yes'; });
    await field.pressSequentially('gar');
    await page.clock.runFor(typing_ms - 1);
    await field.pressSequentially('d');
    await page.clock.runFor(typing_ms - 1);
    assert.deepEqual(searches, []);
    await page.clock.runFor(1);
    await said(page, 'More than 20 bookmarks found');
    assert.deepEqual(searches, ['gard*']);
    assert.deepEqual((await titles(page)).slice(0, 2), ['A gard', 'Gardening 29']);
    await field.pressSequentially('ening 7');
    await pass();
    await said(page, '1 bookmark found');
    assert.deepEqual(searches, ['gard*', 'gardening 7']);
    assert.deepEqual(await titles(page), ['Gardening 7']);
    assert.equal(await field.evaluate((one) => [document.activeElement === one, one.value, one.selectionStart].join()), 'true,gardening 7,11');
    assert.equal(await page.locator('h1').getAttribute('data-same'), 'yes');
    assert.equal(await where(page), '/bookmarks?q=gardening+7');
    assert.equal(await page.evaluate(() => history.length), entries);
    await field.fill('');
    await pass();
    await page.locator('.bookmark').nth(19).waitFor();
    assert.equal(await where(page), '/bookmarks');
  });
});

test('given a search that is still under way, when the next letter comes, then it is let go, and its answer is shown to nobody', async () => {
  await within(async (page, { field, searches, dropped, pass }) => {
    let answerLate;
    await page.route(/q=gard\*/, async (asked) => {
      const answer = await asked.fetch();
      answerLate = () => asked.fulfill({ response: answer }).catch(() => {});
    });
    await field.pressSequentially('gard');
    await pass();
    await eventually(async () => answerLate);
    assert.deepEqual(dropped, []);
    // At the letter, not a moment behind it.
    await field.fill('riv');
    await eventually(async () => dropped.length === 1);
    await pass();
    await said(page, '1 bookmark found');
    await answerLate();
    // Behind the late answer the page has done something else: it had its turn.
    await field.fill('riv ');
    await pass();
    await said(page, 'No bookmark found');
    assert.deepEqual([searches, dropped], [['gard*', 'riv*', 'riv'], ['gard*']]);
    assert.equal(await where(page), '/bookmarks?q=riv');
  });
});

test('given a search whose answer is late, when the page is left, then it is let go', async () => {
  await within(async (page, { field, dropped, pass }) => {
    let held = false;
    await page.route(/q=gard\*/, () => { held = true; });
    await field.pressSequentially('gard');
    await pass();
    await eventually(async () => held);
    await page.getByRole('link', { name: 'All tags' }).click();
    await page.getByRole('heading', { level: 1, name: 'Tags' }).waitFor();
    assert.deepEqual(dropped, ['gard*']);
    assert.equal(await where(page), '/bookmarks/tags');
  });
});

test('given a word that was typed, when Enter is pressed, then exactly that is searched, as one entry of the history behind what was there before', async () => {
  await within(async (page, { field, searches, pass }) => {
    const entries = await page.evaluate(() => history.length);
    for (const [text, address] of [['ri', '/bookmarks?q=ri*'], ['v', '/bookmarks?q=riv*']]) {
      await field.pressSequentially(text);
      await pass();
      await shows(page, address);
      await said(page, '1 bookmark found');
    }
    await field.press('Enter');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    assert.deepEqual(searches, ['ri*', 'riv*', 'riv']);
    assert.equal(await where(page), '/bookmarks?q=riv');
    assert.equal(await page.evaluate(() => history.length), entries + 1);
    // A search that was not asked for yet is not asked for any more.
    await field.fill('river x');
    await field.press('Enter');
    await page.waitForURL(/river\+x$/);
    await pass();
    assert.deepEqual(searches, ['ri*', 'riv*', 'riv', 'river x']);
    await page.goBack();
    await page.waitForURL(/q=riv$/);
    await page.goBack();
    await page.locator('.bookmark').nth(19).waitFor();
    assert.equal(await where(page), '/bookmarks');
    assert.equal(await field.inputValue(), '');
  });
});

test('given a search that was typed, when its pages are turned, a bookmark is opened and left, or the page is loaded anew, then list and field are as they were', async () => {
  await within(async (page, { field, pass }) => {
    await field.pressSequentially('gard');
    await pass();
    await said(page, 'More than 20 bookmarks found');
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByRole('link', { name: 'Gardening 0', exact: true }).waitFor();
    assert.equal(await field.inputValue(), 'gard');
    await page.getByRole('link', { name: 'Gardening 0', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Gardening 0' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Gardening 0', exact: true }).waitFor();
    assert.equal(await field.inputValue(), 'gard');
    // A search from a later page begins with the first one.
    await field.press('End');
    await field.pressSequentially('en');
    await pass();
    await page.getByRole('link', { name: 'Gardening 29', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Gardening 29', exact: true }).waitFor();
    assert.equal(await field.inputValue(), 'garden');
    assert.equal(await where(page), '/bookmarks?q=garden*');
  });
});

test('given an input method, when a character is not composed yet, then nothing is searched; when it is, then it is', async () => {
  await within(async (page, { field, searches, pass }) => {
    const device = await page.context().newCDPSession(page);
    await field.focus();
    for (const text of ['n', 'に', 'にほ', 'にほん']) {
      await device.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await pass();
    }
    assert.equal(await field.inputValue(), 'にほん');
    assert.deepEqual(searches, []);
    await device.send('Input.insertText', { text: '日本' });
    await pass();
    await said(page, '1 bookmark found');
    assert.deepEqual(searches, ['日本*']);
    assert.deepEqual(await titles(page), ['日本の庭']);
  });
});

test('given filters, phrases and what is left out at the end, when they are typed, then they are searched as they stand, within the tags that are chosen', async () => {
  await within(async (page, { field, searches, pass }) => {
    for (const text of ['tag:foo', '"a gar', 'gardening -gard', 'g']) {
      await field.fill(text);
      await pass();
      await shows(page, `/bookmarks?${new URLSearchParams({ q: text, tag: 'food' })}`);
      await said(page, 'No bookmark found');
      assert.equal(searches.at(-1), text);
    }
    await field.fill('gar');
    await pass();
    await said(page, '1 bookmark found');
    assert.equal(await where(page), '/bookmarks?q=gar*&tag=food');
    assert.equal(new URL(await page.getByRole('link', { name: 'Without the tag food' }).getAttribute('href'), house.url).search, '?q=gar*');
    assert.match(await page.locator('aside .tag').first().getAttribute('href'), /q=gar\*&tag=food$/);
    assert.match(await page.locator('.menu-link[download]').first().getAttribute('href'), /q=gar\*&tag=food$/);
  }, '/bookmarks?tag=food');
});

test('given a server that refuses a search, when somebody types, then the page says why, keeps its list, and the next letter asks again', async () => {
  await within(async (page, { field, pass }) => {
    await page.route(/q=ri\*/, (asked) => asked.fulfill({ status: 503, json: { code: 'unavailable', detail: 'Too many.' } }));
    await field.pressSequentially('ri');
    await pass();
    await said(page, 'The server cannot do this now. Please try again in a moment.');
    assert.equal((await titles(page)).length, 20);
    assert.equal(await where(page), '/bookmarks');
    await page.unroute(/q=ri\*/);
    await field.press('v');
    await field.press('Backspace');
    await pass();
    await said(page, '1 bookmark found');
    assert.deepEqual(await titles(page), ['River']);
  }, '/bookmarks', { allow: [/503/] });
});

test('given a list that a search has drawn, when keys are pressed, then they walk, select and open its rows, and go back to the field where nothing is found', async () => {
  await within(async (page, { field, pass }) => {
    const at = () => page.evaluate(() => document.activeElement.closest('.bookmark')?.querySelector('h2').textContent ?? null);
    await field.fill('zzz');
    await pass();
    await said(page, 'No bookmark found');
    await page.locator('h1').focus();
    await page.keyboard.press('/');
    assert.equal(await field.evaluate((one) => document.activeElement === one && one.selectionEnd - one.selectionStart), 3);
    await page.keyboard.type('gard');
    await pass();
    await said(page, 'More than 20 bookmarks found');
    await page.getByLabel('Select this page').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.equal(await at(), 'Gardening 29');
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('to the next row').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    assert.equal(await at(), 'A gard');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'A gard' }).waitFor();
  });
});

test('given a change of many under way, when it ends while somebody types, then the list shows it, and the field keeps what is in it and the cursor', async () => {
  await within(async (page, { field, pass }) => {
    await page.getByLabel('Select River').check();
    let held;
    await page.route(/\/changes\/chg_/, (asked) => { held = asked; });
    await page.getByRole('button', { name: 'Change tags' }).click();
    await page.getByRole('dialog').getByLabel('Add these tags').fill('water');
    await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
    await page.locator('.many').getByText(/^Changing tags/).waitFor();
    await field.fill('riv');
    await pass();
    await said(page, '1 bookmark found');
    await page.clock.runFor(1_000);
    await eventually(async () => held);
    const call = await house.as(ann);
    const id = new URL(held.request().url()).pathname.split('/').at(-1);
    await eventually(async () => (await call('GET', `/api/v1/bookmarks/changes/${id}`)).status === 'completed');
    await held.continue();
    await page.locator('.bookmark', { hasText: 'River' }).getByText('water').waitFor();
    assert.equal(await field.evaluate((one) => [document.activeElement === one, one.value].join()), 'true,riv');
  });
});
