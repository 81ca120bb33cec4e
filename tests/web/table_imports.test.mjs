// A table on its way in: what it is, how it is read, what becomes of its rows, and what did not go in.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { eventually, inStatus, onDisk, silences } from './house.mjs';
import { site } from './site.mjs';

const here = await site();

const choose = (page, name, text) => page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) });
const sendIt = (page) => page.getByRole('button', { name: 'Send and preview' }).click();
const start = (page) => page.getByRole('button', { name: 'Import', exact: true }).click();
const head = (page) => page.locator('.look-part .cells-table thead th').allTextContents();
const cells = (page) => page.locator('.look-part .cells-table tbody tr').evaluateAll((all) => all.map((one) => [...one.cells].map((cell) => cell.textContent)));
const isHead = (page, wanted) => eventually(async () => JSON.stringify(await head(page)) === JSON.stringify(wanted));

test('given a table, when it is sent, then its first rows are shown before anything starts, and what is read wrongly is corrected', () =>
  here.within({}, async (page) => {
    await choose(page, 'Preise été.csv', 'email,name;price\nada@x.org,Ada;1\n,Nobody;2\ngrace@x.org,Grace;3\nada@x.org,Ada again;4\n');
    assert.ok(await page.getByRole('radio', { name: 'A table' }).isChecked());
    await sendIt(page);
    await page.locator('.look-part .cells-table').waitFor();
    assert.deepEqual((await here.call('GET', '/api/v1/imports')).items, []);
    await page.getByLabel('Cells are parted by').selectOption({ label: 'semicolon ;' });
    await isHead(page, ['Row', 'email,name', 'price']);
    await page.getByLabel('Rows above the data').selectOption({ label: '0 rows' });
    await isHead(page, ['Row', 'column_1', 'column_2']);
    await page.getByLabel('Rows above the data').selectOption({ label: 'Find out' });
    await page.getByLabel('Cells are parted by').selectOption({ label: 'comma ,' });
    await isHead(page, ['Row', 'email', 'name;price']);
    assert.deepEqual((await cells(page))[1], ['3', '', 'Nobody;2']);
    assert.equal(await page.getByLabel('Table', { exact: true }).inputValue(), 'Preise_ete');
    await page.getByLabel('Table', { exact: true }).fill('no such/name');
    await page.getByText('must be a name: 1 to 64').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled());
    await page.getByLabel('Table', { exact: true }).fill('prices');
    await page.getByRole('checkbox', { name: 'email' }).check();
    await page.getByRole('radio', { name: 'Let the row fail' }).check();
    await start(page);
    await inStatus(page, 'Preise été.csv', 'completed');
    await page.getByRole('link', { name: 'Preise été.csv' }).click();
    await page.locator('#records tbody tr').nth(3).waitFor();
    assert.deepEqual(await page.locator('#records thead th').allTextContents(), ['Record', 'Outcome', 'Why', 'email', 'name;price']);
    const [made] = (await here.call('GET', '/api/v1/imports')).items;
    assert.equal(made.options.collection, 'prices');
    assert.deepEqual([made.progress.created, made.progress.failed], [2, 2]);
  }));

test('given rows that failed, when their file is downloaded, corrected and chosen again, then they are taken', () =>
  here.within({}, async (page) => {
    await choose(page, 'staff.csv', 'email,name\nada@y.org,Ada\n,Grace\n,Joan\n');
    await sendIt(page);
    await page.getByLabel('Table', { exact: true }).fill('staff');
    await page.getByRole('checkbox', { name: 'email' }).check();
    await start(page);
    await inStatus(page, 'staff.csv', 'completed');
    await page.getByRole('link', { name: 'staff.csv' }).click();
    await page.getByText('2 rows failed').waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.result-file.failed').getByRole('link', { name: 'CSV' }).click()]);
    assert.equal(file.suggestedFilename(), 'staff_failed.csv');
    const text = readFileSync(await file.path(), 'utf8');
    assert.match(text, /import_error/);
    await page.getByRole('navigation').getByRole('link', { name: 'Import', exact: true }).click();
    await choose(page, 'staff_failed.csv', text.replace(/^,Grace/m, 'grace@y.org,Grace').replace(/^,Joan/m, 'joan@y.org,Joan'));
    await sendIt(page);
    await isHead(page, ['Row', 'email', 'name']);
    assert.equal(await page.getByLabel('Table', { exact: true }).inputValue(), 'staff');
    await page.getByText('The table “staff” recognises its rows by email.').waitFor();
    await start(page);
    await inStatus(page, 'staff_failed.csv', 'completed');
    const { items } = await here.call('GET', '/api/v1/tables/staff/records');
    assert.deepEqual(items.map((one) => one.row.name).sort(), ['Ada', 'Grace', 'Joan']);
  }));

