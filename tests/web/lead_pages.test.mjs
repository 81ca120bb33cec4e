// What a review looks like to those who may only look, for workbooks, for names in one cell, and before the first import.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site } from './site.mjs';
import { workbook } from './workbook.mjs';

const here = site();

async function waiting(project, file, name, options = {}) {
  const form = new FormData();
  for (const [key, value] of Object.entries({ kind: 'leads', project, options: JSON.stringify(options) })) form.append(key, value);
  form.append('file', new Blob([file]), name);
  const { id } = await here.call('POST', '/api/v1/imports', form);
  const now = await here.house.await(here.call, id, ['ready', 'failed']);
  assert.equal(now.status, 'ready', JSON.stringify(now.error));
  return id;
}

const open = async (page, id, step) => {
  await page.goto(`/imports/${id}?step=${step}`);
  await page.locator('.steps [aria-current=step]').waitFor();
};
const on = (page, name) => page.getByRole('button', { name, exact: true }).click();
const columnOf = (page, name) => page.locator('.map-row', { has: page.locator('.map-name', { hasText: name }) });
const leadsOf = async (project) => (await here.call('GET', `/api/v1/projects/${project}/leads`)).items;
const reviewOf = (id) => here.call('GET', `/api/v1/imports/${id}/review`);

test('given a viewer, when each step of a review is looked at, then all of it can be read, and nothing changed', async () => {
  const project = await here.project('Looked at');
  const viewer = await here.member(project, 'vincent', 'viewer');
  const id = await waiting(project, 'E-mail;Nom\nzoe@mail.example;Petit\npas une adresse;Roux\n', 'salon.csv');
  const fields = (page) => page.locator('nav:has(.steps) ~ section.card').locator('select:enabled, input:enabled:not([type=search])');
  await here.within({}, async (page) => {
    for (const step of ['file', 'columns', 'options']) {
      await open(page, id, step);
      assert.notEqual(await fields(page).count(), 0, step);
    }
  });
  await here.within({ who: viewer }, async (page) => {
    for (const step of ['file', 'columns', 'rows', 'options', 'commit']) {
      await open(page, id, step);
      await page.getByText('You can look at this import. Editors of the project change and commit it.').waitFor();
      assert.equal(await fields(page).count(), 0, step);
      assert.equal(await page.getByRole('button', { name: /^(Import \d|Leave out|Take in|Update \d)/ }).count(), 0, step);
    }
    await open(page, id, 'rows');
    // A cell that is clicked opens no field to write in.
    await page.locator('[data-record="2"] [data-label="E-mail"]').click();
    assert.equal(await page.locator('.review-table input').count(), 0);
    await page.locator('[data-record="2"]').getByText('Not imported').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Cancel', exact: true }).count(), 0);
  });
  assert.equal((await reviewOf(id)).version, 0);
});

test('given whole names and an address in two columns, when one is split and the others joined, then the leads have the parts', async () => {
  const project = await here.project('Parts');
  const id = await waiting(project, 'E-mail;Contact;Adresse;Etage\nzoe@mail.example;Zoé de La Tour;1 rue du Port;3e\n', 'salon.csv');
  await here.within({}, async (page) => {
    await open(page, id, 'columns');
    await columnOf(page, 'Contact').locator('select').selectOption({ label: 'First and last name in one cell' });
    await columnOf(page, 'Etage').locator('select').selectOption({ label: 'Address, joined with other columns' });
    // Who is joined has somebody to be joined with.
    assert.equal(await columnOf(page, 'Adresse').locator('select').inputValue(), 'join:address');
    await on(page, 'Next: rows');
    await page.locator('.review-table thead').getByText('First name + Last name').waitFor();
    await open(page, id, 'columns');
    assert.equal(await columnOf(page, 'Contact').locator('select').inputValue(), 'split:first_name,last_name');
    await open(page, id, 'commit');
    await on(page, 'Import 1 lead');
    await page.getByRole('link', { name: 'Show the leads of this import' }).waitFor();
  });
  const [{ first_name: first, last_name: last, address }] = await leadsOf(project);
  assert.deepEqual([first, last, address], ['Zoé', 'de La Tour', '1 rue du Port, 3e']);
});

