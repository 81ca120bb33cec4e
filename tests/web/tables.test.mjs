// Tables that were imported: their list, their rows, a row's history; what hostile cells try.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventually, inStatus } from './house.mjs';
import { site } from './site.mjs';

const here = await site();

/// Imports a table, and waits for the end.
async function table(text, { name = 'people.csv', call = here.call, project, ...options } = {}) {
  const form = new FormData();
  form.append('kind', 'rows');
  if (project) form.append('project', project);
  form.append('options', JSON.stringify(options));
  form.append('file', new Blob([text]), name);
  const made = await call('POST', '/api/v1/imports', form);
  return here.house.await(call, made.id, ['completed', 'failed']);
}

const cells = (page) => page.locator('.cells-table tbody tr').evaluateAll((all) => all.map((one) => [...one.cells].slice(1).map((cell) => cell.textContent)));

test('given no tables, when somebody looks for them, then the page says how they come', () =>
  here.within({}, async (page) => {
    await page.getByRole('navigation').getByRole('link', { name: 'Tables' }).click();
    await page.getByText('There are no tables yet.').waitFor();
    await page.getByRole('link', { name: 'Import a table' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  }));

test('given a table that was imported twice, when its pages are looked at, then rows are found, and one tells its history', async () => {
  await table('email,name,city\nada@x.org,Ada,London\ngrace@x.org,Grace,"New York, NY"\n,,\n', { collection: 'people', key: ['email'] });
  await table('email,city,phone\nada@x.org,Paris,+33 1\n', { name: 'more.csv', collection: 'people', key: ['email'], on_duplicate: 'update' });
  await here.within({ allow: [/401|404/] }, async (page) => {
    await page.goto('/tables');
    const line = page.locator('.table-line', { hasText: 'people' });
    await line.getByText('2 rows').waitFor();
    await line.getByText('email').first().waitFor();
    await line.getByRole('link', { name: 'people' }).click();
    await page.locator('.cells-table').waitFor();
    assert.deepEqual(await page.locator('.cells-table thead th').allTextContents(), ['Open', 'email', 'name', 'city', 'phone']);
    await page.getByRole('searchbox').fill('new york');
    await page.getByRole('button', { name: 'Search' }).click();
    await eventually(async () => JSON.stringify(await cells(page)) === JSON.stringify([['grace@x.org', 'Grace', 'New York, NY', '']]));
    await page.getByRole('searchbox').fill('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('There are no such rows.').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.locator('.cells-table tr', { hasText: 'ada@x.org' }).getByRole('link').click();
    await page.getByRole('heading', { name: 'ada@x.org' }).waitFor();
    const changed = page.locator('.timeline [data-type=updated]');
    assert.deepEqual(await changed.locator('tbody tr').evaluateAll((all) => all.map((one) => [...one.cells].map((cell) => cell.innerText.trim()))),
      [['city', 'London', 'Paris'], ['phone', 'nothing', '+33 1']]);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL('/tables/people');
    await eventually(async () => (await cells(page)).length === 1);
    await page.goBack();
    await page.getByRole('heading', { name: 'A deleted row' }).waitFor();
    await page.locator('.timeline [data-type=deleted]').waitFor();
  });
});

test('given a project with a table, when a viewer looks, then it is found from the project, and nothing can be deleted', async () => {
  const project = await here.project('Members');
  const vera = await here.member(project, 'vera', 'viewer');
  await table('a;b\n1;2\n', { project, collection: 'pairs' });
  await here.within({ who: vera }, async (page) => {
    await page.goto(`/projects/${project}`);
    await page.getByRole('navigation').getByRole('link', { name: 'Tables' }).click();
    await page.getByRole('link', { name: 'pairs' }).click();
    await page.locator('.cells-table').getByRole('link').click();
    await page.locator('.timeline [data-type=created]').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Delete' }).count(), 0);
    assert.equal(await page.getByRole('navigation').getByRole('link', { name: 'Members' }).count(), 1);
    await page.getByRole('link', { name: 'pairs' }).click();
    await page.locator('.pull-down summary').click();
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^CSV/ }).click()]);
    assert.equal(csv.suggestedFilename(), 'pairs.csv');
    const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Excel/ }).click()]);
    assert.equal(book.suggestedFilename(), 'pairs.xlsx');
    assert.equal(readFileSync(await book.path()).subarray(0, 2).toString(), 'PK');
  });
});

