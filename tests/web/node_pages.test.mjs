// One node: the way to it, what it says, what was changed, and by whom.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './house.mjs';
import { at, has, open, row, site, title } from './site.mjs';

const here = await site();

test('given a node, when its page is opened, then it shows the way to it, its metadata, what is below, and by which records it came', async () => {
  const project = await here.project('One', [at('/'), { url: at('/shop'), title: 'The shop', metadata: { template: 'wide', weight: 3, tags: ['a', 'b'] } }, at('/shop/bags'), at('/shop/bags/red')]);
  await here.add(project, [{ url: at('/shop'), title: 'Our shop', metadata: { template: null, colour: 'green' } }], { on_duplicate: 'update' });
  const id = await here.idOf(project, at('/shop'));
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes/${id}`);
    await page.getByRole('heading', { level: 1, name: 'Our shop' }).waitFor();
    assert.deepEqual(await page.locator('.way li').allTextContents(), ['Tree of URLs', 'Home', 'Our shop']);
    const now = await page.getByRole('region', { name: 'As it is now' }).innerText();
    assert.match(now, /weight\s+3/);
    assert.match(now, /tags\s+\["a","b"\]/);
    assert.match(now, /colour\s+green/);
    assert.doesNotMatch(now, /template/);
    const changes = page.locator('.timeline > li');
    await changes.nth(1).waitFor();
    assert.match(await changes.nth(0).innerText(), /Created[\s\S]*record 2 of an import[\s\S]*The shop/);
    assert.match(await changes.nth(1).innerText(), /Updated[\s\S]*record 1 of an import/);
    const rows = await changes.nth(1).locator('tbody tr').allInnerTexts();
    assert.deepEqual(rows.map((one) => one.split(/\s*\t\s*/).map((cell) => cell.trim())), [['Title', 'The shop', 'Our shop'], ['template', 'wide', 'nothing'], ['colour', 'nothing', 'green']]);
    // The only child is opened at once.
    await title(row(page, 'Red')).click();
    await page.getByRole('heading', { level: 1, name: 'Red' }).waitFor();
    await page.locator('.way a', { hasText: 'Our shop' }).click();
    await page.getByRole('heading', { level: 1, name: 'Our shop' }).waitFor();
  });
});

test('given a node with children, when an editor deletes it, then they are asked, its children go to its parent, and its history stays; a viewer cannot', async () => {
  const project = await here.project('Deleting', ['/', '/shop', '/shop/bags'].map(at));
  const wim = await here.member(project, 'wim', 'viewer');
  const id = await here.idOf(project, at('/shop'));
  await here.within({ who: wim }, async (page) => {
    await page.goto(`/projects/${project}/nodes/${id}`);
    await page.getByRole('heading', { level: 1, name: 'Shop' }).waitFor();
    assert.equal(await page.locator('main').getByRole('button', { name: 'Delete' }).count(), 0);
  });
  await here.within({ allow: [/40[14]/] }, async (page) => {
    await page.goto(`/projects/${project}/nodes/${id}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText('Its 1 child goes to its parent.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep as it is' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The node is deleted.').waitFor();
    await has(page, ['Home', 'Bags']);
    await page.goto(`/projects/${project}/nodes/${id}`);
    await page.getByRole('heading', { level: 1, name: 'A deleted node' }).waitFor();
    await page.locator('.timeline [data-type=deleted]').waitFor();
    await page.goto(`/projects/${project}/nodes/nod_00000000000000000000000000`);
    await page.getByText('This page does not exist').or(page.locator('main .card.empty')).first().waitFor();
  });
});

