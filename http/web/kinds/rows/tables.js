// The tables that somebody, or a project, has.

import { get, query } from '../../api.js';
import { data, el } from '../../dom.js';
import { cursorNow, pager } from '../../parts/pager.js';
import { t } from '../../words.js';

const page_size = 20;

export const tablePath = (name, project) => `/tables/${encodeURIComponent(name)}${query({ project })}`;

const line = (one, project) => el('li', { class: 'table-line' },
  el('h2', { class: 'table-name' }, el('a', { href: tablePath(one.name, project) }, data(one.name))),
  el('p', { class: 'muted' }, t('rows.tables.records', { n: one.records })));

export default {
  async show({ search }) {
    const project = search.get('project');
    const page = await get(`/api/v1/tables${query({ project, limit: page_size, cursor: cursorNow() })}`);
    const list = page.items.length === 0 ? el('div', { class: 'card empty' }, el('h2', {}, t('rows.tables.none')))
      : el('ul', { class: 'sheet' }, page.items.map((one) => line(one, project)));
    const node = el('div', { class: 'stack' }, el('h1', {}, t('rows.tables')), list, pager(page.next_cursor));
    return { title: t('rows.tables'), node };
  },
};
