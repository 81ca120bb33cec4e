// Backups on the page of administration.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { House, inWindow, openBrowser, signIn } from './house.mjs';

const browser = await openBrowser();
const place = mkdtempSync(join(tmpdir(), 'waybill-backups-'));
after(() => rmSync(place, { recursive: true, force: true }));

/// A server of its own, and its administrator on the page.
async function onThePage(settings, options, act) {
  const house = await House.open(settings);
  try {
    await inWindow(browser, house, options, async (page) => {
      await signIn(page, house.admin);
      await page.goto('/administration');
      await act(page);
    });
  } finally {
    await house.close();
  }
}

test('given a folder for backups, when an administrator asks for one, then the table tells how it ended', async () => {
  const folder = join(place, 'backups');
  await onThePage({ WAYBILL_BACKUP_FOLDER: folder }, {}, async (page) => {
    await page.getByText(folder).waitFor();
    assert.equal(await page.locator('.backups tbody tr').count(), 0);
    await page.getByRole('button', { name: 'Back up now' }).click();
    const made = page.locator('.backups tr[data-status=finished]');
    await made.waitFor();
    assert.match(await made.innerText(), /admin/);
    assert.match(await made.innerText(), /Up to event \d+/);
    assert.ok(existsSync(join(folder, 'backups', '000001')));
    await page.locator('button:enabled', { hasText: 'Back up now' }).waitFor();
  });
});

test('given a folder that cannot be used, when a backup is asked for, then the page says in French that it failed', async () => {
  await onThePage({ WAYBILL_BACKUP_FOLDER: '/proc/backups' }, { locale: 'fr-FR' }, async (page) => {
    await page.getByRole('button', { name: 'Sauvegarder maintenant' }).click();
    const failed = page.locator('.backups tr[data-status=failed]');
    await failed.waitFor();
    assert.match(await failed.innerText(), /Échec/);
  });
});

test('given no folder for backups, when an administrator looks, then the page says which setting is missing', () =>
  onThePage({}, {}, async (page) => {
    await page.getByText('backup.folder').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Back up now' }).isVisible(), false);
  }));
