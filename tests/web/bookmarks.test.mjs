// A very large collection: its pages, and its tags.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { document, inWindow, opened, signIn } from './house.mjs';

const many = 100_000;
const calls = 15;
/// What a call may take longer than another before it counts as slower, when others use the machine too.
const noise_ms = 15;

const { browser, house } = await opened();
let rich;

before(async () => {
  rich = await house.person('rich');
  await house.import(rich, document({ count: many }));
});

/// The quickest call of each, asked in turns: what disturbs only makes a call longer, and disturbs both alike.
async function quickest_ms(...acts) {
  const best = acts.map(() => Infinity);
  for (let i = 0; i < calls; ++i) {
    for (const [which, act] of acts.entries()) {
      const begin = performance.now();
      await act();
      best[which] = Math.min(best[which], performance.now() - begin);
    }
  }
  return best;
}

test('given 100,000 bookmarks, when they are paged to the end, then each is there once, and the last page is as quick as the first', async () => {
  const call = await house.as(rich);
  const at = (cursor) => call('GET', `/api/v1/bookmarks?limit=100${cursor ? `&cursor=${cursor}` : ''}`);
  const seen = new Set();
  let [cursor, before_last] = [null, null];
  do {
    const page = await at(cursor);
    for (const one of page.items) seen.add(one.identity);
    if (page.next_cursor) before_last = page.next_cursor;
    cursor = page.next_cursor;
  } while (cursor);
  assert.equal(seen.size, many);
  const [first, last] = await quickest_ms(() => at(null), () => at(before_last));
  assert.ok(last < 3 * first + noise_ms, `${last} ms at the end, ${first} ms at the beginning`);

  await inWindow(browser, house, {}, async (page) => {
    await signIn(page, rich);
    await page.goto('/bookmarks');
    await page.getByRole('link', { name: `Field notes ${many - 1}`, exact: true }).waitFor();
    const turn = async (name, shown) => {
      const begin = performance.now();
      await page.getByRole('button', { name }).click();
      await page.getByText(`Page ${shown}`, { exact: true }).waitFor();
      return performance.now() - begin;
    };
    const quick = await turn('Older', 2);
    // As if somebody had gone there page by page: the way stands in the history's entry.
    await page.evaluate((end) => history.replaceState({ trail: Array(200).fill(end), page: 4_992 }, ''), before_last);
    await page.reload();
    await page.getByText('Page 4,992', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Field notes 99', exact: true }).waitFor();
    const deep = await turn('Older', '4,993');
    await page.getByRole('link', { name: 'Field notes 79', exact: true }).waitFor();
    assert.ok(deep < 3 * quick + 5_000, `${deep} ms to turn a page at the end, ${quick} ms at the beginning`);
    await turn('Newer', '4,992');
    await page.getByRole('link', { name: 'Field notes 99', exact: true }).waitFor();
    // Where the way back is no longer known, the beginning is.
    await page.evaluate((end) => history.replaceState({ trail: [end], page: 300 }, ''), before_last);
    await page.reload();
    await turn('Newer', 1);
    await page.getByRole('link', { name: `Field notes ${many - 1}`, exact: true }).waitFor();
  });
});

test('given more tags than are shown, when the page opens, then those of the most bookmarks stand first, and more come by a button', async () => {
  const tess = await house.person('tess');
  const tags = Array.from({ length: 140 }, (_, i) => `tag ${String(i).padStart(3, '0')}`);
  // The last of all by name is the first by count.
  const items = tags.flatMap((tag, i) => Array.from({ length: i === tags.length - 1 ? 1_234 : 1 + (i % 3) }, (__, n) =>
    ({ type: 'Link', url: `https://example.org/${i}/${n}`, name: `${tag} ${n}`, tag: [tag] })));
  await house.import(tess, JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items }));
  await inWindow(browser, house, {}, async (page) => {
    await signIn(page, tess);
    await page.goto('/bookmarks');
    const cloud = page.locator('aside .tag');
    await cloud.nth(29).waitFor();
    assert.equal(await cloud.count(), 30);
    assert.match(await cloud.first().innerText(), /^tag 139\s*1,234$/);
    const more = page.getByRole('button', { name: 'More tags' });
    for (const count of [60, 90, 120]) {
      await more.click();
      await cloud.nth(count - 1).waitFor();
      assert.equal(await cloud.count(), count);
    }
    await more.click();
    await more.waitFor({ state: 'detached' });
    assert.equal(await cloud.count(), tags.length);
    assert.equal(new Set(await cloud.allInnerTexts()).size, tags.length);
    await cloud.first().click();
    await page.waitForURL(/tag=tag\+139/);
    await page.locator('.tag.on', { hasText: 'tag 139' }).waitFor();
  });
});
