// The look at a table before its import, where there is much of something: columns, tables, sheets, cells.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, inStatus } from './house.mjs';
import { site } from './site.mjs';
import { workbook } from './workbook.mjs';

const here = await site();

const choose = (page, name, buffer) => page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from(buffer) });
const lookAt = async (page, name, buffer) => {
  await choose(page, name, buffer);
  await page.getByRole('button', { name: 'Send and preview' }).click();
  await page.locator('.look-part .cells-table').waitFor();
};
const start = (page) => page.getByRole('button', { name: 'Import', exact: true });
const cancel = async (page) => {
  await page.getByRole('button', { name: 'Cancel, and remove the file' }).click();
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
};
const head = (page) => page.locator('.look-part .cells-table thead th').allTextContents();
const isHead = (page, wanted) => eventually(async () => JSON.stringify(await head(page)) === JSON.stringify(wanted));
const cells = (page) => page.locator('.look-part .cells-table tbody tr').evaluateAll((all) => all.map((one) => [...one.cells].map((cell) => cell.textContent)));
const tables = async (names, options, text) => {
  for (const collection of names) {
    const form = new FormData();
    form.append('kind', 'rows');
    form.append('options', JSON.stringify({ collection, ...options }));
    form.append('file', new Blob([text]), 'table.csv');
    const { id } = await here.call('POST', '/api/v1/imports', form);
    await here.house.await(here.call, id, ['completed']);
  }
};

test('given a table of 16,000 columns, when it is looked at, then its key is found by typing, and nothing is drawn that did not change', () =>
  here.within({}, async (page) => {
    const names = Array.from({ length: 16_000 }, (_, i) => `column_name_${i}`);
    names[15_000] = 'Order Number';
    names[15_999] = 'column';
    await lookAt(page, 'wide.csv', `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`);
    assert.ok(await page.evaluate(() => document.querySelectorAll('main *').length) < 1_000);
    assert.ok(await page.locator('.upload :is(input, button, select, summary, [tabindex="0"])').count() < 40);
    // A letter in the name of the table.
    const drawn = await page.getByLabel('Table', { exact: true }).evaluate(async (input) => {
      const changes = [];
      const watch = new MutationObserver((all) => changes.push(...all));
      watch.observe(document.querySelector('.upload'), { childList: true, subtree: true, characterData: true });
      input.value += 's';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
      return [...changes, ...watch.takeRecords()].length;
    });
    assert.ok(drawn < 10, `${drawn} changes`);
    const find = page.getByRole('combobox', { name: 'Find a column' });
    const options = page.locator('.finder-list [role=option]');
    await find.fill('column_name_1599');
    await page.getByRole('option', { name: 'column_name_1599', exact: true }).waitFor();
    assert.equal(await options.count(), 10);
    await find.fill('1');
    await page.locator('.finder-box').getByText(/^and [\d,]+ more columns$/).waitFor();
    await find.fill('Column');
    assert.equal(await options.first().textContent(), 'column');
    await find.fill('order');
    await find.press('ArrowDown');
    assert.equal(await find.getAttribute('aria-activedescendant'), await options.first().getAttribute('id'));
    await find.press('Enter');
    await page.getByText('“Order Number” is chosen.').waitFor();
    await find.fill('name_77');
    await options.nth(1).click();
    await find.fill('nobody');
    await page.getByRole('status').getByText('No column has that in its name.').waitFor();
    await find.press('Escape');
    await page.getByRole('button', { name: 'Leave out “column_name_770”' }).click();
    await page.getByRole('radio', { name: 'Let the row fail' }).check();
    await page.getByLabel('Table', { exact: true }).fill('wide');
    await start(page).click();
    await inStatus(page, 'wide.csv', 'completed');
    const { key } = await here.call('GET', '/api/v1/tables/wide');
    assert.deepEqual(key, ['Order Number']);
  }));

test('given more tables than are listed, when one of the others is named, then the page knows its key before anything begins', async () => {
  await tables(['able', 'baker', 'charlie', 'dog', 'dog_2'], { key: ['email'] }, 'email,name\nada@x.org,Ada\n');
  await here.within({}, async (page) => {
    await page.route('**/api/v1/tables?*', (route) => route.continue({ url: route.request().url().replace('limit=100', 'limit=2') }));
    await lookAt(page, 'dog.csv', 'email,name\ngrace@x.org,Grace\n');
    await page.getByText('The table “dog” recognises its rows by email.').waitFor();
    const table = page.getByLabel('Table', { exact: true });
    await table.fill('do');
    await page.getByText('Two rows that are alike in these columns are one.').waitFor();
    assert.deepEqual(await page.locator('datalist option').evaluateAll((all) => all.map((one) => one.value)), ['dog', 'dog_2']);
    await table.fill('dog_2');
    await page.getByText('The table “dog_2” recognises its rows by email.').waitFor();
    await page.getByRole('radio', { name: 'Let the row fail' }).check();
    await start(page).click();
    await inStatus(page, 'dog.csv', 'completed');
  });
  assert.equal((await here.call('GET', '/api/v1/tables/dog_2')).records, 2);
});