test('given a table that was sent, when the page is closed and the file chosen again, then no byte of it goes again; cancelled, it is gone', () =>
  here.within({ allow: [silences, /ERR_ABORTED/] }, async (page) => {
    const before = here.house.files();
    const path = onDisk(here.house, 'large.csv', `id,text\n${Array.from({ length: 90_000 }, (_, i) => `${i},${'lorem ipsum '.repeat(9)}`).join('\n')}`);
    await page.locator('input[type=file]').setInputFiles(path);
    await sendIt(page);
    await page.locator('.look-part .cells-table').waitFor();
    assert.equal((await cells(page)).length, 20);
    await page.getByRole('navigation').getByRole('link', { name: 'Tables' }).click();
    await page.getByRole('heading', { name: 'Tables' }).waitFor();
    await page.goBack();
    await page.locator('.look-part .cells-table').waitFor();
    await page.reload();
    await page.getByText('“large.csv” (').waitFor();
    let pieces = 0;
    page.on('request', (asked) => { if (asked.method() === 'PATCH') ++pieces; });
    await page.locator('input[type=file]').setInputFiles(path);
    await sendIt(page);
    await page.locator('.look-part .cells-table').waitFor();
    assert.equal(pieces, 0);
    assert.equal(here.house.files(), before + 1);
    await page.getByRole('button', { name: 'Cancel, and remove the file' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await eventually(() => here.house.files() === before);
  }));

test('given a file that is no table, and cells that are hostile, when they are previewed in French, then the page says so, and nothing runs', () =>
  here.within({ locale: 'fr-FR', allow: [/401|422/] }, async (page) => {
    const begin = () => page.getByRole('button', { name: 'Envoyer et prévisualiser' }).click();
    await choose(page, 'page.csv', '   \n <!-- x --><!doctype html><html><body>no table</body></html>');
    await page.getByRole('radio', { name: 'Une table' }).check();
    await begin();
    await page.getByText('Le fichier est une page HTML, ce qui n’est pas une table.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Importer', exact: true }).isDisabled());
    await page.getByRole('button', { name: 'Annuler et retirer le fichier' }).click();
    const mark = '<img src=x onerror="window.owned=1">';
    await choose(page, `${mark}.csv`, [mark, 'b', '=1+1'].map((one) => `"${one.replaceAll('"', '""')}","${mark.replaceAll('"', '""')}",__proto__`).join('\n'));
    await begin();
    await page.locator('.look-part .cells-table').waitFor();
    await page.getByText('<img src=x').first().waitFor();
    assert.equal(await page.evaluate(() => window.owned), undefined);
    assert.equal(await page.locator('img[src=x]').count(), 0);
  }));

