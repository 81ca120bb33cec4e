// What belongs to more than one person: the switch in the navigation, a project's page, its members.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { document, eventually, inWindow, opened, signIn } from './house.mjs';

const { browser, house } = await opened();

const place = (page) => page.locator('.place summary');
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const member = (page, name) => page.locator(`[data-name=${name}]`);

async function make(page, name) {
  await page.goto('/projects');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Make it' }).click();
  await heading(page, name);
}

test('given somebody without a project, when they make one, then the switch leads there and back, also after a reload', async () => {
  const ada = await house.person('ada');
  await inWindow(browser, house, { allow: [/401/] }, async (page) => {
    await signIn(page, ada);
    assert.match(await place(page).textContent(), /My things/);
    await page.goto('/projects');
    await page.getByText('No projects yet').waitFor();
    await make(page, 'Town library');
    assert.match(await place(page).textContent(), /Town library/);
    await page.reload();
    await heading(page, 'Town library');
    assert.ok((await page.locator('nav.sections a').allTextContents()).includes('Members'));
    await place(page).click();
    await page.locator('.place a', { hasText: 'My things' }).click();
    await heading(page, 'Import');
    assert.ok((await page.locator('nav.sections a').allTextContents()).includes('Bookmarks'));
    await place(page).click();
    await page.locator('.place a', { hasText: 'Town library' }).click();
    await heading(page, 'Town library');
  });
});

test('given a name that one has already, when another project is to be called so, then the page says it and keeps what was written', async () => {
  const bob = await house.person('bob');
  await inWindow(browser, house, { allow: [/40[19]/] }, async (page) => {
    await signIn(page, bob);
    await make(page, 'Garden');
    await page.goto('/projects');
    await page.getByLabel('Name').fill('GARDEN');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.locator('.fault', { hasText: /name/ }).waitFor();
    assert.equal(await page.getByLabel('Name').inputValue(), 'GARDEN');
  });
});

