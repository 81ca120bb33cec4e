// Large files come in pieces: what the server has is not sent again, whatever happens on the way.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { document, eventually, inStatus, inWindow, onDisk, opened, row, signIn, silences } from './house.mjs';

const { browser, house } = await opened();
let path;
const count = 60_000;

before(async () => {
  path = onDisk(house, 'large.json', document({ count }));
});

const lines = new WeakMap();
/// The line to the server carries so many bytes a second; null: as many as it can.
async function narrow(page, upload_bytes, offline = false) {
  if (!lines.has(page)) {
    lines.set(page, await page.context().newCDPSession(page));
    await lines.get(page).send('Network.enable');
  }
  await lines.get(page).send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: upload_bytes ?? -1 });
}

/// Counts the bytes that pieces bring.
function listen(page) {
  const told = { pieces: [] };
  page.on('request', (asked) => { if (asked.method() === 'PATCH') told.pieces.push(Number(asked.headers()['upload-offset'])); });
  return told;
}

const start = (page) => page.getByRole('button', { name: 'Import', exact: true }).click();
const choose = async (page) => {
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('button', { name: 'Import', exact: true }).waitFor();
};
const within = (options, act) => inWindow(browser, house, { allow: [silences, /ERR_INTERNET_DISCONNECTED|ERR_ABORTED/], ...options }, act);

test('given a large file on its way, when the server is killed and comes back, then it goes on by itself, and every record is imported', () =>
  within({}, async (page) => {
    await signIn(page, await house.person('kim'));
    const told = listen(page);
    await choose(page);
    await narrow(page, 5_000_000);
    await start(page);
    await page.getByText(/ of [\d.]+ MB \([1-9]\d%\)/).waitFor();
    await house.kill();
    await page.locator('.upload').getByText('The server cannot be reached.').waitFor();
    await narrow(page, null);
    await house.restart();
    await inStatus(page, 'large.json', 'completed');
    await row(page, 'large.json').getByText('60,000 of 60,000 (100%)').waitFor();
    assert.ok(told.pieces.some((offset) => offset > 0));
    assert.equal(await page.locator('.import-row').count(), 1);
  }));

test('given a large file half-way, when the page is closed and the file chosen again, then it goes on where it stopped', () =>
  within({}, async (page) => {
    const who = await house.person('rea');
    await signIn(page, who);
    await choose(page);
    await narrow(page, 4_000_000);
    await start(page);
    await page.getByText(/ of [\d.]+ MB \((6|7|8|9)\d%\)/).waitFor();
    await page.reload();
    await page.getByText('“large.json” (').waitFor();
    const told = listen(page);
    await narrow(page, null);
    await choose(page);
    await start(page);
    await inStatus(page, 'large.json', 'completed');
    assert.ok(told.pieces.length > 0 && told.pieces.every((offset) => offset > 0), `${told.pieces}`);
    await row(page, 'large.json').getByText('60,000 of 60,000 (100%)').waitFor();
    assert.equal(await page.locator('.left-over').count(), 0);
  }));

test('given a large file half-way, when the network goes and the person cancels, then nothing of it is left', () =>
  within({ locale: 'fr-FR' }, async (page) => {
    const who = await house.person('noe');
    const before = house.files();
    await signIn(page, who);
    await page.locator('input[type=file]').setInputFiles(path);
    await narrow(page, 1_500_000);
    await page.getByRole('button', { name: 'Importer', exact: true }).click();
    await page.getByText(/\(\d\d\s%\)/).waitFor();
    await narrow(page, null, true);
    await page.locator('.upload').getByText('Le serveur est injoignable.').waitFor();
    await narrow(page, 1_500_000);
    await page.locator('.upload').getByText(/\(\d\d?\s%\)/).waitFor();
    await page.getByRole('button', { name: 'Annuler l’envoi' }).click();
    await page.getByRole('alert').getByText(/annulé/).waitFor();
    await eventually(() => house.files() === before);
    assert.deepEqual((await (await house.as(who))('GET', '/api/v1/imports')).items, []);
    await page.getByRole('button', { name: 'Importer', exact: true }).waitFor();
  }));

test('given a file that was sent and not imported, when the person removes it, then it is gone from the server', () =>
  within({}, async (page) => {
    const before = house.files();
    await signIn(page, await house.person('eva'));
    await choose(page);
    await narrow(page, 4_000_000);
    await start(page);
    await page.getByText(/ of [\d.]+ MB \([1-9]\d%\)/).waitFor();
    await page.reload();
    await eventually(() => house.files() === before + 1);
    await page.getByRole('button', { name: 'Remove large.json from the server' }).click();
    await page.locator('.left-over').waitFor({ state: 'detached' });
    await eventually(() => house.files() === before);
  }));
