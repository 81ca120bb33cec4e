// What a person does in a browser, against a real server.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { choose, document, eventually, House, inStatus, inWindow, onDisk, opened, openWindow, row, signIn, silences } from './house.mjs';

// Small chunks, each synced: an import lasts long enough to be watched and stopped.
const slowly = { WAYBILL_IMPORTS_CHUNK_RECORDS: '2', WAYBILL_IMPORTS_CONCURRENT: '2' };

const { browser, house } = await opened({ WAYBILL_IMPORTS_CHUNK_RECORDS: '20' });
const people = {};

before(async () => {
  for (const name of ['ann', 'bob', 'cleo', 'dora', 'gil', 'fr', 'ivo', 'fifty', 'bea']) people[name] = await house.person(name);
});

const within = (options, act, at = house) => inWindow(browser, at, options, act);

test('given a wrong password, when somebody signs in, then it does not say which half was wrong; the right one leads in', () =>
  within({ allow: [/401/] }, async (page) => {
    const say = async (name, password) => {
      await page.locator('input[autocomplete=username]').fill(name);
      await page.locator('input[type=password]').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await page.goto('/bookmarks?q=field');
    await page.waitForURL(/\/sign-in\?next=/);
    await say('ann', 'not this one');
    const fault = page.getByRole('alert');
    await fault.getByText('The user name or the password is wrong.').waitFor();
    await say('nobody', 'not this one');
    await fault.getByText('The user name or the password is wrong.').waitFor();
    await say(people.ann.username, people.ann.password);
    await page.waitForURL(/\/bookmarks\?q=field$/);
    const cookies = await page.context().cookies();
    assert.deepEqual(cookies.map((one) => one.name).sort(), ['waybill_known', 'waybill_session']);
    for (const cookie of cookies) {
      assert.equal(cookie.httpOnly, true);
      assert.equal(cookie.sameSite, 'Lax');
    }
    await page.locator('details.menu summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in$/);
    // The browser stays known to the account; what could act for it is gone.
    assert.deepEqual((await page.context().cookies()).map((one) => one.name), ['waybill_known']);
  }));

test('given 50,000 records, when they are imported, then the bar moves and finishes without a reload, and failures are listed and downloaded', async () => {
  const path = onDisk(house, 'fifty.json', document({ count: 50_000, bad: 1_000 }));
  await within({}, async (page) => {
    await signIn(page, people.fifty);
    await page.evaluate(() => { window.sameLoad = true; window.widths = new Set(); });
    await page.getByText('No imports yet').waitFor();
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByText('Keep mine').waitFor();
    await page.evaluate(() => new MutationObserver(() => {
      const bar = window.document.querySelector('.import-row .bar-fill');
      if (bar) window.widths.add(bar.style.width);
    }).observe(window.document.body, { subtree: true, childList: true, attributes: true }));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await inStatus(page, 'fifty.json', 'completed');
    await row(page, 'fifty.json').getByText('50,000 of 50,000 (100%)').waitFor();
    assert.ok((await page.evaluate(() => window.widths.size)) >= 3, 'the bar moved');
    assert.equal(await page.evaluate(() => window.sameLoad), true);
    await page.getByRole('link', { name: 'See why 50 records failed' }).click();
    await page.locator('.tile.failed strong', { hasText: '50' }).waitFor();
    await page.locator('tbody tr').nth(19).waitFor();
    assert.equal(await page.locator('tbody .outcome.failed').count(), 20);
    assert.equal(await page.locator('tbody tr').first().locator('td').last().innerText(), 'It has no URL');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Page 2').waitFor();
    await page.locator('tbody tr').first().getByText('21,000').waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download CSV' }).click()]);
    const lines = readFileSync(await file.path(), 'utf8').trim().split('\r\n');
    assert.equal(lines.length, 51);
    assert.ok(lines[1].includes('url_missing'));
    await page.locator('.chart').waitFor();
    await page.getByText('Completed: all 50,000 records have an outcome').waitFor();
    await page.reload();
    await page.locator('.tile.failed strong', { hasText: '50' }).waitFor();
  });
});

test('given an import under way, when it is paused, resumed, cancelled and retried, then each is shown, and it ends whole', async () => {
  const slow = await House.open(slowly);
  try {
    const dan = await slow.person('dan');
    const path = onDisk(slow, 'long.json', document({ count: 6_000 }));
    await within({}, async (page) => {
      await signIn(page, dan);
      await choose(page, path);
      const button = (name) => row(page, 'long.json').getByRole('button', { name, exact: true });
      await inStatus(page, 'long.json', 'processing');
      await button('Pause').click();
      await inStatus(page, 'long.json', 'paused');
      await button('Resume').click();
      await inStatus(page, 'long.json', 'processing');
      await button('Cancel').click();
      await page.getByRole('button', { name: 'Keep as it is' }).click();
      await button('Cancel').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the import' }).click();
      await inStatus(page, 'long.json', 'cancelled');
      await row(page, 'long.json').getByRole('link', { name: 'long.json' }).click();
      await page.getByText('Cancelled; what was applied stays').waitFor();
      await page.getByRole('button', { name: 'Retry' }).click();
      await page.locator('.title-row [data-status=completed]').waitFor();
      await page.locator('.tile.created strong', { hasText: '6,000' }).waitFor();
      await page.getByText('Attempt 2 was asked for').waitFor();
    }, slow);
  } finally {
    await slow.close();
  }
});

test('given an open page, when the server is killed and started again, then the page goes on by itself to the end', async () => {
  const slow = await House.open(slowly);
  try {
    const fay = await slow.person('fay');
    const path = onDisk(slow, 'torn.json', document({ count: 6_000 }));
    await within({ allow: [silences] }, async (page) => {
      await signIn(page, fay);
      await page.evaluate(() => { window.sameLoad = true; });
      await choose(page, path);
      await inStatus(page, 'torn.json', 'processing');
      await slow.kill();
      await page.getByText('The server does not answer.').waitFor();
      await slow.restart();
      await inStatus(page, 'torn.json', 'completed');
      await row(page, 'torn.json').getByText('6,000 of 6,000 (100%)').waitFor();
      await page.getByText('The server does not answer.').waitFor({ state: 'hidden' });
      assert.equal(await page.evaluate(() => window.sameLoad), true);
      await row(page, 'torn.json').getByRole('link', { name: 'torn.json' }).click();
      const restart = page.locator('.timeline [data-type=taken_up]');
      await restart.getByText(/^The server was started again; it goes on with record [\d,]+$/).waitFor();
      await restart.getByText('the server', { exact: false }).last().waitFor();
      assert.equal(await restart.count(), 1);
      await page.locator('details.menu summary').click();
      await page.getByRole('button', { name: 'Français' }).click();
      await restart.getByText(/^Le serveur a redémarré\s; reprise à l’enregistrement [\d\s]+$/).waitFor();
    }, slow);
  } finally {
    await slow.close();
  }
});

test('given the page of an import under way, when the server is killed and started again, then its story says so while it goes on', async () => {
  // So many that they are not through before the page has found the server again: it waits longer each time it is not there.
  const slow = await House.open({ ...slowly, WAYBILL_IMPORTS_CHUNK_RECORDS: '1' });
  try {
    const zoe = await slow.person('zoe');
    const made = await slow.import(zoe, document({ count: 60_000 }), 'long.json', ['processing']);
    await within({ allow: [/ERR_/] }, async (page) => {
      await signIn(page, zoe);
      await page.goto(`/imports/${made.id}`);
      await page.locator('.timeline [data-type=parsing_finished]').waitFor();
      await slow.kill();
      await page.locator('.connection.lost').waitFor();
      await slow.restart();
      await page.locator('.timeline [data-type=taken_up]').waitFor();
      assert.equal(await page.locator('.timeline [data-type=completed]').count(), 0);
      await page.locator('.connection').waitFor({ state: 'hidden' });
      await page.locator('[data-action=cancel]').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the import' }).click();
      await page.locator('.title-row [data-status=cancelled]').waitFor();
    }, slow);
  } finally {
    await slow.close();
  }
});

test('given a file that fails as a whole, when it is shown, then its place is named, and it can be retried and deleted', () =>
  within({}, async (page) => {
    await house.import(people.bea, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection",\n "items": [}`, 'broken.json');
    await signIn(page, people.bea);
    await inStatus(page, 'broken.json', 'failed');
    await row(page, 'broken.json').getByText('(line 2, column').waitFor();
    await row(page, 'broken.json').getByRole('button', { name: 'Retry' }).click();
    await inStatus(page, 'broken.json', 'failed');
    await row(page, 'broken.json').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No imports yet').waitFor();
  }));

test('given files that cannot be imported, when they are chosen, then the page says why before a byte is sent', () =>
  within({}, async (page) => {
    await signIn(page, people.bob);
    let sent = 0;
    page.on('request', (asked) => { if (asked.method() === 'POST') ++sent; });
    const offer = (name, text) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    await offer('empty.json', '');
    await page.getByText('“empty.json” is empty.').waitFor();
    await offer('old.html', '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>');
    await page.getByRole('radio', { name: 'Bookmarks', checked: true }).waitFor();
    await page.getByRole('button', { name: 'Choose another' }).click();
    await offer('notes.txt', 'plain words');
    await page.getByRole('radio', { name: 'A table', checked: true }).waitFor();
    await page.getByRole('radio', { name: 'Bookmarks' }).check();
    await page.getByText('“notes.txt” holds no bookmarks that can be read.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled());
    await page.getByRole('radio', { name: 'A table' }).check();
    await page.getByText('“notes.txt” holds no bookmarks that can be read.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Choose another' }).click();
    await offer('scan.pdf', '%PDF-1.7');
    await page.getByText('“scan.pdf” is no file that can be imported here.').waitFor();
    assert.equal(sent, 0);
  }));

test('given two people, when one imports, then the other sees nothing of it, by list or by address', async () => {
  await house.import(people.cleo, document({ count: 10, tag: 'cleo' }), 'mine alone.json');
  const [one] = (await (await house.as(people.cleo))('GET', '/api/v1/imports')).items;
  await within({ allow: [/403|404/] }, async (page) => {
    await signIn(page, people.dora);
    await page.getByText('No imports yet').waitFor();
    await house.import(people.cleo, document({ count: 10, tag: 'again' }), 'second.json');
    await house.import(people.dora, document({ count: 3, tag: 'dora' }), 'own.json');
    await inStatus(page, 'own.json', 'completed');
    assert.equal(await page.locator('.import-row').count(), 1);
    await page.goto(`/imports/${one.id}`);
    await page.getByText('There is nothing here').waitFor();
    await page.goto('/nonsense');
    await page.getByText('It does not exist, or it is not yours.').waitFor();
    await page.goto('/bookmarks');
    await page.locator('.bookmark').nth(2).waitFor();
    assert.equal(await page.locator('.bookmark').count(), 3);
    await page.goto('/administration');
    await page.getByText('Only an administrator may do this.').waitFor();
  });
});

test('given a bookmark, when it is overwritten, searched and deleted, then its history tells it', () =>
  within({ allow: [/404/] }, async (page) => {
    await house.import(people.gil, document({ count: 10, tag: 'cleo' }));
    await signIn(page, people.gil);
    const changed = JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection',
      items: [{ type: 'Link', url: 'https://example.org/cleo/3', name: 'A river named anew', tag: ['river'] }] });
    await page.locator('input[type=file]').setInputFiles({ name: 'change.json', mimeType: 'application/json', buffer: Buffer.from(changed) });
    await page.getByLabel('Take the file’s').check();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await inStatus(page, 'change.json', 'completed');
    await page.getByRole('navigation').getByRole('link', { name: 'Bookmarks' }).click();
    await page.getByRole('searchbox').fill('named anew');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=named/);
    // The page before stays until the next one is there.
    await page.locator('.bookmark').nth(1).waitFor({ state: 'detached' });
    assert.equal(await page.locator('.bookmark').count(), 1);
    await page.getByRole('link', { name: 'A river named anew' }).click();
    await page.locator('.timeline [data-type=updated]').waitFor();
    await page.locator('td.before').getByText('Field notes 3').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Bookmarks', exact: true }).waitFor();
    assert.equal(await page.locator('.bookmark', { hasText: 'A river named anew' }).count(), 0);
  }));