test('given a table that gets its key while it is looked at, when the import is handed in, then the refusal names the key', async () => {
  const project = await here.project('Late');
  await here.within({ allow: [/401|409/], locale: 'fr-FR' }, async (page) => {
    await page.goto(`/projects/${project}`);
    await choose(page, 'late.csv', 'a,b\n1,2\n');
    await page.getByRole('button', { name: 'Envoyer et prévisualiser' }).click();
    await page.getByRole('checkbox', { name: 'b' }).check();
    const form = new FormData();
    form.append('kind', 'rows');
    form.append('project', project);
    form.append('options', JSON.stringify({ collection: 'late', key: ['a'] }));
    form.append('file', new Blob(['a,b\n1,2\n']), 'late.csv');
    await here.house.await(here.call, (await here.call('POST', '/api/v1/imports', form)).id, ['completed']);
    await page.getByRole('button', { name: 'Importer', exact: true }).click();
    await page.getByText('La table « late » a la clé a ; un import dans cette table ne peut pas avoir la clé b.').waitFor();
  });
});

test('given a workbook of two sheets, when the second is chosen, then it is previewed, and imported', () =>
  here.within({}, async (page) => {
    await lookAt(page, 'book.xlsx', workbook([{ name: 'First', rows: [['a', 'b'], ['1', '2']] }, { name: 'Second & last', rows: [['email', 'name'], ['ada@x.org', 'Ada'], ['grace@x.org', 'Grace']] }]));
    await isHead(page, ['Row', 'a', 'b']);
    assert.equal(await page.getByLabel('Sheet').inputValue(), 'First');
    await page.getByLabel('Sheet').selectOption('Second & last');
    await isHead(page, ['Row', 'email', 'name']);
    assert.deepEqual(await cells(page), [['2', 'ada@x.org', 'Ada'], ['3', 'grace@x.org', 'Grace']]);
    await page.getByLabel('Table', { exact: true }).fill('from_book');
    await page.getByRole('checkbox', { name: 'email' }).check();
    await start(page).click();
    await inStatus(page, 'book.xlsx', 'completed');
    const { items } = await here.call('GET', '/api/v1/tables/from_book/records');
    assert.deepEqual(items.map((one) => one.row), [{ email: 'ada@x.org', name: 'Ada' }, { email: 'grace@x.org', name: 'Grace' }]);
  }));

test('given a workbook of 300 sheets, two of one name, when one is chosen, then it is that one', () =>
  here.within({}, async (page) => {
    const sheets = Array.from({ length: 300 }, (_, i) => ({ name: i === 280 ? 'Sheet 3' : `Sheet ${i + 1}`, rows: [['n'], [String(i + 1)]] }));
    await lookAt(page, 'many.xlsx', workbook(sheets));
    await page.getByText('The workbook has 300 sheets.').waitFor();
    for (const at of [299, 280, 2]) {
      await page.getByLabel('Sheet').selectOption({ index: at });
      await eventually(async () => JSON.stringify(await cells(page)) === JSON.stringify([['2', String(at + 1)]]));
      assert.equal(await page.getByLabel('Sheet').evaluate((select) => select.selectedIndex), at);
    }
    await cancel(page);
  }));

test('given rows that are longer than the header, when they are previewed, then their last cells are seen', () =>
  here.within({}, async (page) => {
    await lookAt(page, 'long.csv', 'a,b\n1,2\n3,4,five,six\n7,8,nine\n');
    assert.deepEqual(await head(page), ['Row', 'Notes', 'a', 'b', 'Beyond the header']);
    assert.deepEqual((await cells(page)).map((one) => one.slice(2)), [['1', '2', '', ''], ['3', '4', 'five', 'six'], ['7', '8', 'nine', '']]);
    await cancel(page);
  }));

test('given cells on other sheets, when a workbook is looked at and imported, then the page names those that are not read', () =>
  here.within({}, async (page) => {
    await lookAt(page, 'several.xlsx', workbook([{ name: 'First', rows: [['a'], ['1']] }, { name: 'Q & A', rows: [['b'], ['2']] }, { name: 'Blank', rows: [] }]));
    await page.getByText('Other sheets hold cells, too, and are not read (Q & A)').waitFor();
    await start(page).click();
    await inStatus(page, 'several.xlsx', 'completed');
  }));

test('given more of a table than is looked at, when it is imported, then it is read as it was shown', () =>
  here.within({}, async (page) => {
    const line = Buffer.from('1,plain text that says nothing of its encoding, whatever there is of it\n'.repeat(240_000));
    await lookAt(page, 'long_way.csv', Buffer.concat([Buffer.from('clé,v,w\n'), line, Buffer.alloc(60_000, 0xE9), Buffer.from(',2,3\n')]));
    await page.getByText('Only the beginning of the file was looked at. The import reads it as it is shown here.').waitFor();
    assert.deepEqual((await head(page)).slice(1), ['clé', 'v', 'w']);
    await page.getByLabel('Table', { exact: true }).fill('long_way');
    await start(page).click();
    await inStatus(page, 'long_way.csv', 'completed');
    assert.deepEqual((await here.call('GET', '/api/v1/tables/long_way')).columns, ['clé', 'v', 'w']);
  }));
