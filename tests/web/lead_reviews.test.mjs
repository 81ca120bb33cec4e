// An import of leads from the file to the commit: five steps, each with an address of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './house.mjs';
import { site } from './site.mjs';

const here = await site();

const head = 'Réf;Prénom;Nom;E-mail;Téléphone;Société;Statut;Montant;pub_id\n';
const people = `${head}L-1;HIPPOLYTE;BENOIT;hippolyte@societe.example;+33 4 65 71 34 18;Noël & Jean;won;643,51;a1
L-2;sylvie;gonzalez;sylvie@mail.example;05 36 49 29 30;Carpentier;;1 996,15 €;a2
;;Personne;pas une adresse;12;;;;a3
L-4;Juan;Cole;JUAN@EXAMPLE.ORG;;Schumm;;;a4
L-5;Juan;Cole;juan@example.org;;Schumm;;;a5
`;

/// Hands it in over the API, and waits until somebody can look at it.
async function waiting(project, text = people, name = 'salon.csv', options = {}) {
  const form = new FormData();
  form.append('kind', 'leads');
  form.append('project', project);
  form.append('options', JSON.stringify(options));
  form.append('file', new Blob([text]), name);
  const { id } = await here.call('POST', '/api/v1/imports', form);
  const now = await here.house.await(here.call, id, ['ready', 'failed']);
  assert.equal(now.status, 'ready', JSON.stringify(now.error));
  return id;
}

const reviewOf = (id) => here.call('GET', `/api/v1/imports/${id}/review`);
const step = (page, name) => page.locator('.steps [aria-current=step]', { hasText: name }).waitFor();
const open = async (page, id, name) => {
  await page.goto(`/imports/${id}?step=${name}`);
  await page.locator('.steps [aria-current=step]').waitFor();
};
const on = (page, name) => page.getByRole('button', { name, exact: true }).click();
const rowOf = (page, n) => page.locator(`.review-table tbody tr[data-record="${n}"]`);
const tab = (page, name) => page.locator('.tabs.states a', { hasText: name });
const cellOf = (page, n, field) => rowOf(page, n).locator(`[data-label="${field}"]`);

