// A project's tree of URLs: opened level by level, by mouse and keyboard, searched, as it grows; one node of it; URLs that
// somebody pastes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, House, inWindow, openBrowser, signIn } from './house.mjs';

let browser;
let house;
let ada;
let call;

before(async () => {
  browser = await openBrowser();
  house = await House.open({ WAYBILL_IMPORTS_CHUNK_RECORDS: '40' });
  ada = await house.person('ada');
  call = await house.as(ada);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const within = (options, act) => inWindow(browser, house, { allow: [/401/], ...options }, async (page, context) => {
  await signIn(page, options.who ?? ada);
  await act(page, context);
});

/// A project with these URLs in it.
async function site(name, urls = [], options = {}) {
  const { id } = await call('POST', '/api/v1/projects', { name });
  if (urls.length > 0) await add(id, urls, options);
  return id;
}

async function hand(project, urls, options = {}) {
  const form = new FormData();
  form.append('kind', 'nodes');
  form.append('project', project);
  form.append('options', JSON.stringify(options));
  form.append('file', new Blob([JSON.stringify({ urls })]), 'pages.json');
  return call('POST', '/api/v1/imports', form);
}

async function add(project, urls, options) {
  const made = await hand(project, urls, options);
  const over = await house.await(call, made.id, ['completed', 'failed']);
  assert.equal(over.status, 'completed', JSON.stringify(over.error));
  return over;
}

const at = (path) => `https://museum.example${path}`;
const idOf = async (project, url) => (await call('GET', `/api/v1/projects/${project}/nodes/by-url?url=${encodeURIComponent(url)}`)).id;

/// A row of the tree: of all that are there, the one with this title.
const row = (page, title) => page.locator(`[role=treeitem]:has(> .tree-row > .tree-title > bdi:text-is("${title}"))`);
const title = (one) => one.locator('> .tree-row .tree-title');
const titles = (page) => page.locator('.tree-title').allTextContents();
const has = (page, wanted) => eventually(async () => {
  const now = await titles(page);
  return JSON.stringify(now) === JSON.stringify(wanted) ? now : null;
});
const focused = (page) => page.evaluate(() => document.activeElement.querySelector('.tree-row .tree-title')?.textContent ?? document.activeElement.textContent);
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const figure = (page, name) => page.locator('.tree-figures div', { has: page.getByText(name, { exact: true }) }).locator('dd').textContent();
const open = async (page, project) => {
  await page.goto(`/projects/${project}/nodes`);
  await page.locator('[role=treeitem]').first().waitFor();
};

test('given a project without nodes, when its tree is opened, then it says what to do, and to a viewer what will be', async () => {
  const project = await site('Empty');
  const vic = await house.person('vic');
  await call('PUT', `/api/v1/projects/${project}/members/vic`, { role: 'viewer' });
  await within({}, async (page) => {
    await page.goto(`/projects/${project}`);
    await page.locator('nav.sections').getByRole('link', { name: 'Tree' }).click();
    await page.getByText('No URLs yet').waitFor();
    await page.getByRole('button', { name: 'Add URLs' }).waitFor();
  });
  await within({ who: vic }, async (page) => {
    await page.goto(`/projects/${project}/nodes`);
    await page.getByText('When an editor of this project adds URLs').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Add URLs' }).count(), 0);
  });
});

test('given a site, when its tree is opened by mouse, then each level comes when it is asked for, and leads to the nodes', async () => {
  const project = await site('By mouse', ['/', '/shop', '/shop/bags/red', '/shop/bags/blue', '/about'].map(at).concat('https://other.example/x'));
  await within({}, async (page) => {
    await open(page, project);
    await has(page, ['Home', 'X']);
    assert.equal(await figure(page, 'Nodes'), '6');
    assert.equal(await figure(page, 'Levels'), '3');
    assert.equal(await row(page, 'Home').getAttribute('aria-expanded'), 'false');
    assert.equal(await row(page, 'X').getAttribute('aria-expanded'), null);
    await row(page, 'Home').locator('> .tree-row .tree-sign').click();
    await has(page, ['Home', 'About', 'Shop', 'X']);
    await row(page, 'Shop').locator('> .tree-row .tree-path').click();
    await has(page, ['Home', 'About', 'Shop', 'Blue', 'Red', 'X']);
    // Nothing stands between: the path says so.
    assert.equal(await row(page, 'Red').locator('.tree-path').textContent(), '/bags/red');
    await row(page, 'Home').locator('> .tree-row .tree-sign').click();
    await has(page, ['Home', 'X']);
    await row(page, 'Home').locator('> .tree-row .tree-sign').click();
    await row(page, 'Shop').waitFor();
    await title(row(page, 'Shop')).click();
    await page.getByRole('heading', { level: 1, name: 'Shop' }).waitFor();
    // Who comes back finds open what was open.
    await page.goBack();
    await row(page, 'About').waitFor();
  });
});

test('given a tree, when it is used by keyboard alone, then keys do what the tree pattern says, and Tab stops at one place', async () => {
  const project = await site('By keyboard', ['/', '/arts', '/books', '/books/children', '/books/cooking', '/bread', '/news'].map(at).concat('https://zoo.example/'));
  await within({}, async (page) => {
    await open(page, project);
    await page.locator('form.search button').focus();
    await press(page, 'Tab');
    assert.equal(await focused(page), 'Home');
    assert.equal(await page.locator('.tree [tabindex="0"]').count(), 1);
    await press(page, 'ArrowRight');
    await row(page, 'Arts').waitFor();
    assert.equal(await focused(page), 'Home');
    await press(page, 'ArrowRight');
    assert.equal(await focused(page), 'Arts');
    await press(page, 'ArrowRight');
    assert.equal(await focused(page), 'Arts');
    await press(page, 'ArrowDown', 'ArrowRight');
    await row(page, 'Children').waitFor();
    await press(page, 'ArrowDown', 'ArrowDown');
    assert.equal(await focused(page), 'Cooking');
    await press(page, 'ArrowLeft');
    assert.equal(await focused(page), 'Books');
    await press(page, 'ArrowLeft');
    await row(page, 'Children').waitFor({ state: 'detached' });
    await press(page, 'End');
    assert.equal(await focused(page), 'Home');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-level')), '1');
    await press(page, 'Home', 'b');
    assert.equal(await focused(page), 'Books');
    await press(page, 'b');
    assert.equal(await focused(page), 'Bread');
    await press(page, 'b');
    assert.equal(await focused(page), 'Books');
    // Letters that come one behind the other are one word.
    await page.evaluate(() => {
      const now = document.activeElement;
      for (const key of 'br') now.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
    await eventually(async () => ['Bread', 'Books'].includes(await focused(page)));
    await press(page, 'ArrowUp', 'Shift+Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.tree')), null);
    await press(page, 'Tab');
    assert.equal(await page.locator('.tree [tabindex="0"]').count(), 1);
    await press(page, 'Home', '*');
    await press(page, 'Home', 'Enter');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  });
});

test('given a row of the tree, when it is read aloud, then it tells its level, its place, and how many there are', async () => {
  const project = await site('Read aloud', ['/', '/a', '/b', '/b/c'].map(at));
  await within({}, async (page) => {
    await open(page, project);
    // The only root is opened at once.
    await row(page, 'B').waitFor();
    const told = async (name) => Object.fromEntries(await Promise.all(['aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded'].map(async (of) => [of, await row(page, name).getAttribute(of)])));
    assert.deepEqual(await told('Home'), { 'aria-level': '1', 'aria-posinset': '1', 'aria-setsize': '1', 'aria-expanded': 'true' });
    assert.deepEqual(await told('B'), { 'aria-level': '2', 'aria-posinset': '2', 'aria-setsize': '2', 'aria-expanded': 'false' });
    await page.getByRole('tree', { name: 'Tree of URLs' }).getByRole('treeitem', { name: 'B /b', exact: true }).waitFor();
    assert.match(await row(page, 'B').locator('.tree-count').textContent(), /1 node below/);
  });
});

test('given more children than a page has, when more are asked for, then they come behind those that are there', async () => {
  const many = Array.from({ length: 230 }, (_, i) => at(`/n/${String(i).padStart(3, '0')}`));
  const project = await site('Many', [at('/'), at('/n'), ...many]);
  await within({}, async (page) => {
    await open(page, project);
    await row(page, 'N').locator('> .tree-row .tree-sign').click();
    await row(page, '099').waitFor();
    assert.equal(await page.locator('.tree-title').count(), 102);
    assert.equal(await row(page, '099').getAttribute('aria-setsize'), '230');
    await page.getByRole('treeitem', { name: 'Show more' }).click();
    await row(page, '199').waitFor();
    assert.equal(await focused(page), '100');
    await press(page, 'End', 'Enter');
    await row(page, '229').waitFor();
    assert.equal(await focused(page), '200');
    assert.equal(await page.locator('.tree-more').count(), 0);
    assert.equal(await row(page, '229').getAttribute('aria-posinset'), '230');
  });
});

test('given a tree that is looked at, when an import goes on, then it grows, and what is open and focused stays', async () => {
  const project = await site('Growing', ['/a/one', '/a/two/deep', '/b'].map(at));
  await within({}, async (page) => {
    await open(page, project);
    await has(page, ['One', 'Deep', 'B']);
    await title(row(page, 'B')).evaluate((node) => node.closest('[role=treeitem]').focus());
    // The section and the homepage come late: what hung elsewhere goes below them.
    await add(project, ['/a', '/', '/b/new', '/c'].map(at));
    await eventually(async () => (await page.locator('.tree-figures dd').first().textContent()) === '7');
    await row(page, 'Home').waitFor();
    await page.locator('.import-row[data-status=completed]', { hasText: 'pages.json' }).waitFor();
    await row(page, 'Home').locator('> .tree-row .tree-sign').click();
    await has(page, ['Home', 'A', 'B', 'C']);
    await row(page, 'A').locator('> .tree-row .tree-sign').click();
    await has(page, ['Home', 'A', 'One', 'Deep', 'B', 'C']);
    await row(page, 'One').evaluate((node) => node.focus());
    await add(project, ['/a/three', '/d'].map(at));
    await has(page, ['Home', 'A', 'One', 'Three', 'Deep', 'B', 'C', 'D']);
    assert.equal(await focused(page), 'One');
    assert.equal(await page.locator('.tree [tabindex="0"]').count(), 1);
    await add(project, [{ url: at('/a/one'), title: 'Number one' }], { on_duplicate: 'update' });
    await has(page, ['Home', 'A', 'Number one', 'Three', 'Deep', 'B', 'C', 'D']);
  });
});

test('given an empty tree that is looked at, when somebody else imports, then the first nodes appear by themselves', async () => {
  const project = await site('Watched');
  await within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes`);
    await page.getByText('No URLs yet').waitFor();
    await add(project, ['/', '/a'].map(at));
    await row(page, 'A').waitFor();
    assert.equal(await page.getByText('No URLs yet').count(), 0);
    assert.equal(await figure(page, 'Nodes'), '2');
  });
});

test('given a tree, when a text is looked for, then nodes with it in title or path are listed, page by page, and nothing found is said', async () => {
  const project = await site('Searched', [...Array.from({ length: 25 }, (_, i) => at(`/river/${i + 10}`)), at('/caf%C3%A9'), { url: at('/x'), title: 'The Rivermen' }]);
  await within({}, async (page) => {
    await open(page, project);
    await page.getByRole('searchbox').fill('RIVER');
    await page.keyboard.press('Enter');
    await page.locator('.node-found').nth(19).waitFor();
    assert.equal(await page.locator('.node-found').count(), 20);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('The Rivermen').waitFor();
    assert.equal(await page.locator('.node-found').count(), 6);
    await page.getByRole('searchbox').fill('café');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'Café' }).click();
    await page.getByRole('heading', { level: 1, name: 'Café' }).waitFor();
    await page.goto(`/projects/${project}/nodes?q=xyzzy`);
    await page.getByText('Nothing found').waitFor();
    await page.getByRole('link', { name: 'Show the whole tree' }).first().click();
    await row(page, 'Café').waitFor();
  });
});

test('given a node, when its page is opened, then it shows the way to it, its metadata, what is below, and by which records it came', async () => {
  const project = await site('One', [at('/'), { url: at('/shop'), title: 'The shop', metadata: { template: 'wide', weight: 3, tags: ['a', 'b'] } }, at('/shop/bags'), at('/shop/bags/red')]);
  await add(project, [{ url: at('/shop'), title: 'Our shop', metadata: { template: null, colour: 'green' } }], { on_duplicate: 'update' });
  const id = await idOf(project, at('/shop'));
  await within({}, async (page) => {
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
  const project = await site('Deleting', ['/', '/shop', '/shop/bags'].map(at));
  const wim = await house.person('wim');
  await call('PUT', `/api/v1/projects/${project}/members/wim`, { role: 'viewer' });
  const id = await idOf(project, at('/shop'));
  await within({ who: wim }, async (page) => {
    await page.goto(`/projects/${project}/nodes/${id}`);
    await page.getByRole('heading', { level: 1, name: 'Shop' }).waitFor();
    assert.equal(await page.locator('main').getByRole('button', { name: 'Delete' }).count(), 0);
  });
  await within({ allow: [/40[14]/] }, async (page) => {
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
  const project = await site('Deep', [at('/'), ...deep]);
  await within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes/${await idOf(project, deep[19])}`);
    await page.getByRole('heading', { level: 1, name: 'L20' }).waitFor();
    assert.deepEqual(await page.locator('.way li').allTextContents(), ['Tree of URLs', 'Home', '…', 'L16', 'L17', 'L18', 'L19', 'L20']);
    await page.getByRole('button', { name: 'Show 15 more levels' }).click();
    assert.equal(await page.locator('.way li').count(), 22);
    await page.goto(`/projects/${project}/nodes/${await idOf(project, deep[89])}`);
    await page.getByRole('heading', { level: 1, name: 'L90' }).waitFor();
    assert.deepEqual(await page.locator('.way li').allTextContents(), ['Tree of URLs', '…', 'L86', 'L87', 'L88', 'L89', 'L90']);
  });
});

