// What a review looks like to those who may only look, for workbooks, for names in one cell, and before the first import.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './house.mjs';
import { site } from './site.mjs';
import { workbook } from './workbook.mjs';

const here = await site();

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

/// The review once the file was read in the wished way, or could not be.
const refused = async (id, dialect) => {
  await here.call('PATCH', `/api/v1/imports/${id}/review`, { version: (await reviewOf(id)).version, dialect });
  return eventually(async () => {
    const { status } = await here.call('GET', `/api/v1/imports/${id}`);
    return status === 'ready' && (await reviewOf(id)).refused_reading;
  });
};

test('given a sheet that the workbook has not, when the review is looked at, then it says why the file is read as before, and goes on', async () => {
  const project = await here.project('Refused');
  const id = await waiting(project, workbook([{ name: 'Lyon', rows: [['E-mail', 'Nom'], ['lyon@mail.example', 'Petit']] }]), 'salon.xlsx');
  assert.equal((await refused(id, { sheet: 'Nope' })).reason, 'xlsx_no_sheet');
  await here.within({ locale: 'fr-FR', width: 360, height: 740 }, async (page) => {
    await open(page, id, 'file');
    await page.getByText('Le fichier n’a pas pu être lu comme demandé').waitFor();
    await page.getByText('Nope').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  });
  await here.within({}, async (page) => {
    await open(page, id, 'file');
    await page.getByText('The file could not be read as you asked. It is still read as before.').waitFor();
    await page.getByText('Nope').waitFor();
    await open(page, id, 'commit');
    await on(page, 'Import 1 lead');
    await page.getByRole('link', { name: 'Show the leads of this import' }).waitFor();
  });
});

test('given columns that were chosen by hand, when they are kept, then the next file is read like this, until the project forgets them', async () => {
  const project = await here.project('Kept');
  const file = (name) => `E-mail;Truc\n${name}@mail.example;Petit\n`;
  const whyOf = async (id) => (await reviewOf(id)).mapping[1].why;
  const id = await waiting(project, file('a'), 'a.csv');
  await here.within({}, async (page) => {
    await open(page, id, 'commit');
    await page.getByRole('button', { name: 'Import 1 lead' }).waitFor();
    // Nothing was chosen, nothing is offered.
    assert.equal(await page.getByRole('checkbox').count(), 0);
    await open(page, id, 'columns');
    await columnOf(page, 'Truc').locator('select').selectOption({ label: 'Company' });
    await on(page, 'Next: rows');
    await page.locator('.review-table').waitFor();
    await open(page, id, 'commit');
    await page.getByRole('checkbox', { name: 'Read files with these columns like this from now on' }).check();
    await on(page, 'Import 1 lead');
    await page.getByRole('link', { name: 'Show the leads of this import' }).waitFor();
    const next = await waiting(project, file('b'), 'b.csv');
    assert.equal(await whyOf(next), 'kept');
    await open(page, next, 'columns');
    await columnOf(page, 'Truc').getByText('kept with the project for this header').waitFor();
    await page.goto(`/projects/${project}/members`);
    const card = page.locator('section.card', { has: page.getByRole('heading', { name: 'Leads', exact: true }) });
    await card.getByText('For 1 header, the project has kept what its columns mean.').waitFor();
    await card.getByRole('button', { name: 'Forget them' }).click();
    await page.getByText('Columns are found out anew from now on.').waitFor();
    assert.equal(await card.getByText('has kept what').count(), 0);
  });
  assert.notEqual(await whyOf(await waiting(project, file('c'), 'c.csv')), 'kept');
});

test('given a project that has leads, when its manager changes their settings in French, then later imports go by them', async () => {
  const project = await here.project('Changé');
  const take = async (name, line) => {
    const id = await waiting(project, `E-mail;Téléphone\n${line}\n`, name);
    await here.call('POST', `/api/v1/imports/${id}/commit`, {});
    await here.house.await(here.call, id, ['completed']);
  };
  await take('a.csv', 'a@mail.example;');
  await here.within({ locale: 'fr-FR' }, async (page) => {
    await page.goto(`/projects/${project}/members`);
    const card = page.locator('section.card', { has: page.getByRole('heading', { name: 'Prospects', exact: true }) });
    await card.getByLabel('Pays habituel').selectOption({ label: 'Belgique' });
    await card.getByRole('button', { name: 'Garder les réglages' }).click();
    await page.getByText('Les réglages sont gardés.').waitFor();
  });
  await take('b.csv', 'b@mail.example;0470 12 34 56');
  assert.deepEqual((await leadsOf(project)).map((one) => one.phone?.e164).filter(Boolean), ['+32470123456']);
});

test('given a column of who looks after leads, when nobody is assigned by it, then the options say so, and one click does it', async () => {
  const project = await here.project('Unlooked');
  const id = await waiting(project, 'E-mail;Commercial\na@mail.example;ada\n', 'a.csv');
  await here.within({}, async (page) => {
    await open(page, id, 'options');
    await page.getByText('A row that has none of those ticked always becomes a new lead').waitFor();
    await page.getByRole('button', { name: 'Assign by that column' }).click();
    assert.equal(await page.getByRole('radio', { name: 'Whoever the file names' }).isChecked(), true);
    assert.equal(await page.getByRole('button', { name: 'Assign by that column' }).isVisible(), false);
    await on(page, 'Next: what will happen');
    await page.getByRole('button', { name: 'Import 1 lead' }).waitFor();
  });
  assert.equal((await reviewOf(id)).options.assignment.mode, 'by_column');
});

test('given a value that cannot be read in a row that is imported, when it is looked at, then it is a warning; an error only where the row is not taken', async () => {
  const id = await waiting(await here.project('Partly'), 'E-mail;Téléphone\na@mail.example;12\npas une adresse;12\n', 'a.csv');
  const looks = (page, n) => page.locator(`[data-record="${n}"] [data-label="Telephone"]`).evaluate((one) => [one.classList.contains('is-wrong'), one.querySelectorAll('.cell-fault').length, one.querySelectorAll('.warning').length]);
  await here.within({}, async (page) => {
    await open(page, id, 'rows');
    await page.locator('[data-record="2"]').getByText('Not imported').waitFor();
    assert.deepEqual(await looks(page, 1), [false, 0, 1]);
    assert.deepEqual(await looks(page, 2), [true, 1, 0]);
  });
});
