// What others may try through a page: their files, their links, their frames.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { before, test } from 'node:test';
import { inStatus, opened, signIn } from './house.mjs';

const { browser, house, within } = await opened();
let ann;

before(async () => {
  ann = await house.person('ann');
});

test('given a link with a foreign address to go on to, when somebody signs in, then they stay here', () =>
  within({ allow: [/401/] }, async (page) => {
    for (const next of ['//example.org/', 'https://example.org/', '/\\example.org', '/.//example.org', '/\t/example.org', 'javascript:alert(1)', '/api/v1/me', '/imports/%zz']) {
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await page.locator('input[autocomplete=username]').fill(ann.username);
      await page.locator('input[type=password]').fill(ann.password);
      await page.locator('form button').click();
      await page.waitForURL((url) => url.href === `${house.url}/imports`);
      await page.context().clearCookies();
      await page.evaluate(() => localStorage.clear());
    }
  }));

test('given hostile names, titles and addresses, when every page shows them, then they are text, and nothing of them runs', async () => {
  const eve = await house.person('eve');
  const mark = '<img src=x onerror="window.owned=1">';
  const bad = ['javascript:window.owned=1', 'JaVaScRiPt:window.owned=1', ' javascript:window.owned=1', 'data:text/html,<script>window.owned=1</script>', 'vbscript:x'];
  const items = [...bad.map((url, i) => ({ type: 'Link', url, name: `${mark} ${i}`, summary: mark, tag: [mark, 'javascript:window.owned=1'] })),
    { type: 'Link', url: 'https://example.org/"><script>window.owned=1</script>', name: '=HYPERLINK("https://example.org")', tag: [mark] },
    { type: 'Link', url: 'https://example.org/formula', name: '+1+1', summary: '@SUM(1)', tag: ['-1'] },
    { type: 'Link', name: '@SUM(1)' }];
  const call = await house.as(eve);
  const made = await house.import(eve, JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items }), `${mark}.json`);
  const kept = (await call('GET', '/api/v1/bookmarks?limit=100')).items;
  await within({ allow: [/404/] }, async (page) => {
    const harmless = async () => {
      assert.equal(await page.evaluate(() => window.owned), undefined);
      const links = await page.locator('a').evaluateAll((all) => all.map((one) => one.href).filter((one) => one !== ''));
      assert.deepEqual(links.filter((one) => !/^https?:/.test(one)), []);
      assert.equal(await page.locator('img[src=x]').count(), 0);
    };
    await signIn(page, eve);
    await inStatus(page, '.json', 'completed');
    assert.ok((await page.locator('.row-name').innerText()).includes('<img src=x'));
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText('<img src=x').waitFor();
    await harmless();
    await page.keyboard.press('Escape');
    await page.locator('.row-name a').click();
    await page.locator('tbody tr').nth(items.length - 1).waitFor();
    await harmless();
    for (const one of bad) assert.ok(await page.locator('.record-url', { hasText: one.trim() }).count() > 0, one);
    await page.goto('/bookmarks');
    await page.locator('.bookmark').nth(kept.length - 1).waitFor();
    await page.locator('aside .tag').first().waitFor();
    await harmless();
    for (const one of kept) {
      await page.goto(`/bookmarks/${one.identity}`);
      await page.locator('.timeline [data-type=created]').waitFor();
      await harmless();
    }
    await page.goto(`/bookmarks?q=${encodeURIComponent(`${mark} nowhere`)}&tag=${encodeURIComponent(mark)}`);
    await page.getByText('Nothing found').waitFor();
    await harmless();
    await page.context().clearCookies();
    await page.evaluate(() => localStorage.clear());
    await signIn(page, house.admin);
    await page.goto('/administration/imports');
    await page.getByText('<img src=x').first().waitFor();
    await harmless();
  });
  for (const path of [`/api/v1/imports/${made.id}/records.csv`, '/api/v1/bookmarks/export?format=csv']) {
    const csv = await call('GET', path);
    assert.ok(csv.includes('SUM(1)'), path);
    // A number is no formula.
    assert.ok(!/(^|,)"?(?!-\d+[,"])[=@+-]/m.test(csv), csv);
  }
});

test('given a page of another site, when it frames ours, then the frame stays empty', async () => {
  const other = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(`<h1>Win a prize</h1><iframe src="${house.url}/sign-in"></iframe>`));
  await new Promise((ready) => { other.listen(0, '127.0.0.1', ready); });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const refused = page.waitForEvent('console', (said) => /frame-ancestors/.test(said.text()));
    await page.goto(`http://127.0.0.1:${other.address().port}/`);
    await refused;
    assert.equal(await page.frameLocator('iframe').locator('form').count(), 0);
    // By itself it is there.
    await page.goto(`${house.url}/sign-in`);
    await page.locator('form').waitFor();
  } finally {
    await context.close();
    await new Promise((done) => { other.close(done); other.closeAllConnections(); });
  }
});

test('given a session id from before signing in, when somebody signs in, then their session has another', () =>
  within({}, async (page, context) => {
    const planted = { name: 'waybill_session', value: 'A'.repeat(43), url: house.url };
    await context.addCookies([planted]);
    await signIn(page, ann);
    const cookies = (await context.cookies()).filter((one) => one.name === 'waybill_session');
    assert.equal(cookies.length, 1);
    assert.notEqual(cookies[0].value, planted.value);
    const as = (value) => fetch(`${house.url}/api/v1/me`, { headers: { Cookie: `waybill_session=${value}` } });
    assert.equal((await as(planted.value)).status, 401);
    assert.equal((await as(cookies[0].value)).status, 200);
  }));
