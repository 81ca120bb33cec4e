// One browser, several windows: sessions that another window began or ended.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './house.mjs';
import { at, site } from './site.mjs';

const here = await site();
const eve = await here.house.person('eve');
/// As another window does it.
const again = (page, who) => page.context().request.post('/api/v1/session', { data: who });

test('given a window, when its owner signs in anew in another one, then changes and uploads of this one go on', () => here.within({ allow: [/40[13]/] }, async (page) => {
  await page.goto('/account');
  await page.locator('#tokens-title').waitFor();
  await again(page, here.ada);
  await page.getByLabel('Name', { exact: true }).fill('made after');
  await page.getByLabel('Name', { exact: true }).press('Enter');
  await eventually(async () => (await here.call('GET', '/api/v1/tokens')).items.some((one) => one.name === 'made after'));
  await page.goto('/imports');
  await page.locator('input[type=file]').setInputFiles({ name: 'again.json', mimeType: 'application/json', buffer: Buffer.from('{"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":[]}') });
  await page.getByRole('button', { name: 'Import', exact: true }).waitFor();
  await again(page, here.ada);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.locator('.import-row[data-status=completed]', { hasText: 'again.json' }).waitFor();
}));

test('given a window, when somebody else signs in in another one, then it shows what is theirs, under their name, and says so', () => here.within({ allow: [/40[13]/] }, async (page, context) => {
  await page.goto('/account');
  await page.locator('#tokens-title').waitFor();
  const other = await context.newPage();
  await other.goto('/imports');
  await other.locator('.menu-button').click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.getByLabel('User name').fill('eve');
  await other.getByLabel('Password', { exact: true }).fill(eve.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.locator('.menu-button').waitFor();
  await page.locator('#notices').getByText('eve has signed in in this browser.').waitFor();
  assert.equal(await page.locator('.menu-name').textContent(), 'eve');
  // Where this window heard nothing of it, a change tells it at the latest.
  await again(page, here.ada);
  await page.getByLabel('Name', { exact: true }).fill('whose');
  await page.getByLabel('Name', { exact: true }).press('Enter');
  await page.locator('#notices').getByText('ada has signed in in this browser.').waitFor();
  assert.equal(await page.locator('.menu-name').textContent(), 'ada');
  assert.equal((await here.call('GET', '/api/v1/tokens')).items.some((one) => one.name === 'whose'), false);
}));

test('given a form in a dialog, when the session has ended, then its owner signs in over it, and it is sent as it was written', async () => {
  const project = await here.project('Ended', [{ url: at('/sea'), title: 'Sea' }]);
  const id = await here.idOf(project, at('/sea'));
  await here.within({}, async (page, context) => {
    await page.goto(`/projects/${project}/nodes/${id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByLabel('Title').fill('A title that took long');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Save' }).click();
    const over = page.getByRole('dialog', { name: 'Your session has ended' });
    await over.getByLabel('Password').fill('wrong');
    await over.getByRole('button', { name: 'Sign in' }).click();
    await over.getByText('The user name or the password is wrong.').waitFor();
    await over.getByLabel('Password').fill(here.ada.password);
    await over.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'A title that took long' }).waitFor();
    await context.clearCookies();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByLabel('Title').fill('Given up');
    await page.getByRole('button', { name: 'Save' }).click();
    await over.getByRole('button', { name: 'Leave the page' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    assert.equal(await page.locator('dialog').count(), 0);
  });
});