test('given hostile cells and names of columns, when every page shows them, then they are text, and nothing of them runs', async () => {
  const mark = '<img src=x onerror="window.owned=1">';
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const text = [[mark, 'javascript:window.owned=1', '__proto__', 'constructor'], [mark, 'javascript:window.owned=1', '"><script>window.owned=1</script>', '\u202Etxt.exe'], ['=1+1', '@SUM(1)', mark, 'x'.repeat(20_000)], ['short']]
    .map((row) => row.map(quoted).join(',')).join('\n');
  const { id } = await table(text, { name: `${mark}.csv`, collection: 'hostile', key: [mark] });
  await here.within({}, async (page) => {
    const harmless = async () => {
      assert.equal(await page.evaluate(() => window.owned), undefined);
      assert.equal(await page.locator('img[src=x]').count(), 0);
      const links = await page.locator('a').evaluateAll((all) => all.map((one) => one.href).filter((one) => one !== ''));
      assert.deepEqual(links.filter((one) => !/^https?:/.test(one)), []);
    };
    await inStatus(page, '<img src=x', 'completed');
    await page.goto(`/imports/${id}`);
    await page.locator('#records tbody tr').nth(1).waitFor();
    await page.getByText('<img src=x').first().waitFor();
    await harmless();
    await page.goto('/tables');
    await page.locator('.table-line', { hasText: 'hostile' }).waitFor();
    await harmless();
    await page.goto('/tables/hostile');
    await eventually(async () => (await page.locator('.cells-table tbody tr').count()) === 3);
    assert.ok(await page.locator('.cells-table th', { hasText: '__proto__' }).count() > 0);
    await harmless();
    for (const { identity } of (await here.call('GET', '/api/v1/tables/hostile/records')).items) {
      await page.goto(`/tables/hostile/records/${identity}`);
      await page.locator('.timeline [data-type=created]').waitFor();
      await harmless();
    }
  });
});

test('given more tables than a page, when they are looked at on a narrow screen, then they fit, and one is found by its name', async () => {
  const project = await here.project('Many');
  for (const name of ['a'.repeat(64), 'sales_2000', ...Array.from({ length: 20 }, (_, i) => `sales_${2001 + i}`)])
    await table(`${'Averylongnameofacolumn'.repeat(4)},${'x'.repeat(60)}\n1,2\n`, { project, collection: name });
  await here.within({ width: 360, height: 740 }, async (page) => {
    await page.goto(`/tables?project=${project}`);
    await page.locator('.table-line').nth(19).waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const search = page.getByRole('searchbox', { name: 'Search in names' });
    await search.fill('LES_202');
    await search.press('Enter');
    await page.getByRole('link', { name: 'sales_2020' }).waitFor();
    assert.equal(await page.locator('.table-line').count(), 1);
    await page.getByRole('searchbox').fill('nobody');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('There are no such tables.').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.locator('.table-line').nth(19).waitFor();
    // What the list does not have, the table's own page has.
    await page.route('**/api/v1/tables?*', (route) => route.abort());
    await page.goto(`/tables/sales_2020?project=${project}`);
    await page.getByText('1 row · Recognised by nothing: every row is new').waitFor();
  });
});

test('given columns whose names are numbers, when rows are looked at, then they stand in the order of the file', async () => {
  const { id } = await table('name,2023,2022\nAda,5,4\n', { collection: 'years', key: ['name'] });
  await table('name,2023,2022\nAda,6,5\n', { collection: 'years', key: ['name'], on_duplicate: 'update' });
  const order = ['name', '2023', '2022'];
  await here.within({}, async (page) => {
    await page.goto(`/imports/${id}`);
    await page.locator('#records tbody tr').waitFor();
    assert.deepEqual((await page.locator('#records thead th').allTextContents()).slice(3), order);
    await page.goto('/tables/years');
    await page.locator('.cells-table').waitFor();
    assert.deepEqual((await page.locator('.cells-table thead th').allTextContents()).slice(1), order);
    await page.getByRole('link', { name: 'Open' }).click();
    await page.getByRole('heading', { name: 'Ada' }).waitFor();
    assert.deepEqual(await page.locator('.facts').first().locator('dt').allTextContents(), order);
    await page.locator('.timeline [data-type=updated]').waitFor();
    assert.deepEqual(await page.locator('.timeline [data-type=created] dt').allTextContents(), order);
    assert.deepEqual(await page.locator('.timeline [data-type=updated] tbody th').allTextContents(), order.slice(1));
  });
});

test('given an import whose key is no column, when it is looked at, then its story tells no place, and no files are promised', async () => {
  const { id } = await table('a,b\n1,2\n', { collection: 'keyless', key: ['c'] });
  await here.within({}, async (page) => {
    await page.goto(`/imports/${id}`);
    await page.locator('.timeline [data-type=failed]').waitFor();
    assert.doesNotMatch(await page.locator('.timeline [data-type=failed]').textContent(), /null|line/);
    assert.ok(await page.locator('.results').isHidden());
  });
});