test('given an account, when its password changes and a token is made, then both work, and signing out everywhere ends all', async () => {
  const gus = await house.person('gus');
  await within({ allow: [/401/] }, async (page) => {
    await signIn(page, gus);
    const other = await openWindow(browser, house, { allow: [/401/] });
    await signIn(other.page, gus);
    await page.goto('/account');
    await page.getByLabel('Present password').fill(gus.password);
    await page.getByLabel('New password').fill('a better password');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    await other.page.waitForURL(/\/sign-in/);
    await page.getByLabel('Name').fill('laptop');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.getByLabel('The new token').inputValue();
    const asked = await fetch(`${house.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(asked.status, 200);
    await page.getByRole('button', { name: 'Revoke laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No tokens yet.').waitFor();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.waitForURL(/\/sign-in$/);
    await other.context.close();
  });
});

test('given an administrator, when accounts are added, disabled and enabled, then they can sign in, cannot, and can', () =>
  within({}, async (page) => {
    await house.import(people.ivo, document({ count: 3 }));
    await signIn(page, house.admin);
    await page.getByRole('link', { name: 'Administration' }).click();
    await page.getByText('Event log').waitFor();
    await page.getByText('Add an account').click();
    await page.getByLabel('User name').fill('hal');
    await page.getByLabel('Password', { exact: true }).fill('password of hal');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const hal = { username: 'hal', password: 'password of hal' };
    const may = async () => (await fetch(`${house.url}/api/v1/session`, { method: 'POST', body: JSON.stringify(hal) })).status;
    await page.locator('[data-name=hal]').waitFor();
    assert.equal(await may(), 200);
    await page.getByRole('button', { name: 'Disable hal' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.locator('[data-name=hal].off').waitFor();
    assert.equal(await may(), 401);
    await page.getByRole('button', { name: 'Enable hal' }).click();
    await page.locator('[data-name=hal]:not(.off)').waitFor();
    assert.equal(await may(), 200);
    await page.getByRole('link', { name: 'All imports' }).click();
    await page.getByLabel('Account', { exact: true }).selectOption({ label: 'ivo' });
    await page.waitForURL(/owner=/);
    await page.locator('.import-row').first().waitFor();
    await eventually(async () => (await page.locator('.row-meta').allInnerTexts()).every((text) => text.startsWith('ivo')));
  }));

test('given a French browser, when it visits, then the page is French, with its numbers; a switch makes it English', () =>
  within({ locale: 'fr-FR' }, async (page) => {
    await house.import(people.fr, document({ count: 1_200 }), 'livres.json');
    await signIn(page, people.fr);
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    await page.getByRole('heading', { name: 'Importer', exact: true }).waitFor();
    await row(page, 'livres.json').getByText(/1\s200 sur 1\s200 \(100\s%\)/).waitFor();
    await row(page, 'livres.json').getByText('Terminé', { exact: true }).waitFor();
    await row(page, 'livres.json').locator('.count.created', { hasText: /^1\s200 créés$/ }).waitFor();
    await row(page, 'livres.json').locator('.count.updated', { hasText: /^0 modifié$/ }).waitFor();
    await row(page, 'livres.json').locator('.bar-pace', { hasText: /^en [\d,]+\s(ms|s)$/ }).waitFor();
    await row(page, 'livres.json').getByRole('link', { name: 'livres.json' }).click();
    await page.locator('tbody .outcome', { hasText: /^créé$/ }).first().waitFor();
    await page.getByRole('link', { name: 'Tous les imports' }).click();
    await page.locator('details.menu summary').click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Import', exact: true }).waitFor();
  }));

test('given a browser that lets pages keep nothing, when somebody signs in, then the pages are there all the same', () =>
  within({}, async (page) => {
    await page.context().request.post('/api/v1/session', { data: { username: people.fr.username, password: people.fr.password } });
    await page.addInitScript(() => {
      const denied = { get() { throw new DOMException('denied', 'SecurityError'); } };
      Object.defineProperty(window, 'localStorage', denied);
      Object.defineProperty(window, 'sessionStorage', denied);
    });
    await page.goto('/');
    await page.getByRole('heading', { name: 'Import', exact: true }).waitFor();
    await page.goto('/bookmarks');
    await page.locator('h1').waitFor();
    await page.locator('details.menu summary').click();
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.keyboard.press('?');
  }));

test('given only a keyboard, when somebody signs in, imports and opens the failures, then nothing else is needed', async () => {
  const ida = await house.person('ida');
  const path = onDisk(house, 'keys.json', document({ count: 20, bad: 5 }));
  await within({}, async (page) => {
    const keys = page.keyboard;
    /// Tab until that has the focus; every stop on the way is visible.
    const reach = async (name, role) => {
      for (let i = 0; i < 60; ++i) {
        await keys.press('Tab');
        const at = await page.evaluate(() => {
          const one = document.activeElement;
          const box = one.getBoundingClientRect();
          return { name: (one.getAttribute('aria-label') ?? one.textContent ?? '').trim() || one.labels?.[0]?.textContent, tag: one.tagName, seen: box.width > 0 && box.height > 0 };
        });
        assert.ok(at.seen, `${at.tag} ${at.name}`);
        if (at.name === name && (!role || at.tag === role)) return;
      }
      assert.fail(`no way to ${name}`);
    };
    await page.goto('/');
    await page.locator('form').waitFor();
    await page.locator('input[autocomplete=username]').focus();
    await keys.type(ida.username);
    await keys.press('Tab');
    await keys.type(ida.password);
    await keys.press('Enter');
    await page.locator('.upload').waitFor();
    await keys.press('Tab');
    await reach('Choose a file');
    const chooser = page.waitForEvent('filechooser');
    // The browser has to know that it is waited for.
    await page.evaluate(() => 0);
    await keys.press('Enter');
    await (await chooser).setFiles(path);
    await page.getByRole('radio').first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Import');
    await keys.press('Enter');
    await inStatus(page, 'keys.json', 'completed');
    await reach('See why 4 records failed', 'A');
    await keys.press('Enter');
    await page.locator('tbody .outcome.failed').nth(3).waitFor();
    await reach('Delete', 'BUTTON');
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keys.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Delete');
  });
});
