// Projects with nodes, and how their tree is looked at.

import assert from 'node:assert/strict';
import { eventually, opened, signIn } from './house.mjs';

/// One house for the tests of a file, in which `ada` has projects: her calls, windows in which somebody is signed in, and
/// projects with URLs in them.
export async function site(settings = {}, files = {}) {
  const here = await opened({ WAYBILL_IMPORTS_CHUNK_RECORDS: '40', ...settings }, files);
  here.ada = await here.house.person('ada');
  here.call = await here.house.as(here.ada);
  const { within } = here;

  here.within = (options, act) => within({ allow: [/401/], ...options }, async (page, context) => {
    await signIn(page, options.who ?? here.ada);
    await act(page, context);
  });
  /// Imports them, and waits for the end.
  here.add = async (project, urls, options = {}) => {
    const form = new FormData();
    form.append('kind', 'nodes');
    form.append('project', project);
    form.append('options', JSON.stringify(options));
    form.append('file', new Blob([JSON.stringify({ urls })]), 'pages.json');
    const made = await here.call('POST', '/api/v1/imports', form);
    const over = await here.house.await(here.call, made.id, ['completed', 'failed']);
    assert.equal(over.status, 'completed', JSON.stringify(over.error));
  };
  /// A new project with them.
  here.project = async (name, urls = []) => {
    const { id } = await here.call('POST', '/api/v1/projects', { name });
    if (urls.length > 0) await here.add(id, urls);
    return id;
  };
  /// The project with one more member.
  here.member = async (project, name, role) => {
    const who = await here.house.person(name);
    await here.call('PUT', `/api/v1/projects/${project}/members/${name}`, { role });
    return who;
  };
  here.idOf = async (project, url) => (await here.call('GET', `/api/v1/projects/${project}/nodes/by-url?url=${encodeURIComponent(url)}`)).id;
  return here;
}

export const at = (path) => `https://museum.example${path}`;

/// The row of the tree that has this title.
export const row = (page, title) => page.locator(`[role=treeitem]:has(> .tree-row > .tree-title > bdi:text-is("${title}"))`);
export const title = (one) => one.locator('> .tree-row .tree-title');
export const sign = (one) => one.locator('> .tree-row .tree-sign');

/// Waits until the tree shows these titles, from the top down.
export const has = (page, wanted) => eventually(async () => JSON.stringify(await page.locator('.tree-title').allTextContents()) === JSON.stringify(wanted));

export const figure = (page, name) => page.locator('.tree-figures div', { has: page.getByText(name, { exact: true }) }).locator('dd').textContent();

export async function open(page, project) {
  await page.goto(`/projects/${project}/nodes`);
  await page.locator('[role=treeitem]').first().waitFor();
}
