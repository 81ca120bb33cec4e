// What is saved is what somebody chose: no more of it, not twice, not for somebody else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { document, eventually } from './house.mjs';
import { site } from './site.mjs';

const here = await site();

const csv = 'E-mail;Prénom;Créé le;Truc\nzoe@mail.example;Zoé;01/05/2025;t\n';

async function waiting(project, name = 'leads.csv') {
  const form = new FormData();
  for (const [key, value] of Object.entries({ kind: 'leads', project, options: JSON.stringify({ allow_duplicate_file: true }) })) form.append(key, value);
  form.append('file', new Blob([csv]), name);
  const { id } = await here.call('POST', '/api/v1/imports', form);
  await here.house.await(here.call, id, ['ready']);
  return id;
}

/// A project with that lead in it.
async function withLead(name) {
  const project = await here.project(name);
  const id = await waiting(project);
  await here.call('POST', `/api/v1/imports/${id}/commit`, {});
  await here.house.await(here.call, id, ['completed']);
  return project;
}

const leadsOf = async (project) => (await here.call('GET', `/api/v1/projects/${project}/leads`)).items;
const projectOf = (project) => here.call('GET', `/api/v1/projects/${project}`);
const roleOf = async (project, name) => (await projectOf(project)).members.find((one) => one.user.username === name).role;
const keep = (page) => page.getByRole('button', { name: 'Keep the settings' }).click();
const signOut = async (page) => {
  await page.locator('.menu-button').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
};
const signInAs = async (page, who) => {
  await page.getByLabel('User name').fill(who.username);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

test('given a choice that nobody has sent, when somebody else signs in in the same tab, then it is not sent as theirs, and waits for its author', async () => {
  const project = await here.project('Drafts');
  const bert = await here.member(project, 'bert', 'editor');
  const id = await waiting(project);
  const step = (page, name) => page.locator('.steps [aria-current=step]', { hasText: name }).waitFor();
  await here.within({}, async (page) => {
    await page.goto(`/imports/${id}?step=columns`);
    await step(page, 'Columns');
    await page.getByLabel('Truc').selectOption('notes');
    await signOut(page);
    await signInAs(page, bert);
    await page.locator('.menu-button').waitFor();
    await page.goto(`/imports/${id}?step=options`);
    await step(page, 'Options');
    assert.equal((await here.call('GET', `/api/v1/imports/${id}/review`)).version, 0);
    await signOut(page);
    await signInAs(page, here.ada);
    await page.locator('.menu-button').waitFor();
    await page.goto(`/imports/${id}?step=columns`);
    await eventually(async () => (await page.getByLabel('Truc').inputValue()) === 'notes');
    assert.equal((await here.call('GET', `/api/v1/imports/${id}/review`)).version, 1);
  });
});

test('given settings that another manager changes meanwhile, when one saves others, then both hold; the same ones are not overwritten', async () => {
  const project = await here.project('Settings');
  const { statuses } = (await projectOf(project)).leads;
  const more = (code) => [...statuses, { code, en: code, fr: code }];
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/members`);
    await page.getByLabel('Country').waitFor();
    await here.call('PATCH', `/api/v1/projects/${project}`, { leads: { statuses: more('vip') } });
    await page.getByLabel('Country').selectOption('DE');
    await keep(page);
    await eventually(async () => (await projectOf(project)).leads.default_country === 'DE');
    assert.equal((await projectOf(project)).leads.statuses.some((one) => one.code === 'vip'), true);
    await page.getByText('Statuses', { exact: true }).click();
    await page.locator('.status-list input').first().fill('Tout nouveau');
    await keep(page);
    await page.getByText('Somebody else has changed the statuses in the meantime.').waitFor();
    assert.equal((await projectOf(project)).leads.statuses.some((one) => one.code === 'vip'), true);
    await page.reload();
    await page.getByText('Statuses', { exact: true }).click();
    await page.locator('.status-list input').first().fill(await page.locator('.status-list li').nth(1).locator('input').first().inputValue());
    await keep(page);
    await page.getByText('Two statuses have the same name.').waitFor();
    // Folded up, an empty name is shown all the same.
    await page.reload();
    await page.getByText('Statuses', { exact: true }).click();
    await page.locator('.status-list input').first().fill('');
    await page.getByText('Statuses', { exact: true }).click();
    await keep(page);
    await page.locator('.status-list input').first().waitFor();
  });
});

test('given members, when one of them is added again, then their role stays; by keys, only the role on which one stops is saved', async () => {
  const project = await here.project('Roles');
  await here.member(project, 'mona', 'manager');
  await here.member(project, 'vera', 'viewer');
  await here.within({}, async (page) => {
    await page.goto(`/projects/${project}/members`);
    await page.getByText('Add a member', { exact: true }).first().click();
    await page.getByLabel('User name').fill('Mona');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Mona is a member already.').waitFor();
    assert.equal(await roleOf(project, 'mona'), 'manager');
    const sent = [];
    page.on('request', (one) => { if (one.method() === 'PUT') sent.push(one.postDataJSON().role); });
    await page.getByLabel('Role of vera').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await eventually(async () => (await roleOf(project, 'vera')) === 'manager');
    assert.deepEqual(sent, ['manager']);
  });
});

test('given a lead, when its status is passed through by keys, then the last one is saved, and its day is the day of the file in every zone', async () => {
  const project = await withLead('Status');
  const [lead] = await leadsOf(project);
  assert.equal(lead.created.slice(0, 10), '2025-05-01');
  await here.within({}, async (page) => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setTimezoneOverride', { timezoneId: 'Pacific/Kiritimati' });
    await page.goto(`/projects/${project}/leads/${lead.id}`);
    await page.getByText('1 May 2025').first().waitFor();
    const sent = [];
    page.on('request', (one) => { if (one.method() === 'PATCH') sent.push(one.postDataJSON().status); });
    const codes = (await projectOf(project)).leads.statuses.map((one) => one.code);
    await page.getByLabel('Status', { exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await eventually(async () => (await leadsOf(project))[0].status === codes[2]);
    assert.deepEqual(sent, [codes[2]]);
  });
});

test('given a form that is sent by two clicks, when its answer takes its time, then one thing is made', () => here.within({}, async (page) => {
  await page.goto('/account');
  let free = null;
  let sent = 0;
  await page.route('**/api/v1/tokens', async (route) => {
    if (route.request().method() === 'POST' && ++sent === 1) await new Promise((go) => { free = go; });
    await route.continue();
  });
  await page.getByLabel('Name', { exact: true }).fill('script');
  await page.getByRole('button', { name: 'Make a token' }).dblclick();
  await eventually(() => free);
  await page.getByLabel('Name', { exact: true }).press('Enter');
  free();
  await page.getByText('script', { exact: true }).first().waitFor();
  assert.equal(sent, 1);
  assert.equal((await here.call('GET', '/api/v1/tokens')).items.filter((one) => one.name === 'script').length, 1);
}));

test('given the last page of a list, when all of it is deleted, then the page leads to the first, and does not say that there are none', async () => {
  await here.house.import(here.ada, document({ count: 25 }));
  await here.within({}, async (page) => {
    await page.goto('/bookmarks');
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('Page 2').waitFor();
    await page.getByLabel('Select this page').or(page.locator('.select-bar input')).first().check();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nothing is left on this page.').waitFor();
    await page.getByRole('button', { name: 'Show the first page' }).click();
    await page.locator('.sheet > li').nth(19).waitFor();
  });
});
