// Many bookmarks at once: selected or found, tagged, deleted, merged, and taken back; tags as a whole; near duplicates; keys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOf, isTooWide } from './axe.mjs';
import { document, eventually, inWindow, markWords, opened, openWindow, signIn, turnTo, wordsOutside } from './house.mjs';

const { browser, house } = await opened();

const within = (options, act) => inWindow(browser, house, { allow: [/401/], ...options }, act);
/// Somebody with these bookmarks, one of a line: an address, and the tags behind it.
async function owner(name, lines) {
  const who = await house.person(name);
  const items = lines.map(([url, title, ...tag], i) => ({ type: 'Link', url, name: title, tag, published: new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString() }));
  await house.import(who, JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items }));
  return who;
}
const kitchen = (n) => Array.from({ length: n }, (_, i) => [`https://kitchen.example/${i}`, `Recipe ${i}`, 'food', i % 2 === 0 ? 'even' : 'odd']);
const all = async (who, q = '') => (await (await house.as(who))('GET', `/api/v1/bookmarks?limit=100&q=${encodeURIComponent(q)}`)).items;
const row = (page, title) => page.locator('.bookmark', { has: page.locator(`h2 bdi:text-is("${title}")`) });
const strip = (page) => page.locator('.many');
const dialog = (page) => page.getByRole('dialog');

