// A file on its way: stopped by the person, refused by the server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { document, eventually, inStatus, inWindow, onDisk, opened, row, signIn, silences } from './house.mjs';

const { browser, house } = await opened();

/// The line to the server carries so many bytes a second; null: as many as it can.
async function narrow(page, upload_bytes) {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: upload_bytes ?? -1 });
}

const start = (page) => page.getByRole('button', { name: 'Import', exact: true }).click();

test('given an upload half-way, when the person cancels it, then nothing of it is left, and it can be sent again', async () => {
  const una = await house.person('una');
  const path = onDisk(house, 'far.json', document({ count: 10_000 }));
  await inWindow(browser, house, {}, async (page) => {
    await signIn(page, una);
    await narrow(page, 300_000);
    await page.locator('input[type=file]').setInputFiles(path);
    await start(page);
    await page.getByText(/ of [\d.]+ MB \([1-9]\d?%\)/).waitFor();
    await page.locator('.bar-pace', { hasText: 'kB/s' }).waitFor();
    await eventually(() => house.files() === 1);
    // Other pages, and other views of this one, do not take it away.
    await page.getByRole('navigation').getByRole('link', { name: 'Bookmarks' }).click();
    await page.getByText('No bookmarks yet').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Import', exact: true }).click();
    await page.getByLabel('Status').selectOption('failed');
    await page.waitForURL(/status=failed/);
    await page.getByText('No imports in this status').waitFor();
    await page.getByRole('button', { name: 'Cancel the upload' }).click();
    await page.getByRole('alert').getByText('The upload was cancelled; nothing was imported.').waitFor();
    await eventually(() => house.files() === 0);
    assert.deepEqual((await (await house.as(una))('GET', '/api/v1/imports')).items, []);
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.getByText('No imports yet').waitFor();
    await narrow(page, null);
    await start(page);
    await inStatus(page, 'far.json', 'completed');
    await row(page, 'far.json').getByText('10,000 of 10,000 (100%)').waitFor();
    assert.equal(await page.locator('.import-row').count(), 1);
  });
});

test('given a page that believes in a larger limit, when a file is sent, then the server’s refusal is told with its limit', async () => {
  const tom = await house.person('tom');
  const path = onDisk(house, 'huge.json', document({ count: 60_000 }));
  await inWindow(browser, house, { allow: [silences, /413/] }, async (page) => {
    await signIn(page, tom);
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByRole('button', { name: 'Import', exact: true }).waitFor();
    await house.stop();
    await house.restart({ WAYBILL_IMPORTS_FILE_LIMIT_BYTES: '2000000' });
    await start(page);
    await page.getByRole('alert').getByText(/^“huge.json” is too large: [\d.]+ MB, and 2 MB is the limit.$/).waitFor();
    assert.equal(house.files(), 0);
    assert.deepEqual((await (await house.as(tom))('GET', '/api/v1/imports')).items, []);
    await page.getByRole('button', { name: 'Choose another' }).click();
    await page.getByText('up to 2 MB and').waitFor();
  });
});