test('given pasted URLs, when they are handed in, then a preview showed their tree before, and they come into it', async () => {
  const project = await site('Pasted');
  await within({}, async (page) => {
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
    assert.equal((await call('GET', `/api/v1/projects/${project}/tree/stats`)).nodes, 4);
  });
});

test('given a file, when it is chosen in the dialog, then a list of URLs stands there to be looked at, and any other file is sent as it is', async () => {
  const project = await site('By file');
  await within({}, async (page) => {
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

test('given a French browser, when the tree and a node are looked at, then they are French', async () => {
  const project = await site('Musée', ['/', '/a'].map(at));
  await within({ locale: 'fr-FR' }, async (page) => {
    await open(page, project);
    await page.getByRole('heading', { level: 1, name: 'Arborescence des URL' }).waitFor();
    await page.getByRole('button', { name: 'Ajouter des URL' }).click();
    await page.getByRole('dialog').getByText('URL, une par ligne').waitFor();
    await page.keyboard.press('Escape');
    await title(row(page, 'A')).click();
    await page.getByRole('heading', { name: 'Historique' }).waitFor();
  });
});

test('given a member who looks at the tree, when they lose their place in the project, then they are led away', async () => {
  const project = await site('Private', [at('/')]);
  const xan = await house.person('xan');
  await call('PUT', `/api/v1/projects/${project}/members/xan`, { role: 'editor' });
  await within({ who: xan, allow: [/40[14]/] }, async (page) => {
    await open(page, project);
    await call('DELETE', `/api/v1/projects/${project}/members/xan`);
    await page.waitForURL('**/projects');
    await page.getByText('You are no member of this project any more').waitFor();
  });
});

test('given a new project, when its manager says which URLs are one, then that holds, and stays once there are some', async () => {
  const project = await site('Two schemes');
  await within({}, async (page) => {
    await page.goto(`/projects/${project}/members`);
    await page.getByLabel('http and https are two pages').check();
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.getByText('The settings are kept.').waitFor();
    await add(project, ['http://a.org/', 'https://a.org/']);
    assert.equal((await call('GET', `/api/v1/projects/${project}/tree/stats`)).nodes, 2);
    await page.reload();
    await page.getByText('they stay').waitFor();
    assert.ok(await page.getByLabel('http and https are two pages').isDisabled());
    assert.ok(await page.getByLabel('http and https are two pages').isChecked());
  });
});
