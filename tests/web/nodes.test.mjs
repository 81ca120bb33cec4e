// A project's tree of URLs: opened level by level, by mouse and by keyboard, searched, exported, and as it grows.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventually } from './house.mjs';
import { at, figure, has, open, row, sign, site, title } from './site.mjs';

const here = await site();

const focused = (page) => page.evaluate(() => document.activeElement.querySelector('.tree-row .tree-title')?.textContent ?? document.activeElement.textContent);
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

test('given a project without nodes, when its tree is opened, then it says what to do, and to a viewer what will be', async () => {
  const project = await here.project('Empty');
  const vic = await here.member(project, 'vic', 'viewer');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}`);
    await page.locator('nav.sections').getByRole('link', { name: 'Tree' }).click();
    await page.getByText('No URLs yet').waitFor();
    await page.getByRole('button', { name: 'Add URLs' }).waitFor();
  });
  await here.within({ who: vic }, async (page) => {
    await page.goto(`/projects/${project}/nodes`);
    await page.getByText('When an editor of this project adds URLs').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Add URLs' }).count(), 0);
  });
});

test('given a site, when its tree is opened by mouse, then each level comes when it is asked for, and leads to the nodes', async () => {
  const project = await here.project('By mouse', ['/', '/shop', '/shop/bags/red', '/shop/bags/blue', '/about'].map(at).concat('https://other.example/x'));
  await here.within({}, async (page) => {
    await open(page, project);
    await has(page, ['Home', 'X']);
    assert.equal(await figure(page, 'Nodes'), '6');
    assert.equal(await figure(page, 'Levels'), '3');
    assert.equal(await row(page, 'Home').getAttribute('aria-expanded'), 'false');
    assert.equal(await row(page, 'X').getAttribute('aria-expanded'), null);
    await sign(row(page, 'Home')).click();
    await has(page, ['Home', 'About', 'Shop', 'X']);
    await row(page, 'Shop').locator('> .tree-row .tree-path').click();
    await has(page, ['Home', 'About', 'Shop', 'Blue', 'Red', 'X']);
    // Nothing stands between: the path says so.
    assert.equal(await row(page, 'Red').locator('.tree-path').textContent(), '/bags/red');
    await sign(row(page, 'Home')).click();
    await has(page, ['Home', 'X']);
    await sign(row(page, 'Home')).click();
    await row(page, 'Shop').waitFor();
    await title(row(page, 'Shop')).click();
    await page.getByRole('heading', { level: 1, name: 'Shop' }).waitFor();
    // Who comes back finds open what was open.
    await page.goBack();
    await row(page, 'About').waitFor();
  });
});

test('given a tree, when it is used by keyboard alone, then keys do what the tree pattern says, and Tab stops at one place', async () => {
  const project = await here.project('By keyboard', ['/', '/arts', '/books', '/books/children', '/books/cooking', '/bread', '/news'].map(at).concat('https://zoo.example/'));
  await here.within({}, async (page) => {
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
  const project = await here.project('Read aloud', ['/', '/a', '/b', '/b/c'].map(at));
  await here.within({}, async (page) => {
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
  const project = await here.project('Many', [at('/'), at('/n'), ...many]);
  await here.within({}, async (page) => {
    await open(page, project);
    await sign(row(page, 'N')).click();
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
  const project = await here.project('Growing', ['/a/one', '/a/two/deep', '/b'].map(at));
  await here.within({}, async (page) => {
    await open(page, project);
    await has(page, ['One', 'Deep', 'B']);
    await title(row(page, 'B')).evaluate((node) => node.closest('[role=treeitem]').focus());
    // The section and the homepage come late: what hung elsewhere goes below them.
    await here.add(project, ['/a', '/', '/b/new', '/c'].map(at));
    await eventually(async () => (await page.locator('.tree-figures dd').first().textContent()) === '7');
    await row(page, 'Home').waitFor();
    await page.locator('.import-row[data-status=completed]', { hasText: 'pages.json' }).waitFor();
    await sign(row(page, 'Home')).click();
    await has(page, ['Home', 'A', 'B', 'C']);
    await sign(row(page, 'A')).click();
    await has(page, ['Home', 'A', 'One', 'Deep', 'B', 'C']);
    await row(page, 'One').evaluate((node) => node.focus());
    await here.add(project, ['/a/three', '/d'].map(at));
    await has(page, ['Home', 'A', 'One', 'Three', 'Deep', 'B', 'C', 'D']);
    assert.equal(await focused(page), 'One');
    assert.equal(await page.locator('.tree [tabindex="0"]').count(), 1);
    await here.add(project, [{ url: at('/a/one'), title: 'Number one' }], { on_duplicate: 'update' });
    await has(page, ['Home', 'A', 'Number one', 'Three', 'Deep', 'B', 'C', 'D']);
  });
});

test('given an empty tree that is looked at, when somebody else imports, then the first nodes appear by themselves', async () => {
  const project = await here.project('Watched');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/nodes`);
    await page.getByText('No URLs yet').waitFor();
    await here.add(project, ['/', '/a'].map(at));
    await row(page, 'A').waitFor();
    assert.equal(await page.getByText('No URLs yet').count(), 0);
    assert.equal(await figure(page, 'Nodes'), '2');
  });
});

