// What operators did, on the page of administration.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, House, inWindow, openBrowser, signIn } from './house.mjs';

const browser = await openBrowser();

const order = (house, ...words) =>
  execFileSync(join(build, 'waybill'), ['console', ...words, '--yes', '--data', house.data], { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'inherit'] });

/// A server of its own, and its administrator on the page.
async function onThePage(options, act) {
  const house = await House.open();
  try {
    await inWindow(browser, house, options, async (page) => {
      await signIn(page, house.admin);
      await act(page, house);
    });
  } finally {
    await house.close();
  }
}

test('given commands of an operator, when an administrator looks, then each is told: who, what, and for whom', () =>
  onThePage({}, async (page, house) => {
    await house.person('ada');
    await page.goto('/administration');
    await page.getByText('Nobody has changed anything at the console yet.').waitFor();
    order(house, 'seats', '3');
    order(house, 'sign-out', 'ada');
    await page.reload();
    const rows = page.locator('.operations tbody tr');
    await rows.first().waitFor();
    assert.deepEqual(await rows.evaluateAll((all) => all.map((one) => one.dataset.verb)), ['sign-out', 'seats']);
    assert.match(await rows.nth(0).innerText(), /ada/);
    assert.match(await rows.nth(1).innerText(), /seats 3\s+the whole server/);
  }));

test('given more commands than stand on the page, when older ones are asked for, then they come below, in French too', () =>
  onThePage({ locale: 'fr-FR' }, async (page, house) => {
    for (let n = 1; n <= 12; ++n) order(house, 'seats', String(n));
    await page.goto('/administration');
    const rows = page.locator('.operations tbody tr');
    await rows.nth(9).waitFor();
    assert.equal(await rows.count(), 10);
    await page.getByRole('button', { name: 'Afficher les précédentes' }).click();
    await rows.nth(11).waitFor();
    assert.match(await rows.nth(11).innerText(), /seats 1\s+tout le serveur/);
    assert.equal(await page.getByRole('button', { name: 'Afficher les précédentes' }).isVisible(), false);
  }));
