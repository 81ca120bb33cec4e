// Everybody's imports, for administrators: seen, not touched.

import { get, query } from '../api.js';
import { el } from '../dom.js';
import { choice, field } from '../parts/form.js';
import { importRow } from '../parts/import_row.js';
import { cursorNow, pager } from '../parts/pager.js';
import { statuses } from '../parts/status.js';
import { go } from '../router.js';
import { t } from '../words.js';
import { adminTabs } from './administration.js';

const again_ms = 3000;

const projects_most = 2_000;

/// By name, all that a list of choices can carry.
async function allProjects() {
  const all = [];
  let cursor = null;
  do {
    const page = await get(`/api/v1/administration/projects${query({ limit: 100, cursor })}`);
    all.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && all.length < projects_most);
  return all.sort((a, b) => a.name.localeCompare(b.name));
}

export default {
  section: 'administration',
  async show({ search }) {
    const asked = (name) => search.get(name) ?? '';
    const wish = { owner: asked('owner'), project: asked('project'), day: /^\d{4}-\d\d-\d\d$/.test(asked('day')) ? asked('day') : '', status: statuses.includes(search.get('status')) ? search.get('status') : '' };
    const path = `/api/v1/administration/imports${query({ ...wish, limit: 20, cursor: cursorNow() })}`;
    const [accounts, projects, page] = await Promise.all([get('/api/v1/accounts'), allProjects(), get(path)]);
    // An owner is a person or a project: choosing one lets go of the other.
    const turn = (name, value) => go(`/administration/imports${query({ ...wish,
      ...(value && (name === 'owner' || name === 'project') ? { owner: '', project: '' } : {}), [name]: value })}`);
    const on = (name) => ({ change: (event) => turn(name, event.target.value) });
    const pick = (name, label, options) => choice({ label, options, value: wish[name], on: on(name) }).node;
    const rowOf = ({ owner, import: one }) => importRow(one, { owner: owner.project ?? owner.username, mayAct: false });
    let rows = page.items.map(rowOf);
    const list = el('ul', { class: 'rows' }, rows.length > 0 ? rows.map((one) => one.node) : el('li', { class: 'card empty' }, el('h2', {}, t('imports.none_such'))));
    const refresh = async () => {
      const { items } = await get(path);
      const before = new Map(rows.map((one) => [one.id, one]));
      rows = items.map((one) => {
        const row = before.get(one.import.id) ?? rowOf(one);
        row.update(one.import);
        return row;
      });
      if (rows.length > 0 && rows.some((one, i) => list.children[i] !== one.node)) list.replaceChildren(...rows.map((one) => one.node));
    };
    const turning = setInterval(() => { if (!document.hidden) refresh().catch(() => {}); }, again_ms);
    const node = el('div', { class: 'stack' }, el('h1', {}, t('administration.title')), adminTabs('all_imports'),
      el('div', { class: 'filters' },
        pick('owner', t('imports.owner'), [['', t('imports.every_owner')], ...accounts.items.map((one) => [one.id, one.username])]),
        projects.length > 0 ? pick('project', t('imports.project'), [['', t('imports.every_project')], ...projects.map((one) => [one.id, one.name])]) : null,
        field({ label: t('imports.day'), type: 'date', value: wish.day, on: on('day') }).node,
        pick('status', t('imports.filter'), [['', t('imports.every_status')], ...statuses.map((one) => [one, t(`status.${one}`)])])),
      el('h2', { class: 'visually-hidden' }, t('tab.all_imports')), list, pager(page.next_cursor));
    return { title: t('tab.all_imports'), node, leave: () => clearInterval(turning) };
  },
};
