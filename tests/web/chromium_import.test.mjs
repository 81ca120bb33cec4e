// What is exported for browsers, imported by a real one.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { eventually, House } from './house.mjs';

/// Chromium reads a file of bookmarks by itself when it is started for the first time, if its preferences say so. They lie where only
/// an administrator writes: a name space of our own has others there.
const preferences = '/etc/chromium/master_preferences';
const alone = ['-rm', 'sh', '-c', `mount --bind "$0" ${preferences} && exec "$@"`];
const missing = existsSync(preferences) && spawnSync('unshare', [...alone.slice(0, 3), 'mount --bind "$0" "$0"', '/etc/hostname']).status === 0
  ? false : 'Chromium is not installed, or this machine gives no name spaces to processes';

let house;
let folder;
const started = [];

before(async () => {
  if (missing) return;
  house = await House.open();
  folder = mkdtempSync(join(tmpdir(), 'waybill-chromium-'));
});
after(async () => {
  for (const child of started.reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((done) => { child.once('exit', done); });
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
  await house?.close();
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function start(command, args, options = {}) {
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'ignore'], ...options });
  started.push(child);
  return child;
}

/// A screen that nobody sees. Answers its name.
async function screen() {
  const child = start('Xvfb', ['-displayfd', '1', '-screen', '0', '800x600x24', '-nolisten', 'tcp']);
  const [number] = await new Promise((ready, failed) => {
    child.once('error', failed);
    createInterface({ input: child.stdout }).once('line', (line) => { ready([line]); });
  });
  return `:${number}`;
}

/// All bookmarks of a folder of Chromium's: url, name, path, microseconds since 1970.
function* bookmarksIn(node, path = []) {
  for (const one of node.children ?? []) {
    if (one.type === 'folder') yield* bookmarksIn(one, [...path, one.name]);
    else yield { url: one.url, name: one.name, path, created_us: Number(BigInt(one.date_added) - 11_644_473_600_000_000n) };
  }
}

const sorted = (list) => list.map((one) => JSON.stringify(one)).sort();

test('given bookmarks in folders, when their HTML is imported by Chromium, then it has them all, in their folders and with their dates', { skip: missing }, async () => {
  const items = [
    { url: 'https://example.org/?a=1&b=%22', name: 'Field <notes> & "more"', published: '2024-01-15T10:30:00Z', folder: ['Café & Co', 'Deep'] },
    { url: 'https://example.com/', name: '日本語 😀', published: '1999-12-31T23:59:59Z', folder: ['Café & Co', 'Deep'] },
    { url: 'https://b.example/', name: 'No folder', published: '2001-02-03T04:05:06Z', summary: 'With\ntwo lines' },
    { url: 'https://c.example/#fragment', name: "It's", published: '2024-01-15T10:30:01Z', folder: ['Café & Co'], tag: ['a', 'b'] },
    ...Array.from({ length: 500 }, (_, i) => ({ url: `https://many.example/${i}`, name: `Many ${i}`, published: '2020-01-01T00:00:00Z', folder: [`F${i % 7}`] })),
  ];
  const call = await house.as(house.admin);
  await house.importBy(call, JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', items: items.map((one) => ({ type: 'Link', ...one })) }));
  const file = join(folder, 'bookmarks.html');
  writeFileSync(file, await call('GET', '/api/v1/bookmarks/export?format=netscape'));
  const wish = join(folder, 'preferences');
  writeFileSync(wish, JSON.stringify({ distribution: { import_bookmarks_from_file: file, suppress_first_run_default_browser_prompt: true }, browser: { check_default_browser: false } }));
  const profile = join(folder, 'profile');
  start('unshare', [...alone, wish, 'chromium', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`, 'about:blank'],
    { env: { PATH: process.env.PATH, HOME: folder, DISPLAY: await screen() } });
  const kept = join(profile, 'Default', 'Bookmarks');
  const roots = await eventually(() => existsSync(kept) && readFileSync(kept, 'utf8').includes('https://many.example/499') && JSON.parse(readFileSync(kept, 'utf8')).roots);
  const found = [...bookmarksIn(roots.bookmark_bar), ...bookmarksIn(roots.other)];
  assert.deepEqual(sorted(found), sorted(items.map(({ url, name, published, folder: path = [] }) => ({ url, name, path, created_us: Date.parse(published) * 1000 }))));
});
