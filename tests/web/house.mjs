// A real server of the real binary, a real browser, and what tests ask of both.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { joined, wordsOf } from './languages.mjs';

export const build = resolve(process.env.WAYBILL_TEST_BUILD ?? '../../build');
const binary = join(build, 'waybill');
const patience_ms = 45_000;
const between_ms = 10;

/// Listens on a free port, or on `port`; ready when it answers.
async function serve(data, settings, port, config) {
  const child = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, ...(config ? ['--config', config] : [])],
    { env: { ...process.env, WAYBILL_LOG_LEVEL: 'error', WAYBILL_STORAGE_MIN_FREE_BYTES: '0', ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  const said = [];
  const url = await new Promise((ready, failed) => {
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const found = /^listening on (http:\S+)/.exec(line);
      if (found) ready(found[1]);
    });
  });
  return { child, url, said };
}

const ended = (child) => new Promise((done) => {
  if (child.exitCode !== null || child.signalCode !== null) done();
  else child.once('exit', done);
});

export class House {
  /// `files`: {name: text} beside the file of settings, which is `waybill.conf` among them.
  static async open(settings = {}, files = {}) {
    const house = new House();
    house.data = mkdtempSync(join(tmpdir(), 'waybill-web-'));
    house.settings = settings;
    if (files['waybill.conf']) {
      house.beside = mkdtempSync(join(tmpdir(), 'waybill-conf-'));
      for (const [name, text] of Object.entries(files)) writeFileSync(join(house.beside, name), text);
    }
    const { child, url, said } = await serve(house.data, settings, 0, house.config);
    Object.assign(house, { child, url });
    house.admin = { username: 'admin', password: /^ {2}password: (\S+)$/m.exec(said.join('\n'))[1] };
    return house;
  }

  get config() {
    return this.beside && join(this.beside, 'waybill.conf');
  }

  async kill() {
    this.child.kill('SIGKILL');
    await ended(this.child);
  }

  /// On the port it had: open pages know no other.
  async restart(settings = {}) {
    Object.assign(this.settings, settings);
    const { child } = await serve(this.data, this.settings, new URL(this.url).port, this.config);
    this.child = child;
  }

  /// How many files of uploads and imports it keeps.
  files() {
    const at = join(this.data, 'imports');
    return existsSync(at) ? readdirSync(at, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length : 0;
  }

  async stop() {
    this.child.kill('SIGTERM');
    await ended(this.child);
  }

  async close() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
    if (this.beside) rmSync(this.beside, { recursive: true, force: true });
  }

  /// A call by cookie, as the pages make them, without a browser.
  async as(who) {
    const answer = await fetch(`${this.url}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(who) });
    assert.equal(answer.status, 200);
    const cookie = answer.headers.get('set-cookie').split(';')[0];
    const { csrf_token: csrf } = await answer.json();
    return async (method, path, body) => {
      const form = body instanceof FormData;
      const reply = await fetch(this.url + path, { method, body: form || body === undefined ? body : JSON.stringify(body),
        headers: { Cookie: cookie, 'X-CSRF-Token': csrf, ...(form || body === undefined ? {} : { 'Content-Type': 'application/json' }) } });
      const text = await reply.text();
      assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`);
      return text && reply.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
    };
  }

  async person(username, role = 'user') {
    const password = `password of ${username}`;
    await (await this.as(this.admin))('POST', '/api/v1/accounts', { username, password, role });
    return { username, password };
  }

  /// Hands in a document over the API, and waits until its import is one of `statuses`.
  async import(who, document, name = 'bookmarks.json', statuses = ['completed', 'failed']) {
    return this.importBy(await this.as(who), document, name, statuses);
  }

  /// The same for somebody who signed in already.
  async importBy(call, document, name = 'bookmarks.json', statuses = ['completed', 'failed']) {
    const form = new FormData();
    form.append('file', new Blob([document]), name);
    const made = await call('POST', '/api/v1/imports', form);
    return this.await(call, made.id, statuses);
  }

  async await(call, id, statuses) {
    return eventually(async () => {
      const now = await call('GET', `/api/v1/imports/${id}`);
      return statuses.includes(now.status) ? now : null;
    });
  }
}