test('given a workbook of several sheets, when another one is chosen, then its rows are read, and its leads come', async () => {
  const project = await here.project('Sheets');
  const id = await waiting(project, workbook([{ name: 'Lyon', rows: [['E-mail', 'Nom'], ['lyon@mail.example', 'Petit']] },
    { name: 'Nantes', rows: [['Liste du salon'], ['Courriel', 'Prénom'], ['nantes@mail.example', 'Léa'], ['brest@mail.example', 'Max']] }]), 'salon.xlsx');
  await here.within({}, async (page) => {
    await open(page, id, 'file');
    await page.getByText('Other sheets hold cells, too, and are not read').waitFor();
    assert.equal(await page.locator('select[name=sheet] option:checked').textContent(), 'Lyon');
    await page.locator('select[name=sheet]').selectOption({ label: 'Nantes' });
    await page.getByText('The file is read again when you go on.').waitFor();
    await on(page, 'Next: columns');
    await columnOf(page, 'Courriel').waitFor();
    await open(page, id, 'file');
    assert.equal(await page.locator('select[name=sheet] option:checked').textContent(), 'Nantes');
    await page.getByText('2 rows were found.').waitFor();
    await open(page, id, 'commit');
    await on(page, 'Import 2 leads');
    await page.getByRole('link', { name: 'Show the leads of this import' }).waitFor();
  });
  assert.deepEqual((await leadsOf(project)).map((one) => one.email).toSorted(), ['brest@mail.example', 'nantes@mail.example']);
});

test('given a project without leads, when its manager sets statuses and country, then imports read by them, and the page keeps them', async () => {
  const project = await here.project('Set');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/members`);
    const card = page.locator('section.card', { has: page.getByRole('heading', { name: 'Leads', exact: true }) });
    await card.locator('summary').click();
    await card.getByRole('button', { name: 'Add a status' }).click();
    await card.getByLabel('In French').last().fill('Signé');
    await card.getByLabel('In English').last().fill('Signed');
    await card.getByRole('button', { name: 'Remove “Mail”' }).click();
    await card.getByLabel('Status of new leads').selectOption({ label: 'Signed' });
    await card.getByLabel('Usual country').selectOption({ label: 'Belgium' });
    await card.getByRole('button', { name: 'Keep the settings' }).click();
    await page.getByText('The settings are kept.').waitFor();
    const id = await waiting(project, 'E-mail;Téléphone;Statut\na@mail.example;0470 12 34 56;signé\nb@mail.example;;perdu\nc@mail.example;;\n', 'salon.csv');
    await here.call('POST', `/api/v1/imports/${id}/commit`, {});
    await here.house.await(here.call, id, ['completed']);
    await page.reload();
    await card.locator('summary').click();
    assert.equal(await card.getByLabel('In French').last().inputValue(), 'Signé');
    assert.equal(await card.getByLabel('Status of new leads').locator('option:checked').textContent(), 'Signed');
    assert.equal(await card.getByLabel('Usual country').locator('option:checked').textContent(), 'Belgium');
  });
  const leads = Object.fromEntries((await leadsOf(project)).map((one) => [one.email[0], one]));
  assert.deepEqual(['a', 'b', 'c'].map((one) => leads[one].status), ['signed', 'lost', 'signed']);
  assert.equal(leads.a.phone.e164, '+32470123456');
});

test('given more rows than a page shows, when pages and tabs are walked, then each shows its rows, and nothing is said to be wrong', async () => {
  const project = await here.project('Walked');
  const lines = Array.from({ length: 120 }, (_, i) => (i % 10 === 9 ? `pas une adresse ${i}` : `client${i}@mail.example`));
  const id = await waiting(project, `E-mail\n${lines.join('\n')}\n`, 'salon.csv');
  const shows = (page, n) => page.locator(`.review-table tbody tr[data-record="${n}"]`).waitFor();
  await here.within({}, async (page) => {
    await open(page, id, 'rows');
    await shows(page, 1);
    await on(page, 'Next');
    await shows(page, 51);
    await on(page, 'Next');
    await shows(page, 101);
    await on(page, 'Back');
    await shows(page, 51);
    await page.locator('.tabs.states a', { hasText: 'With faults' }).click();
    await shows(page, 10);
    await on(page, 'Next: options');
    await page.getByRole('heading', { name: 'How leads are taken in' }).waitFor();
    assert.equal(await page.locator('#notices .bad').count(), 0);
  });
});