test('given a file of contacts, when it is handed in on the page, then its steps lead to the commit, and its leads are there', async () => {
  const project = await here.project('Fair');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}`);
    await page.locator('input[type=file]').setInputFiles({ name: 'salon.csv', mimeType: 'text/csv', buffer: Buffer.from(people) });
    await page.getByRole('radio', { name: 'Leads' }).waitFor();
    assert.equal(await page.getByRole('radio', { name: 'Leads' }).isChecked(), true);
    await on(page, 'Import');
    await step(page, 'File');
    assert.equal(await page.locator('.parts select[name=delimiter] option:checked').textContent(), 'semicolon ; (found)');
    await on(page, 'Next: columns');
    await step(page, 'Columns');
    assert.equal(await page.getByLabel('Société').inputValue(), 'company');
    await on(page, 'Next: rows');
    await step(page, 'Rows');
    await rowOf(page, 1).getByText('New lead').waitFor();
    await on(page, 'Next: options');
    await step(page, 'Options');
    await on(page, 'Next: what will happen');
    await step(page, 'Import');
    // Left, and found again where it was.
    await page.goto(`/projects/${project}`);
    await page.locator('.import-row[data-status=ready]').getByRole('link', { name: 'Review' }).click();
    await step(page, 'Import');
    await on(page, 'Import 3 leads');
    await page.getByRole('link', { name: 'Show the leads of this import' }).click();
    await page.locator('.leads-table tbody tr').first().waitFor();
    assert.equal(await page.locator('.leads-table tbody tr').count(), 3);
  });
});

test('given rows with faults, when cells are written over by keys, then what happens changes with them, and Escape takes it back', async () => {
  const id = await waiting(await here.project('Keys'));
  await here.within({}, async (page) => {
    await open(page, id, 'rows&state=invalid');
    await rowOf(page, 3).getByText('Not imported').waitFor();
    assert.equal(await page.locator('.review-table tbody tr').count(), 1);
    await cellOf(page, 3, 'E-mail').locator('.cell-fault').waitFor();
    await page.locator('.review-table [tabindex="0"]').focus();
    for (let i = 0; i < 5; ++i) await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.label), 'E-mail');
    await page.keyboard.press('Enter');
    await page.keyboard.type('never');
    await page.keyboard.press('Escape');
    assert.equal(await cellOf(page, 3, 'E-mail').locator('.cell-text').textContent(), 'pas une adresse');
    await page.keyboard.press('Enter');
    await page.keyboard.type('personne@mail.example');
    await page.keyboard.press('Enter');
    await eventually(async () => (await reviewOf(id)).counts.invalid === 0);
    await page.getByText('There are no such rows.').waitFor();
    await tab(page, 'All').click();
    await rowOf(page, 3).getByText('New lead').waitFor();
  });
});

/// The bodies of the changes that a page sends.
function changesOf(page) {
  const sent = [];
  page.on('request', (asked) => { if (asked.method() === 'PATCH') sent.push(asked.postDataJSON()); });
  return sent;
}

test('given a cell of several lines, when it is only clicked, then it stays; written into, its other lines do', async () => {
  const id = await waiting(await here.project('Lines'), 'E-mail;Adresse;Notes\na@x.example;"5 rue A\nEscalier C";"one\r\ntwo"\n');
  const cells = async () => (await here.call('GET', `/api/v1/imports/${id}/review/rows`)).items[0].cells.slice(1);
  await here.within({}, async (page) => {
    await open(page, id, 'rows');
    const sent = changesOf(page);
    for (const way of ['Tab', 'Enter', 'Escape', 'click']) {
      await cellOf(page, 1, 'Address').click();
      await page.locator('.cell-input').waitFor();
      if (way === 'click') await page.locator('h1').click();
      else await page.keyboard.press(way);
      await page.locator('.cell-input').waitFor({ state: 'detached' });
    }
    await cellOf(page, 1, 'Notes').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('three');
    await page.keyboard.press('Enter');
    await eventually(async () => (await cells())[1] === 'one\r\ntwo\r\nthree');
    // The browser tells of what it sends when it comes to it.
    await eventually(() => sent.length > 0);
    assert.deepEqual(sent.map((one) => one.cells), [{ 2: 'one\r\ntwo\r\nthree' }]);
    assert.equal((await cells())[0], '5 rue A\nEscalier C');
  });
});

test('given somebody who writes cell after cell, when the page is drawn anew meanwhile, then each cell gets its whole text, once', async () => {
  const id = await waiting(await here.project('Quick'));
  const cells = async () => (await here.call('GET', `/api/v1/imports/${id}/review/rows`)).items.map((one) => one.cells[5]);
  await here.within({}, async (page) => {
    await open(page, id, 'rows');
    await rowOf(page, 5).waitFor();
    const sent = changesOf(page);
    // The page, as it is after a change, comes when the half of the next cell is written.
    let free = null;
    const asked = new Promise((come) => { page.route('**/review/rows?*', async (route) => {
      const answer = await route.fetch();
      await new Promise((go) => { free = go; come(); });
      await route.fulfill({ response: answer });
    }, { times: 1 }); });
    await cellOf(page, 1, 'Company').click();
    await page.keyboard.type('One');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Second ');
    await asked;
    const drawn = page.waitForResponse((one) => one.url().includes('/review/rows?'));
    free();
    await (await drawn).finished();
    await page.keyboard.type('firm');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('Second');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Third');
    await page.keyboard.press('Enter');
    await eventually(async () => (await cells()).slice(0, 3).join() === 'One,Second,Third');
    await page.locator('.review-box[aria-busy=false]').waitFor();
    await eventually(() => sent.length >= 4);
    assert.deepEqual(sent.map((one) => one.cells[5]), ['One', 'Second firm', 'Second', 'Third']);
    assert.equal(await page.locator('#notices .notice').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.closest('tr').dataset.record), '4');
  });
});

test('given a cell that is half written, when one goes back, reloads, or the server is silent, then what was written stands at the cell, and goes on', async () => {
  const id = await waiting(await here.project('Half'));
  const cells = async () => (await here.call('GET', `/api/v1/imports/${id}/review/rows`)).items.map((one) => one.cells[5]);
  const unsaved = (page, n, text) => cellOf(page, n, 'Company').getByText(`Not saved: “${text}”.`).waitFor();
  await here.within({ allow: [/401|ERR_FAILED/] }, async (page) => {
    await open(page, id, 'file');
    await open(page, id, 'rows');
    await cellOf(page, 1, 'Company').click();
    await page.keyboard.type('Half');
    await page.reload();
    await unsaved(page, 1, 'Half');
    await cellOf(page, 2, 'Company').click();
    await page.keyboard.type('More');
    await page.goBack();
    await step(page, 'File');
    await page.goForward();
    await unsaved(page, 2, 'More');
    assert.deepEqual((await cells()).slice(0, 2), ['Noël & Jean', 'Carpentier']);
    await page.route('**/review/rows/4', (route) => route.abort());
    await cellOf(page, 4, 'Company').click();
    await page.keyboard.type('Unheard');
    await page.keyboard.press('Enter');
    await page.getByText('The server does not answer').waitFor();
    await unsaved(page, 4, 'Unheard');
    await page.unroute('**/review/rows/4');
    // One goes on with what was written, or lets it go.
    await cellOf(page, 1, 'Company').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' done');
    await page.keyboard.press('Enter');
    await eventually(async () => (await cells())[0] === 'Half done');
    await cellOf(page, 2, 'Company').click();
    await page.keyboard.press('Escape');
    await cellOf(page, 2, 'Company').getByText('Not saved').waitFor({ state: 'detached' });
    await cellOf(page, 4, 'Company').click();
    // What a click on the next step leaves is sent before it.
    await page.locator('.steps a', { hasText: 'Options' }).click();
    await step(page, 'Options');
    assert.deepEqual((await cells()).slice(0, 4), ['Half done', 'Carpentier', '', 'Unheard']);
  });
});

test('given rows, when one is left out and taken in again, and then all of a state, then the figures follow', async () => {
  const id = await waiting(await here.project('Out'));
  await here.within({}, async (page) => {
    await open(page, id, 'rows');
    await page.getByRole('button', { name: 'Leave out row 2', exact: true }).click();
    await rowOf(page, 1).getByText('Left out').waitFor();
    assert.equal((await reviewOf(id)).counts.excluded, 1);
    await page.getByRole('button', { name: 'Take in row 2 again', exact: true }).click();
    await rowOf(page, 1).getByText('New lead').waitFor();
    await tab(page, 'With faults').click();
    await on(page, 'Leave out this 1 row');
    await page.getByText('There are no such rows.').waitFor();
    await tab(page, 'Left out').click();
    await rowOf(page, 3).getByText('Left out').waitFor();
    assert.equal((await reviewOf(id)).counts.excluded, 1);
  });
});

test('given columns, when none of them tells leads apart, then one cannot go on; what is chosen is kept by going on', async () => {
  const id = await waiting(await here.project('Columns'));
  await here.within({}, async (page) => {
    await open(page, id, 'columns');
    await page.getByLabel('E-mail').selectOption('');
    await page.getByLabel('Téléphone').selectOption('');
    await page.getByLabel('Réf').selectOption('');
    await page.getByText('No column tells who a lead is.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Next: rows' }).isDisabled(), true);
    await page.getByLabel('E-mail').selectOption('email');
    await page.getByLabel('pub_id').selectOption('source');
    await on(page, 'Next: rows');
    await step(page, 'Rows');
    const { mapping } = await reviewOf(id);
    assert.deepEqual(mapping.filter((one) => one.field).map((one) => one.field), ['first_name', 'last_name', 'email', 'company', 'status', 'amount', 'source']);
    assert.equal(mapping[8].manual, true);
  });
});

test('given options, when they are said, then the server has them, and the rows say who gets them', async () => {
  const project = await here.project('Options');
  await here.member(project, 'bob', 'editor');
  const id = await waiting(project);
  await here.within({}, async (page) => {
    await open(page, id, 'options');
    await page.getByRole('radio', { name: 'Update it' }).check();
    await page.getByRole('checkbox', { name: 'Also the status' }).check();
    await page.getByRole('checkbox', { name: 'Telephone' }).check();
    await page.getByRole('button', { name: 'Move “Telephone” up' }).click();
    await page.getByRole('radio', { name: 'Several people in turn' }).check();
    assert.equal(await page.getByRole('button', { name: 'Next: what will happen' }).isDisabled(), true);
    await page.getByRole('checkbox', { name: 'bob' }).check();
    // Another step is another way to leave: what was said is kept.
    await page.locator('.steps a', { hasText: 'Rows' }).click();
    await step(page, 'Rows');
    await rowOf(page, 1).getByText('bob').waitFor();
  });
  const { options } = await reviewOf(id);
  assert.deepEqual([options.keys, options.on_duplicate, options.update_fields, options.assignment.mode, options.assignment.members],
    [['email', 'phone', 'external_id'], 'update', ['status'], 'round_robin', ['bob']]);
});

test('given two people in one review, when one of them changes it, then the other is told, and sees it as it is', async () => {
  const project = await here.project('Two');
  const id = await waiting(project);
  await here.within({ allow: [/401|409/] }, async (page) => {
    await open(page, id, 'columns');
    const { version } = await reviewOf(id);
    await here.call('PATCH', `/api/v1/imports/${id}/review`, { version, options: { on_duplicate: 'update' } });
    await page.getByLabel('pub_id').selectOption('notes');
    await on(page, 'Next: rows');
    await page.getByText('Somebody else has changed this in the meantime.').waitFor();
    await step(page, 'Columns');
    await page.getByLabel('pub_id').selectOption('notes');
    await on(page, 'Next: rows');
    await step(page, 'Rows');
  });
});

test('given a project that changes after the look, when it is committed, then both figures are shown, and the new plan is offered', async () => {
  const project = await here.project('Late');
  const id = await waiting(project);
  const other = await waiting(project, `${head}L-1;Hippolyte;Benoit;hippolyte@societe.example;;;;;\n`, 'other.csv');
  await here.within({ allow: [/401|409/] }, async (page) => {
    await open(page, id, 'commit');
    await page.getByRole('button', { name: 'Import 3 leads' }).waitFor();
    await here.call('POST', `/api/v1/imports/${other}/commit`, {});
    await here.house.await(here.call, other, ['completed']);
    await on(page, 'Import 3 leads');
    await page.getByText('The project has changed in the meantime.').waitFor();
    assert.deepEqual(await page.locator('.outdated tbody tr').first().locator('td').allTextContents(), ['3', '2']);
    await on(page, 'Import 2 leads');
    await page.locator('.badge-status[data-status=completed]').waitFor();
  });
});

test('given a file that was imported already, when it is handed in again, then the page leads to that import, or imports it all the same', async () => {
  const project = await here.project('Same');
  const id = await waiting(project);
  await here.within({ allow: [/401|409/] }, async (page) => {
    await page.goto(`/projects/${project}`);
    await page.locator('input[type=file]').setInputFiles({ name: 'salon.csv', mimeType: 'text/csv', buffer: Buffer.from(people) });
    await on(page, 'Import');
    assert.equal(await page.getByRole('link', { name: 'Open that import' }).getAttribute('href'), `/imports/${id}`);
    await on(page, 'Import it all the same');
    await step(page, 'File');
    assert.notEqual(new URL(page.url()).pathname, `/imports/${id}`);
  });
});

test('given a French browser of 360 pixels, when each step is looked at, then it fits, and faults are told in French', async () => {
  const id = await waiting(await here.project('Étroit'));
  await here.within({ locale: 'fr-FR', width: 360, height: 740 }, async (page) => {
    for (const name of ['file', 'columns', 'rows', 'options', 'commit']) {
      await open(page, id, name);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, name);
    }
    await open(page, id, 'rows&state=invalid');
    await page.getByText('n’est pas une adresse e-mail').waitFor();
  });
});

test('given a column that was chosen, when one goes back, reloads or signs in anew instead of going on, then the choice is kept', async () => {
  const project = await here.project('Kept');
  const text = 'first;last;mail;other\nAnn;Lee;a@x.example;x\n';
  const other = (page) => page.getByLabel('other', { exact: true });
  const fieldOf = async (id) => (await reviewOf(id)).mapping.find((one) => one.column === 'other').field;
  const ways = {
    back: async (page) => {
      await page.goBack();
      await step(page, 'File');
    },
    reload: (page) => page.reload(),
    'sign in': async (page) => {
      await page.context().clearCookies();
      await on(page, 'Next: rows');
      await page.getByLabel('User name').fill(here.ada.username);
      await page.getByLabel('Password', { exact: true }).fill(here.ada.password);
      await on(page, 'Sign in');
      await page.locator('.steps [aria-current=step]').waitFor();
    },
    leave: async (page) => {
      await page.goto('/');
      await page.goBack();
    },
  };
  for (const [name, way] of Object.entries(ways)) {
    const id = await waiting(project, text, `${name}.csv`, { allow_duplicate_file: true });
    await here.within({}, async (page) => {
      await open(page, id, 'file');
      await on(page, 'Next: columns');
      await step(page, 'Columns');
      await other(page).selectOption('company');
      await way(page);
      await open(page, id, 'columns');
      await eventually(async () => (await other(page).inputValue()) === 'company');
      assert.equal(await fieldOf(id), 'company', name);
      // What was sent is not sent again: the next choice counts, and one that is taken back.
      await other(page).selectOption('notes');
      await other(page).selectOption('company');
      await page.reload();
      await step(page, 'Columns');
      assert.equal(await other(page).inputValue(), 'company', name);
    });
    assert.equal((await reviewOf(id)).version, 1, name);
  }
});

test('given an option that was chosen, when the page is read again while somebody else changes the review, then that is said', async () => {
  const project = await here.project('Stale');
  const id = await waiting(project, 'mail;other\na@x.example;x\n', 'stale.csv');
  await here.within({}, async (page) => {
    await open(page, id, 'options');
    await page.getByRole('radio', { name: /^Update/ }).check();
    await here.call('PATCH', `/api/v1/imports/${id}/review`, { version: 0, options: { check_file: false } });
    await page.reload();
    await page.getByText('Somebody else has changed this in the meantime.').waitFor();
  });
  assert.equal((await reviewOf(id)).options.on_duplicate, 'skip');
});