/// Asks until there is an answer. Between two questions the other side may work, and has a core for it.
export async function eventually(ask) {
  const end = Date.now() + patience_ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    assert.ok(Date.now() < end, `nothing came of ${ask}`);
    await new Promise((go) => { setTimeout(go, between_ms); });
  }
}

/// `count` bookmarks, of which every `bad`th has no URL.
export function document({ count, bad = 0, tag = 'web', first = 0 }) {
  const items = Array.from({ length: count }, (_, i) => (bad > 0 && i % bad === bad - 1
    ? { type: 'Link', name: `Nameless place ${i}` }
    : { type: 'Link', url: `https://example.org/${tag}/${first + i}`, name: `Field notes ${first + i}`, published: new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString(),
      tag: ['reading', `shelf ${i % 7}`], summary: i % 3 === 0 ? 'What was found along the river, in the order of the days.' : undefined }));
  return JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', type: 'Collection', totalItems: count, items });
}

export function onDisk(house, name, text) {
  const path = join(house.data, name);
  writeFileSync(path, text);
  return path;
}

/// For all tests of a file, gone after the last of them.
export async function openBrowser() {
  const browser = await chromium.launch({ executablePath: process.env.WAYBILL_TEST_CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  after(() => browser.close());
  return browser;
}

/// Such a browser, and a server. `within`: a window there for one test.
export async function opened(settings = {}, files = {}) {
  const browser = await openBrowser();
  const house = await House.open(settings, files);
  after(() => house.close());
  return { browser, house, within: (options, act) => inWindow(browser, house, options, act) };
}

/// WAYBILL_TEST_FILES=../../http/web: files as they are in the sources, to look at a change without a build.
async function fromDisk(context, folder) {
  await context.route('**/web/**', (route) => {
    const name = new URL(route.request().url()).pathname.slice('/web/'.length).replace(/^[0-9a-f]{16}\//, '');
    const path = join(folder, name.startsWith('guide/') ? '../../docs' : '.', name);
    const whole = joined(name);
    if (whole !== null) return route.fulfill({ body: whole, contentType: name.endsWith('.css') ? 'text/css' : 'application/json' });
    return existsSync(path) ? route.fulfill({ path }) : route.continue();
  });
}

/// What a browser says of a server that is gone, or goes in the middle of an answer.
export const silences = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET/;

/// A window of its own: nothing is shared with others. What the console says wrong, and where requests go, is kept in
/// `window.faults`.
export async function openWindow(browser, house, { locale = 'en-GB', dark = false, width = 1280, height = 900, allow = [] } = {}) {
  const context = await browser.newContext({ baseURL: house.url, locale, colorScheme: dark ? 'dark' : 'light', viewport: { width, height }, acceptDownloads: true, reducedMotion: 'reduce' });
  context.setDefaultTimeout(patience_ms);
  if (process.env.WAYBILL_TEST_FILES) await fromDisk(context, resolve(process.env.WAYBILL_TEST_FILES));
  const page = await context.newPage();
  const faults = [];
  const isAllowed = (text) => allow.some((one) => one.test(text));
  page.on('console', (said) => {
    const text = `${said.text()} ${said.location().url}`;
    if (said.type() === 'error' && !isAllowed(text)) faults.push(`console: ${text}`);
  });
  page.on('pageerror', (why) => faults.push(`script: ${why.stack}`));
  page.on('request', (asked) => { if (!asked.url().startsWith(house.url) && !asked.url().startsWith('blob:')) faults.push(`elsewhere: ${asked.url()}`); });
  return { context, page, faults };
}

/// A window for one test; nothing may have gone wrong in it.
export async function inWindow(browser, house, options, act) {
  const { context, page, faults } = await openWindow(browser, house, options);
  try {
    await act(page, context);
    assert.deepEqual(faults, []);
  } finally {
    // An answer that is on its way through the test's hands must not outlive it.
    if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
}

export const choose = async (page, path) => {
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
};
export const row = (page, name) => page.locator('.import-row', { hasText: name });
export const inStatus = (page, name, status) => page.locator(`.import-row[data-status=${status}]`, { hasText: name }).waitFor();

/// Signed in by a call, as the form does it; the form itself has tests of its own.
export async function signIn(page, who) {
  const answer = await page.context().request.post('/api/v1/session', { data: { username: who.username, password: who.password } });
  assert.equal(answer.status(), 200);
  // As the form leaves it behind, once: who signs out stays so.
  await page.addInitScript(() => {
    if (!location.protocol.startsWith('http') || localStorage.getItem('tests.began') !== null) return;
    localStorage.setItem('tests.began', 'yes');
    localStorage.setItem('waybill.signed_in', 'yes');
  });
  await page.goto('/');
  await page.locator('h1').waitFor();
}

/// Another page of the app, shown as its links show it: nothing is loaded anew. Who wants to see what its address brings
/// asks for `page.goto`.
export async function turnTo(page, path) {
  await page.evaluate((to) => {
    document.querySelector('main').dataset.left = '';
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, path);
  await page.locator('main:not([data-left]) h1').waitFor();
}

/// What the page's scripts ask for and get, changed in the page: a browser that asks us about one call asks about each of
/// a page's hundred files.
const changeCalls = (page, change, given) => page.addInitScript(`{
  const ask = window.fetch;
  const change = ${change};
  window.fetch = (path, wishes) => change(path, (other) => ask(other, wishes), ${JSON.stringify(given)});
}`);

/// Lists of `to` rows, where the app asks for `from`.
export const inPagesOf = (page, to, from = 20) =>
  changeCalls(page, (path, ask, limits) => ask(path.replace(/\blimit=\d+\b/, (one) => (one === limits.from ? limits.to : one))), { from: `limit=${from}`, to: `limit=${to}` });

/// The page gets every text of the language in brackets of its own.
export async function markWords(page, language) {
  const mark = (one) => (typeof one === 'string' ? `⟦${one}⟧` : Object.fromEntries(Object.entries(one).map(([form, text]) => [form, mark(text)])));
  await changeCalls(page, (path, ask, given) => (path === given.path ? Promise.resolve(new Response(given.text)) : ask(path)),
    { path: `/web/languages/${language}.json`, text: JSON.stringify(mark(wordsOf(language))) });
}

/// For people to look at, who ask for them by WAYBILL_TEST_PICTURES=1: build/screenshots/NAME.png.
export async function picture(page, name, { whole = false } = {}) {
  if (process.env.WAYBILL_TEST_PICTURES === undefined) return;
  const folder = join(build, 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
}

/// Words on a page that stand in no brackets, and are not what people or their files say.
export const wordsOutside = (page) => page.evaluate(() => {
  const found = [];
  const bare = (text) => {
    let depth = 0;
    let kept = '';
    for (const one of text) {
      if (one === '⟦') ++depth;
      else if (one === '⟧') --depth;
      else if (depth === 0) kept += one;
    }
    return kept;
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('bdi:not([lang]), time, [translate=no], svg.chart') || parent.closest('select')?.parentElement.querySelector('label')?.textContent.match(/Account|Project/)) continue;
    if (/\p{L}/u.test(bare(node.textContent))) found.push(node.textContent);
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'placeholder', 'alt', node.tagName === 'TIME' ? '' : 'title'])
      if (name && node.hasAttribute(name) && /\p{L}/u.test(bare(node.getAttribute(name)))) found.push(`${name}: ${node.getAttribute(name)}`);
  return found;
});