test('given a project, when a manager adds, changes and removes a member, then each is shown, and the last manager stays', async () => {
  const cid = await house.person('cid');
  await house.person('dan');
  await inWindow(browser, house, { allow: [/40[149]/] }, async (page) => {
    await signIn(page, cid);
    await make(page, 'Orchard');
    await page.locator('nav.sections a', { hasText: 'Members' }).click();
    await heading(page, 'Members');
    await page.getByLabel('User name').fill('nobody');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.locator('.fault', { hasText: 'There is no user of that name.' }).waitFor();
    await page.getByLabel('User name').fill('dan');
    await page.getByLabel('Role', { exact: true }).selectOption('viewer');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await member(page, 'dan').waitFor();
    assert.equal(await member(page, 'dan').locator('select').inputValue(), 'viewer');
    await member(page, 'dan').locator('select').selectOption('manager');
    await page.locator('.notice', { hasText: 'The role of dan is changed.' }).waitFor();
    await member(page, 'dan').locator('select').selectOption('editor');
    await page.locator('.notice', { hasText: 'The role of dan is changed.' }).nth(1).waitFor();
    await member(page, 'cid').locator('select').selectOption('viewer');
    await page.locator('.notice.bad', { hasText: 'at least one manager' }).waitFor();
    await eventually(async () => (await member(page, 'cid').locator('select').inputValue()) === 'manager');
    await member(page, 'dan').getByRole('button', { name: 'Remove dan' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await member(page, 'dan').waitFor({ state: 'detached' });
  });
});

test('given a viewer, when they look at the project, then nothing can be changed there; once they are removed, they are led away', async () => {
  const eve = await house.person('eve');
  const fay = await house.person('fay');
  const call = await house.as(eve);
  const { id } = await call('POST', '/api/v1/projects', { name: 'Meadow' });
  await call('PUT', `/api/v1/projects/${id}/members/fay`, { role: 'viewer' });
  await inWindow(browser, house, { allow: [/40[14]/] }, async (page) => {
    await signIn(page, fay);
    await page.goto(`/projects/${id}`);
    await page.getByText('As a viewer you look and export.').waitFor();
    assert.equal(await page.locator('input[type=file]').count(), 0);
    await page.goto(`/projects/${id}/members`);
    await member(page, 'eve').waitFor();
    assert.equal(await page.locator('main select, main form').count(), 0);
    await page.goto(`/projects/${id}`);
    await page.getByText('As a viewer you look and export.').waitFor();
    await call('DELETE', `/api/v1/projects/${id}/members/fay`);
    await page.waitForURL('**/projects');
    await page.getByText('You are no member of this project any more').waitFor();
    await eventually(async () => !/Meadow/.test(await page.locator('.place').textContent()));
    await page.goto(`/projects/${id}`);
    await page.locator('main .card.empty').waitFor();
  });
});

test('given a project, when it is renamed and then deleted by its name, then both are told, and the switch knows', async () => {
  const gil = await house.person('gil');
  await inWindow(browser, house, { allow: [/40[014]/] }, async (page) => {
    await signIn(page, gil);
    await make(page, 'Hedge');
    await page.locator('nav.sections a', { hasText: 'Members' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Hedges');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.locator('.place summary', { hasText: 'Hedges' }).waitFor();
    await page.getByLabel('Write its name: Hedges').fill('Hedge');
    await page.getByRole('button', { name: 'Delete the project' }).click();
    await page.locator('.fault', { hasText: 'exactly' }).waitFor();
    await page.getByLabel('Write its name: Hedges').fill('Hedges');
    await page.getByRole('button', { name: 'Delete the project' }).click();
    await page.waitForURL('**/projects');
    await page.getByText('No projects yet').waitFor();
    assert.match(await place(page).textContent(), /My things/);
  });
});

test('given an administrator, when they look at all projects, then they see names and members, and join by a question', async () => {
  const hal = await house.person('hal');
  const call = await house.as(hal);
  const { id } = await call('POST', '/api/v1/projects', { name: 'Inlet' });
  await inWindow(browser, house, { allow: [/401/] }, async (page) => {
    await signIn(page, house.admin);
    await page.goto('/administration/projects');
    const row = page.locator(`[data-id=${id}]`);
    assert.match(await row.textContent(), /Inlet.*hal \(Manager\)/s);
    await row.getByRole('button', { name: 'Join Inlet' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Join' }).click();
    await heading(page, 'Members');
    await member(page, 'admin').waitFor();
  });
});

test('given a French browser, when a project is looked at, then its pages are French', async () => {
  const ivo = await house.person('ivo');
  const call = await house.as(ivo);
  const { id } = await call('POST', '/api/v1/projects', { name: 'Jardin' });
  await inWindow(browser, house, { locale: 'fr-FR', allow: [/401/] }, async (page) => {
    await signIn(page, ivo);
    await page.goto(`/projects/${id}/members`);
    await heading(page, 'Membres');
    await page.getByRole('button', { name: 'Supprimer le projet' }).waitFor();
    assert.match(await place(page).textContent(), /Jardin/);
  });
});

test('given imports of several people, when an administrator filters them by day and project, then the address says so and only those are shown', async () => {
  const jan = await house.person('jan');
  await house.import(jan, document({ count: 3 }), 'of today.json');
  const call = await house.as(jan);
  const { id } = await call('POST', '/api/v1/projects', { name: 'Kiosk' });
  await inWindow(browser, house, { allow: [/401/] }, async (page) => {
    await signIn(page, house.admin);
    await page.goto('/administration/imports');
    await page.locator('.import-row', { hasText: 'of today.json' }).waitFor();
    await page.getByLabel('Day (UTC)').fill('2001-01-01');
    await page.waitForURL((url) => url.searchParams.get('day') === '2001-01-01');
    await page.locator('.import-row').waitFor({ state: 'detached' });
    await page.getByLabel('Day (UTC)').fill(new Date().toISOString().slice(0, 10));
    await page.locator('.import-row', { hasText: 'of today.json' }).waitFor();
    await page.getByLabel('Project', { exact: true }).selectOption({ label: 'Kiosk' });
    await page.waitForURL((url) => url.searchParams.get('project') === id);
    await page.locator('.import-row').waitFor({ state: 'detached' });
  });
});

test('given a window of 360 pixels, when the menu of projects is opened, then all of it is on the screen', async () => {
  const eve = await house.person('narrow');
  await (await house.as(eve))('POST', '/api/v1/projects', { name: 'A project with a long name, as people give them' });
  await inWindow(browser, house, { width: 360, height: 740 }, async (page) => {
    await signIn(page, eve);
    await place(page).click();
    await page.locator('.place .menu-box').getByText('A project with a long name').waitFor();
    const { left, right } = await page.locator('.place .menu-box').evaluate((one) => { const { left, right } = one.getBoundingClientRect(); return { left, right }; });
    assert.ok(left >= 0 && right <= 360, `${left} to ${right}`);
  });
});