test('given a server that is behind, when an import ended, then the page asks again until the tree shows all of it', async () => {
  const project = await here.project('Behind', [at('/')]);
  await here.within({ allow: [/401|503/] }, async (page) => {
    await open(page, project);
    let refused = 0;
    await page.route('**/tree/stats', (route) => (++refused <= 2
      ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ status: 503, code: 'timeout', detail: 'It is behind.' }) }) : route.continue()));
    await here.add(project, ['/a', '/b'].map(at));
    await row(page, 'B').waitFor();
    await eventually(() => refused > 2);
  });
});

test('given a tree, when a text is looked for, then nodes with it in title or path are listed, page by page, and nothing found is said', async () => {
  const project = await here.project('Searched', [...Array.from({ length: 25 }, (_, i) => at(`/river/${i + 10}`)), at('/caf%C3%A9'), { url: at('/x'), title: 'The Rivermen' }]);
  await here.within({}, async (page) => {
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

test('given a French browser, when the tree and a node are looked at, then they are French', async () => {
  const project = await here.project('Musée', ['/', '/a'].map(at));
  await here.within({ locale: 'fr-FR' }, async (page) => {
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
  const project = await here.project('Private', [at('/')]);
  const xan = await here.member(project, 'xan', 'editor');
  await here.within({ who: xan, allow: [/40[14]/] }, async (page) => {
    await open(page, project);
    await here.call('DELETE', `/api/v1/projects/${project}/members/xan`);
    await page.waitForURL('**/projects');
    await page.getByText('You are no member of this project any more').waitFor();
  });
});

test('given a tree, when it is exported from the page, then each format comes as a file that holds it', async () => {
  const project = await here.project('Exported', ['/', '/a', '/a/b'].map(at));
  const again = async (text) => {
    const other = await here.project('Brought again', JSON.parse(text).urls);
    assert.equal((await here.call('GET', `/api/v1/projects/${other}/tree/stats`)).nodes, 3);
  };
  await here.within({}, async (page) => {
    await open(page, project);
    for (const [name, holds] of [['CSV', /^[^\n]*url[\s\S]*\/a\/b/], ['JSON, a list', /"url":\s*"https:\/\/museum\.example\/a\/b"/], ['JSON, nested', /"children"/], ['Sitemap', /<loc>https:\/\/museum\.example\/a\/b<\/loc>/]]) {
      await page.locator('.pull-down summary').click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: new RegExp(`^${name}\\b`) }).click()]);
      const text = readFileSync(await file.path(), 'utf8');
      assert.match(text, holds, name);
      if (name === 'JSON, a list') await again(text);
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('.pull-down[open]').count(), 0);
    }
  });
});
