// Everybody's projects, for administrators: who is in them and how large they are, nothing of what they hold.

import { get, put, query } from '../api.js';
import { data, el } from '../dom.js';
import { confirm } from '../parts/dialog.js';
import { failure } from '../parts/notice.js';
import { cursorNow, pager } from '../parts/pager.js';
import { loadProjects } from '../projects.js';
import { go } from '../router.js';
import { user } from '../session.js';
import { bytes, t } from '../words.js';
import { adminTabs } from './administration.js';

async function join(one) {
  if (!await confirm({ title: t('all_projects.join.title', { name: one.name }), text: t('all_projects.join.text'), yes: t('all_projects.join') })) return;
  try {
    await put(`/api/v1/projects/${one.id}/members/${encodeURIComponent(user().username)}`, { role: 'manager' });
    await loadProjects();
    go(`/projects/${one.id}/members`);
  } catch (why) {
    failure(why);
  }
}

const row = (one) => el('li', { 'data-id': one.id },
  el('div', {}, el('p', { class: 'who' }, el('strong', {}, data(one.name)),
    one.has_manager ? null : [' ', el('span', { class: 'pill warn' }, t('all_projects.no_manager'))]),
  el('p', { class: 'muted' }, one.members.map((member, i) => [i > 0 ? ', ' : null, data(member.user.username), ` (${t(`member.${member.role}`)})`])),
  el('p', { class: 'muted' }, t('projects.imports', { n: one.counts.imports }), ' · ', t('projects.records', { n: one.counts.records }), ' · ', el('span', { translate: 'no' }, bytes(one.usage.stored_bytes)))),
  el('div', { class: 'row-actions' }, one.role
    ? el('a', { class: 'btn btn-sm btn-quiet', href: `/projects/${one.id}` }, t('all_projects.open'))
    : el('button', { type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': t('all_projects.join.of', { name: one.name }), on: { click: () => join(one) } }, t('all_projects.join'))));

export default {
  section: 'administration',
  async show() {
    const page = await get(`/api/v1/administration/projects${query({ limit: 20, cursor: cursorNow() })}`);
    const list = page.items.length > 0
      ? el('section', { class: 'card', 'aria-labelledby': 'all-title' }, el('h2', { id: 'all-title', class: 'visually-hidden' }, t('tab.all_projects')),
        el('ul', { class: 'plain-rows' }, page.items.map(row)))
      : el('section', { class: 'card empty' }, el('h2', {}, t('all_projects.none')), el('p', { class: 'muted' }, t('all_projects.none.about')));
    const node = el('div', { class: 'stack' }, el('h1', {}, t('administration.title')), adminTabs('all_projects'), list, pager(page.next_cursor));
    return { title: t('tab.all_projects'), node };
  },
};