test('given a deep node, when its page is opened, then the way to it is short, and can be unfolded', async () => {
  const deep = Array.from({ length: 90 }, (_, i) => at(`/${Array.from({ length: i + 1 }, (__, n) => `l${n + 1}`).join('/')}`));
  const project = await here.project('Deep', [at('/'), ...deep]);
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes/${await here.idOf(project, deep[19])}`);
    await page.getByRole('heading', { level: 1, name: 'L20' }).waitFor();
    assert.deepEqual(await page.locator('.way li').allTextContents(), ['Tree of URLs', 'Home', '…', 'L16', 'L17', 'L18', 'L19', 'L20']);
    await page.getByRole('button', { name: 'Show 15 more levels' }).click();
    assert.equal(await page.locator('.way li').count(), 22);
    await page.goto(`/projects/${project}/nodes/${await here.idOf(project, deep[89])}`);
    await page.getByRole('heading', { level: 1, name: 'L90' }).waitFor();
    assert.deepEqual(await page.locator('.way li').allTextContents(), ['Tree of URLs', '…', 'L86', 'L87', 'L88', 'L89', 'L90']);
  });
});

test('given a node, when its title and metadata are changed in the form, then only what was changed is sent, and the history tells it', async () => {
  const project = await here.project('Edited', [{ url: at('/shop'), title: 'Shop', metadata: { template: 'wide', weight: 3, note: 'old' } }]);
  const id = await here.idOf(project, at('/shop'));
  const node = () => here.call('GET', `/api/v1/projects/${project}/nodes/${id}`);
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes/${id}`);
    const dialog = page.getByRole('dialog');
    const value = (key) => dialog.locator(`.pair[data-key=${key}]`).getByLabel('Value');
    await page.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByLabel('Title').fill('Our shop');
    await value('weight').fill('heavy');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('The value of “weight” was no text before').waitFor();
    await value('weight').fill('4.5');
    await value('template').fill('narrow');
    await dialog.getByRole('button', { name: 'Remove note' }).click();
    await dialog.getByRole('button', { name: 'Add a key' }).click();
    await dialog.getByLabel('Key').last().fill('template');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('The key “template” stands there twice.').waitFor();
    await dialog.getByLabel('Key').last().fill('colour');
    await dialog.getByLabel('Value').last().fill('green');
    const [asked] = await Promise.all([page.waitForRequest((one) => one.method() === 'PATCH'), dialog.getByRole('button', { name: 'Save' }).click()]);
    assert.deepEqual(asked.postDataJSON(), { title: 'Our shop', metadata: { note: null, weight: 4.5, template: 'narrow', colour: 'green' } });
    await page.getByRole('heading', { level: 1, name: 'Our shop' }).waitFor();
    assert.deepEqual((await node()).metadata, { template: 'narrow', weight: 4.5, colour: 'green' });
    await page.locator('.timeline [data-type=updated]', { hasText: 'by hand' }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByLabel('Title').fill('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Shop', exact: true }).waitFor();
  });
});

test('given hostile titles, keys and addresses, when the tree, a node and its form show them, then they are text, and nothing of them runs', async () => {
  const mark = '<img src=x onerror="window.owned=1">';
  const project = await here.project('Hostile', [at('/'), { url: at(`/${mark}`), title: mark, metadata: { [mark]: mark, link: 'javascript:window.owned=1' } },
    { url: at('/turned'), title: '\u202eevil\u202c' }, { url: at('/long'), title: 'w'.repeat(5_000) }]);
  const harmless = async (page) => {
    assert.equal(await page.evaluate(() => window.owned), undefined);
    assert.equal(await page.locator('img[src=x]').count(), 0);
    assert.deepEqual((await page.locator('a').evaluateAll((all) => all.map((one) => one.href))).filter((one) => !/^https?:/.test(one)), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  };
  await here.within({}, async (page) => {
    await open(page, project);
    await row(page, 'Home').waitFor();
    await eventually(async () => (await page.locator('.tree-title').count()) === 4);
    await harmless(page);
    const [node] = (await here.call('GET', `/api/v1/projects/${project}/nodes?q=onerror`)).items;
    await page.goto(`/projects/${project}/nodes/${node.id}`);
    await page.locator('.timeline [data-type=created]').waitFor();
    await harmless(page);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').waitFor();
    await harmless(page);
    await page.keyboard.press('Escape');
    await page.goto(`/projects/${project}/nodes?q=onerror`);
    await page.locator('.node-found').waitFor();
    await harmless(page);
  });
});

test('given a new project, when its manager says which URLs are one, then that holds, and stays once there are some', async () => {
  const project = await here.project('Two schemes');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/members`);
    await page.getByLabel('http and https are two pages').check();
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.getByText('The settings are kept.').waitFor();
    await here.add(project, ['http://a.org/', 'https://a.org/']);
    assert.equal((await here.call('GET', `/api/v1/projects/${project}/tree/stats`)).nodes, 2);
    await page.reload();
    await page.getByText('they stay').waitFor();
    assert.ok(await page.getByLabel('http and https are two pages').isDisabled());
    assert.ok(await page.getByLabel('http and https are two pages').isChecked());
  });
});