test('given a search that finds more than a page, when all of it is deleted, then the question says how many, the page shows the rest, and Undo brings them back', async () => {
  const ann = await owner('ann', [...kitchen(45), ['https://river.example/', 'The river', 'water']]);
  await within({}, async (page) => {
    await signIn(page, ann);
    await page.goto('/bookmarks?q=recipe');
    await page.getByLabel('Select this page').check();
    await page.getByText('20 selected', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Select all that were found' }).click();
    await page.getByText('All that were found are selected.').waitFor();
    await page.locator('.select-bar').getByRole('button', { name: 'Delete' }).click();
    await dialog(page).getByText('Delete 45 bookmarks?').waitFor();
    await dialog(page).getByRole('button', { name: 'Keep as it is' }).click();
    assert.equal((await all(ann, 'recipe')).length, 45);
    await page.locator('.select-bar').getByRole('button', { name: 'Delete' }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await strip(page).getByText('45 bookmarks are deleted.').waitFor();
    await page.getByText('Nothing found').waitFor();
    assert.deepEqual((await all(ann)).map((one) => one.title), ['The river']);
    await strip(page).getByRole('button', { name: 'Undo' }).click();
    await strip(page).getByText('45 bookmarks are as they were before.').waitFor();
    await row(page, 'Recipe 44').waitFor();
    assert.equal((await all(ann, 'recipe')).length, 45);
    await strip(page).getByRole('button', { name: 'Close' }).click();
    await strip(page).waitFor({ state: 'hidden' });
    await page.goto('/bookmarks/changes');
    await page.getByText('found by').waitFor();
    assert.deepEqual(await page.locator('.plain-rows strong').allTextContents(), ['Undo', 'Deletion']);
  });
});

test('given an import that has ended, when it is taken back, then what it made is gone, what was there before stays, and Undo brings it back', async () => {
  const ida = await owner('ida', kitchen(2));
  const items = kitchen(5).map(([url, name]) => ({ type: 'Link', url, name }));
  const { id } = await house.import(ida, JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items }));
  await within({}, async (page) => {
    await signIn(page, ida);
    await page.goto(`/imports/${id}`);
    await page.getByRole('button', { name: 'Delete the 3 new bookmarks' }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await strip(page).getByText('3 bookmarks are deleted.').waitFor();
    await page.getByRole('link', { name: 'the new ones of an import' }).waitFor();
    assert.deepEqual((await all(ida)).map((one) => one.title), ['Recipe 1', 'Recipe 0']);
    await strip(page).getByRole('button', { name: 'Undo' }).click();
    await strip(page).getByText('3 bookmarks are as they were before.').waitFor();
    assert.equal((await all(ida)).length, 5);
  });
});

test('given rows that are selected, when tags are added and taken away, then those rows have them, no others, and their history tells', async () => {
  const bob = await owner('bob', kitchen(4));
  await within({}, async (page) => {
    await signIn(page, bob);
    await page.goto('/bookmarks');
    await row(page, 'Recipe 3').getByRole('checkbox', { name: 'Select Recipe 3' }).check();
    await row(page, 'Recipe 1').getByRole('checkbox').check();
    assert.equal(await page.getByLabel('Select this page').evaluate((one) => one.indeterminate), true);
    assert.equal(await page.getByRole('button', { name: 'Select all that were found' }).count(), 0);
    await page.getByRole('button', { name: 'Change tags' }).click();
    await dialog(page).getByText('Change the tags of 2 bookmarks').waitFor();
    await dialog(page).getByRole('button', { name: 'Change' }).click();
    await dialog(page).getByText('Write at least one tag.').waitFor();
    await dialog(page).getByLabel('Add these tags').fill('sunday, slow food');
    await dialog(page).getByLabel('Take these tags away').fill('odd');
    await dialog(page).getByRole('button', { name: 'Change' }).click();
    await strip(page).getByText('The tags of 2 bookmarks are changed.').waitFor();
    await row(page, 'Recipe 3').getByText('slow food').waitFor();
    const tags = Object.fromEntries((await all(bob)).map((one) => [one.title, one.tags.toSorted().join()]));
    assert.deepEqual(tags, { 'Recipe 3': 'food,slow food,sunday', 'Recipe 2': 'even,food', 'Recipe 1': 'food,slow food,sunday', 'Recipe 0': 'even,food' });
    await row(page, 'Recipe 3').locator('h2 a').click();
    await page.getByText('by a change of many bookmarks').waitFor();
  });
});

test('given all bookmarks, when they are selected without a search, then the question says that these are all', async () => {
  const cleo = await owner('cleo', kitchen(22));
  await within({}, async (page) => {
    await signIn(page, cleo);
    await page.goto('/bookmarks');
    await page.getByLabel('Select this page').check();
    await page.getByRole('button', { name: 'Select all that were found' }).click();
    await page.getByText('All bookmarks are selected.').waitFor();
    // Whoever takes one out has chosen rows again.
    await row(page, 'Recipe 21').getByRole('checkbox').uncheck();
    await page.getByText('19 selected').waitFor();
    await page.getByLabel('Select this page').check();
    await page.getByRole('button', { name: 'Select all that were found' }).click();
    await page.locator('.select-bar').getByRole('button', { name: 'Delete' }).click();
    await dialog(page).getByText('Delete 22 bookmarks?').waitFor();
    await dialog(page).getByText('These are all your bookmarks.').waitFor();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No bookmarks yet').waitFor();
  });
});

test('given a change under way, when it is cancelled, then what was done stays and can be undone, and a reload shows it meanwhile', async () => {
  const dora = await house.person('dora');
  await house.import(dora, document({ count: 60_000 }));
  await within({}, async (page) => {
    await signIn(page, dora);
    await page.goto('/bookmarks');
    // The server stands still as soon as it has answered: nothing ends before the button is pressed.
    page.on('response', (answer) => { if (answer.request().method() === 'POST' && answer.url().endsWith('/changes')) house.child.kill('SIGSTOP'); });
    await page.getByLabel('Select this page').check();
    await page.getByRole('button', { name: 'Select all that were found' }).click();
    await page.locator('.select-bar').getByRole('button', { name: 'Delete' }).click();
    await dialog(page).getByText('Delete more than 1,000 bookmarks?').waitFor();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await strip(page).getByText(/^Deleting: /).waitFor();
    await strip(page).getByRole('button', { name: 'Cancel' }).click();
    house.child.kill('SIGCONT');
    await strip(page).getByText('It was cancelled; what was done stays.').waitFor();
    const [change] = (await (await house.as(dora))('GET', '/api/v1/bookmarks/changes')).items;
    assert.equal(change.status, 'cancelled');
    assert.equal(change.progress.total, 60_000);
    assert.ok(change.progress.changed < 60_000);
  });
});

test('given tags, when one is renamed, merged into another, and deleted, then its bookmarks follow, and each is undone', async () => {
  const eva = await owner('eva', [['https://a.example/', 'A', 'recipies'], ['https://b.example/', 'B', 'recipies', 'recipes'], ['https://c.example/', 'C', 'garden']]);
  const tagsOf = async (title) => (await all(eva)).find((one) => one.title === title).tags;
  await within({}, async (page) => {
    await signIn(page, eva);
    await page.goto('/bookmarks');
    await page.getByRole('link', { name: 'All tags' }).click();
    await page.getByRole('button', { name: 'Rename the tag garden' }).click();
    await dialog(page).getByText('It changes in 1 bookmark.').waitFor();
    await dialog(page).getByLabel('New name').fill('flowers');
    await dialog(page).getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Rename the tag flowers' }).waitFor();
    assert.deepEqual(await tagsOf('C'), ['flowers']);
    await page.getByRole('button', { name: 'Rename the tag recipies' }).click();
    await dialog(page).getByLabel('New name').fill('recipes');
    await dialog(page).getByRole('button', { name: 'Rename' }).click();
    await dialog(page).getByText('“recipes” is there already. Make one tag of “recipies” and “recipes”?').waitFor();
    await dialog(page).getByRole('button', { name: 'Make them one' }).click();
    await strip(page).getByText('The tags of 2 bookmarks are changed.').waitFor();
    await page.getByRole('button', { name: 'Rename the tag recipies' }).waitFor({ state: 'detached' });
    assert.deepEqual([await tagsOf('A'), await tagsOf('B')], [['recipes'], ['recipes']]);
    await page.getByRole('button', { name: 'Delete the tag recipes' }).click();
    await dialog(page).getByText('It is taken off 2 bookmarks, which stay.').waitFor();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the tag recipes' }).waitFor({ state: 'detached' });
    assert.deepEqual(await tagsOf('A'), []);
    await strip(page).getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Delete the tag recipes' }).waitFor();
    assert.deepEqual(await tagsOf('A'), ['recipes']);
    await page.getByRole('link', { name: 'By name' }).click();
    await page.waitForURL(/sort=tag/);
  });
});

test('given bookmarks that are nearly the same, when one is kept, then it stays with the tags of all, and Undo brings the others back', async () => {
  const fay = await owner('fay', [['http://paper.example/page', 'The page', 'old'], ['https://www.paper.example/page/', 'The page, secure', 'new'], ['https://other.example/', 'Another']]);
  await within({}, async (page) => {
    await signIn(page, fay);
    await page.goto('/bookmarks');
    await page.getByRole('link', { name: 'Near duplicates' }).click();
    const group = page.getByRole('group', { name: '2 bookmarks that are nearly the same' });
    await group.waitFor();
    assert.equal(await page.locator('.near').count(), 1);
    await group.locator('.near-side', { hasText: 'The page, secure' }).getByLabel('Keep this one').check();
    await group.getByRole('button', { name: 'Make them one' }).click();
    await dialog(page).getByText('“The page, secure” stays, with the tags of all').waitFor();
    await dialog(page).getByRole('button', { name: 'Make them one' }).click();
    await page.getByText('No near duplicates').waitFor();
    const [kept] = await all(fay, 'page');
    assert.deepEqual([kept.title, kept.tags.toSorted(), kept.created_at], ['The page, secure', ['new', 'old'], '2024-01-01T00:00:00.000Z']);
    await strip(page).getByRole('button', { name: 'Undo' }).click();
    await group.waitFor();
    assert.equal((await all(fay, 'page')).length, 2);
  });
});

test('given a wish whose answer is lost, or that is sent twice, when it is asked for again, then one change stands for it; later the same is a new one', async () => {
  const hal = await owner('hal', kitchen(3));
  const changes = async () => (await (await house.as(hal))('GET', '/api/v1/bookmarks/changes')).items;
  await within({ allow: [/ERR_FAILED/] }, async (page) => {
    const keys = [];
    page.on('request', (asked) => { if (asked.method() === 'POST' && /\/(changes|undo)$/.test(asked.url())) keys.push(asked.headers()['idempotency-key']); });
    await signIn(page, hal);
    await page.goto('/bookmarks');
    const change = async () => {
      await page.getByLabel('Select this page').check();
      await page.getByRole('button', { name: 'Change tags' }).click();
      await dialog(page).getByLabel('Add these tags').fill('sunday');
      await dialog(page).getByRole('button', { name: 'Change' }).click();
    };
    // The server does it, and the page never hears of it.
    await page.route('**/bookmarks/changes', async (asked) => {
      await asked.fetch();
      await asked.abort();
    }, { times: 1 });
    await change();
    await page.getByText('The server does not answer').waitFor();
    await change();
    await strip(page).getByText('The tags of 3 bookmarks are changed.').waitFor();
    assert.equal((await changes()).length, 1);
    assert.equal(keys[0], keys[1]);
    await strip(page).getByRole('button', { name: 'Undo' }).waitFor();
    const held = [];
    await page.route('**/undo', (asked) => { held.push(asked); }, { times: 2 });
    await strip(page).getByRole('button', { name: 'Undo' }).dblclick();
    await eventually(async () => held.length === 2);
    await Promise.all(held.map((asked) => asked.continue()));
    await strip(page).getByText('3 bookmarks are as they were before.').waitFor();
    assert.equal((await changes()).length, 2);
    assert.equal(await page.locator('.notice.bad').count(), 1);
    await change();
    await strip(page).getByText('The tags of 3 bookmarks are changed.').waitFor();
    assert.equal((await changes()).length, 3);
    assert.equal(new Set(keys).size, 3);
  });
});

test('given the list, when keys are pressed, then they search, move, select and open; in a field they are text; and they can be switched off', async () => {
  const gil = await owner('gil', kitchen(3));
  await within({}, async (page) => {
    await signIn(page, gil);
    await page.goto('/bookmarks');
    await row(page, 'Recipe 0').waitFor();
    const at = () => page.evaluate(() => document.activeElement.closest('.bookmark')?.querySelector('h2').textContent ?? null);
    await page.keyboard.press('j');
    assert.equal(await at(), 'Recipe 2');
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    assert.equal(await at(), 'Recipe 0');
    await page.keyboard.press('j');
    assert.equal(await at(), 'Recipe 0');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('x');
    await page.keyboard.press('k');
    await page.keyboard.press('x');
    await page.getByText('2 selected').waitFor();
    assert.equal(await row(page, 'Recipe 0').getByRole('checkbox').isChecked(), false);
    await page.keyboard.press('/');
    await page.keyboard.type('jx?/k');
    assert.equal(await page.getByRole('searchbox').inputValue(), 'jx?/k');
    // The field searches while one writes (typing.test.mjs): nothing has such a word.
    await page.getByText('Nothing found').waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByLabel('Select this page').focus();
    await page.keyboard.press('?');
    await dialog(page).getByText('to the next row').waitFor();
    await dialog(page).getByLabel('Letters and signs work as keys here').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    assert.equal(await at(), null);
    await page.getByRole('button', { name: 'Keyboard' }).click();
    await dialog(page).getByLabel('Letters and signs work as keys here').check();
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Recipe 2' }).waitFor();
  });
});

const pages = ['/bookmarks', '/bookmarks/tags', '/bookmarks/duplicates', '/bookmarks/changes'];
const looked = [['https://look.example/a', 'A long title of a page that somebody found one evening and wanted to keep', 'reading', 'to be looked at again'], ['http://www.look.example/a#b', 'The same', 'reading'], ['https://look.example/c', 'C']];

for (const [dress, options] of Object.entries({ light: {}, dark: { dark: true }, narrow: { width: 360, height: 740 }, french: { locale: 'fr-FR' } }))
  test(`given the pages of many bookmarks, when they are looked at (${dress}), then they fit, axe finds no fault, and every text is the language's`, async () => {
    const who = await owner(`kim.${dress}`, looked);
    const call = await house.as(who);
    const { id } = await call('POST', '/api/v1/bookmarks/changes', { filter: {}, add_tags: ['seen'] });
    await eventually(async () => (await call('GET', `/api/v1/bookmarks/changes/${id}`)).status === 'completed');
    const { context, page, faults } = await openWindow(browser, house, { ...options, allow: [/401/] });
    if (dress === 'light') await markWords(page, 'en');
    await signIn(page, who);
    const found = [];
    const colours = dress !== 'french';
    const look = async (name, part = 'html') => {
      if (await isTooWide(page)) found.push(`${name} is too wide`);
      found.push(...(await faultsOf(page, part, { colours })).map((one) => `${name}: ${one}`));
      if (dress === 'light') found.push(...(await wordsOutside(page)).map((one) => `${name}: ${one}`));
    };
    for (const path of pages) {
      // Each is loaded by its address once.
      await (dress === 'light' ? page.goto(path) : turnTo(page, path));
      await page.locator('h1').waitFor();
      await look(path);
    }
    await page.locator('.plain-rows .btn').first().click();
    await strip(page).locator('.btn').first().waitFor();
    await look('strip');
    await page.goto('/bookmarks');
    await page.locator('.bookmark .form-check-input').first().check();
    await look('selected');
    await page.locator('.select-bar .row-actions .btn').first().click();
    await look('change tags', 'dialog');
    await page.keyboard.press('Escape');
    await page.locator('.ways .btn').click();
    await look('keys', 'dialog');
    await page.keyboard.press('Escape');
    await page.goto('/bookmarks/tags');
    await page.locator('.plain-rows .btn').first().click();
    await look('rename', 'dialog');
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
    await context.close();
  });
