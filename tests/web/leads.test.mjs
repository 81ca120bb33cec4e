// A project's leads: the list with its filters, one lead, what is changed by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site } from './site.mjs';

const here = await site();

const people = `Réf;Prénom;Nom;E-mail;Téléphone;Société;Statut
L-1;Hippolyte;Benoit;hippolyte@societe.example;+33 4 65 71 34 18;Noël & Jean;won
L-2;Sylvie;Gonzalez;sylvie@mail.example;05 36 49 29 30;Carpentier;
L-3;Émérencie;Duval;emerencie@mail.example;;Vidal;contacted
`;

/// The project with leads of that file, committed.
async function withLeads(project, text = people) {
  const form = new FormData();
  form.append('kind', 'leads');
  form.append('project', project);
  form.append('file', new Blob([text]), 'salon.csv');
  const { id } = await here.call('POST', '/api/v1/imports', form);
  await here.house.await(here.call, id, ['ready']);
  await here.call('POST', `/api/v1/imports/${id}/commit`, {});
  await here.house.await(here.call, id, ['completed']);
  return id;
}

const names = (page) => page.locator('.lead-name').allTextContents();
const list = async (page, project, search = '') => {
  await page.goto(`/projects/${project}/leads${search}`);
  await page.locator('h1').waitFor();
};

test('given a project without leads, when its list is opened, then it says how to begin; a viewer cannot', async () => {
  const project = await here.project('Empty');
  const viewer = await here.member(project, 'vera', 'viewer');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}`);
    await page.getByRole('navigation', { name: 'Sections' }).or(page.locator('nav.sections')).getByRole('link', { name: 'Leads' }).click();
    await page.getByText('No leads yet').waitFor();
    const begun = page.waitForEvent('download');
    await page.getByText('Template', { exact: true }).click();
    await page.getByRole('link', { name: /^CSV/ }).click();
    assert.match((await begun).suggestedFilename(), /\.csv$/);
    await page.getByRole('link', { name: 'Import leads' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  });
  await here.within({ who: viewer }, async (page) => {
    await list(page, project);
    await page.getByText('Editors of this project can import some.').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Import leads' }).count(), 0);
  });
});

test('given leads, when they are searched, filtered and sorted, then the list and its address say so', async () => {
  const project = await here.project('Filters');
  await withLeads(project);
  await here.within({}, async (page) => {
    await list(page, project);
    assert.equal((await names(page)).length, 3);
    await page.getByLabel('Status', { exact: true }).selectOption('won');
    await page.waitForURL(/status=won/);
    await page.locator('.leads-table tbody tr').nth(1).waitFor({ state: 'detached' });
    assert.deepEqual(await names(page), ['Hippolyte Benoit']);
    await list(page, project, '?q=duval');
    assert.deepEqual(await names(page), ['Émérencie Duval']);
    await list(page, project, '?sort=name');
    assert.equal((await names(page)).length, 3);
    await list(page, project, '?q=xyzzy');
    await page.getByText('There are no such leads.').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.locator('.lead-name').nth(2).waitFor();
  });
});

test('given a lead, when it is changed by hand, then its history tells before and after, and a value that is none stands at its field', async () => {
  const project = await here.project('One');
  await here.member(project, 'bob', 'editor');
  await withLeads(project);
  await here.within({ allow: [/400|401|409/] }, async (page) => {
    await list(page, project, '?q=sylvie');
    await page.locator('.lead-name').click();
    await page.locator('.timeline').waitFor();
    await page.getByLabel('Status', { exact: true }).selectOption('qualified');
    await page.locator('.timeline li').nth(1).getByText('Qualified').waitFor();
    await page.getByLabel('Assigned to', { exact: true }).selectOption('bob');
    await page.locator('.timeline li').nth(2).getByText('bob', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail').fill('no address');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.locator('.fault:not(:empty)').waitFor();
    await dialog.getByLabel('E-mail').fill('sylvie.gonzalez@mail.example');
    await dialog.getByLabel('Company').fill('Carpentier & fils');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.locator('.timeline li').nth(3).getByText('Carpentier & fils').waitFor();
    assert.deepEqual((await here.call('GET', `/api/v1/projects/${project}/leads`)).items.map((one) => one.external_id).toSorted(), ['L-1', 'L-2', 'L-3']);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The lead is deleted.').waitFor();
  });
  assert.deepEqual((await here.call('GET', `/api/v1/projects/${project}/leads`)).items.map((one) => one.external_id).toSorted(), ['L-1', 'L-3']);
});

test('given a viewer, when a lead is looked at, then nothing can be changed', async () => {
  const project = await here.project('Seen');
  const viewer = await here.member(project, 'victor', 'viewer');
  await withLeads(project);
  await here.within({ who: viewer }, async (page) => {
    await list(page, project, '?q=duval');
    await page.locator('.lead-name').click();
    await page.locator('.timeline').waitFor();
    await page.locator('.facts').getByText('emerencie@mail.example').first().waitFor();
    assert.equal(await page.locator('main').getByRole('combobox').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Edit', exact: true }).count(), 0);
  });
});