test('given a project, when files are chosen, then what each seems to be is chosen, and a table becomes one of the project', async () => {
  const project = await here.project('Both kinds');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}`);
    for (const [name, text, kind] of [['pages.csv', 'url,title\nhttps://x.org/,X\n', 'URLs of a site'], ['map.xml', '<?xml version="1.0"?><urlset/>', 'URLs of a site'], ['numbers.tsv', 'a\tb\n1\t2\n', 'A table']]) {
      await choose(page, name, text);
      await page.getByRole('heading', { name }).waitFor();
      await page.getByRole('radio', { name: kind, checked: true }).waitFor();
      if (kind !== 'A table') await page.getByRole('button', { name: 'Choose another' }).click();
    }
    await sendIt(page);
    await isHead(page, ['Row', 'a', 'b']);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('radio', { name: 'URLs of a site' }).check();
    await page.getByRole('radio', { name: 'A table' }).check();
    await sendIt(page);
    await isHead(page, ['Row', 'a', 'b']);
    await start(page);
    await inStatus(page, 'numbers.tsv', 'completed');
    assert.deepEqual((await here.call('GET', `/api/v1/tables?project=${project}`)).items.map((one) => one.name), ['numbers']);
  });
});

const schema = { fields: [{ name: 'email', type: 'string', format: 'email', constraints: { required: true } }, { name: 'age', type: 'integer' }] };
const typed = await site({}, { 'waybill.conf': '[type staff]\ntitle = Staff list\nschema = staff.json\nhandler = validate\nhandler.mode.kept = keep\n', 'staff.json': JSON.stringify(schema) });

test('given a type of import, when a table of it is handed in, then what is wanted is told before, and rows that do not hold are told after', () =>
  typed.within({}, async (page) => {
    await choose(page, 'staff.csv', 'name,age\nAda,36\n');
    await page.getByText('A table with the columns email, age.').waitFor();
    await page.getByRole('radio', { name: 'Staff list' }).check();
    const [template] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Template (CSV)' }).click()]);
    assert.equal(readFileSync(await template.path(), 'utf8'), '\ufeffemail,age\r\n');
    await sendIt(page);
    await page.getByText('These columns are wanted, and are not in the file: email').waitFor();
    await page.getByRole('button', { name: 'Cancel, and remove the file' }).click();
    await choose(page, 'staff.csv', 'email,age\nada@x.org,36\nno address,36\ngrace@x.org,old\n');
    await page.getByRole('radio', { name: 'Staff list' }).check();
    await sendIt(page);
    await page.getByText('The server hands each row on').waitFor();
    assert.equal(await page.getByLabel('Table', { exact: true }).count(), 0);
    await start(page);
    await inStatus(page, 'staff.csv', 'completed');
    await page.getByRole('link', { name: 'staff.csv' }).click();
    await page.getByText('2 rows failed').waitFor();
    assert.equal(await page.locator('#records .outcome.failed').count(), 2);
  }));

test('given rows that went in and rows that did not, when links to their files are made, then who has one gets the file without signing in', async () => {
  const form = new FormData();
  form.append('kind', 'rows');
  form.append('options', JSON.stringify({ collection: 'linked', key: ['email'] }));
  form.append('file', new Blob(['email,name\nada@z.org,Ada\n,Grace\n']), 'linked.csv');
  const { id } = await here.call('POST', '/api/v1/imports', form);
  await here.house.await(here.call, id, ['completed']);
  await here.within({ locale: 'fr-FR' }, async (page) => {
    await page.goto(`/imports/${id}`);
    await page.getByRole('button', { name: 'Créer des liens à transmettre' }).click();
    await page.getByText('Qui a un lien obtient le fichier sans se connecter').waitFor();
    const links = await page.locator('.link-line input').evaluateAll((all) => all.map((one) => one.value));
    assert.equal(links.length, 4);
    const bodies = await Promise.all(links.map(async (link) => {
      const answer = await fetch(link);
      assert.equal(answer.status, 200, link);
      return Buffer.from(await answer.arrayBuffer());
    }));
    assert.ok(bodies[0].includes('ada@z.org') && bodies[2].includes('import_error'));
    assert.ok([bodies[1], bodies[3]].every((one) => one.subarray(0, 2).toString() === 'PK'));
    const [book] = await Promise.all([page.waitForEvent('download'), page.locator('.result-file.failed').getByRole('link', { name: 'Excel' }).click()]);
    assert.equal(book.suggestedFilename(), 'linked_failed.xlsx');
  });
});

const port = await new Promise((told) => {
  const one = createServer().listen(0, '127.0.0.1', () => { const { port: free } = one.address(); one.close(() => told(free)); });
});
const handed = await site({}, { 'waybill.conf': `[handler away]\nkind = webhook\nurl = http://127.0.0.1:${port}/\nsecret = 0123456789abcdef0123456789abcdef\nattempts = 1\n[type orders]\ntitle = Orders\nhandler = away\n` });

test('given a handler that cannot be reached, when the server rests the import, then the page says why and when it goes on, and it can be resumed', async () => {
  const form = new FormData();
  form.append('kind', 'rows');
  form.append('options', JSON.stringify({ type: 'orders' }));
  form.append('file', new Blob(['id\n1\n2\n']), 'orders.csv');
  const { id } = await handed.call('POST', '/api/v1/imports', form);
  await handed.house.await(handed.call, id, ['paused']);
  const taker = createServer((asked, answer) => {
    let body = '';
    asked.on('data', (piece) => { body += piece; });
    asked.on('end', () => {
      const { rows = [] } = JSON.parse(body || '{}');
      answer.setHeader('Content-Type', 'application/json').end(JSON.stringify({ ok: true, answers: rows.map(() => ({ ok: true })) }));
    });
  });
  try {
    await handed.within({}, async (page) => {
      await page.locator('.import-row[data-status=paused]').getByText('The server rests this import.').waitFor();
      await page.goto(`/imports/${id}`);
      await page.locator('.pause-text').getByText('It is tried again at').waitFor();
      await new Promise((ready) => { taker.listen(port, '127.0.0.1', ready); });
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.locator('.badge-status[data-status=completed]').first().waitFor();
      await page.getByText('2 rows went in').waitFor();
      assert.equal(await page.locator('.pause-text').count(), 0);
    });
  } finally {
    await new Promise((done) => { taker.close(done); taker.closeAllConnections(); });
  }
});
