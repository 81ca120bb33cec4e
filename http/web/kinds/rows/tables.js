// The tables that somebody, or a project, has.

import { get, query } from '../../api.js';
import { data, el } from '../../dom.js';
import { cursorNow, nothingLeft, pager } from '../../parts/pager.js';
import { relative } from '../../parts/time.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { tablePath, tablesPath } from './names.js';
import { searchForm } from '../../parts/search_form.js';

const page_size = 20;
const columns_shown = 8;

/// The names of the first columns.
function columnsOf({ columns }) {
  const rest = columns.length - columns_shown;
  return el('p', { class: 'tags' }, columns.slice(0, columns_shown).map((name) => el('span', { class: 'tag' }, data(name, {}, 60))),
    rest > 0 ? el('span', { class: 'muted' }, t('rows.columns.more', { n: rest })) : null);
}

const line = (one, project) => el('li', { class: 'table-line' },
  el('div', { class: 'table-line-head' }, el('h2', { class: 'table-name' }, el('a', { href: tablePath(one.name, project) }, data(one.name))),
    el('span', { class: 'muted' }, t('rows.tables.records', { n: one.records }))),
  columnsOf(one),
  el('p', { class: 'muted small' }, one.key.length > 0 ? [t('rows.fact.key'), ' ', data(one.key.join(', ')), ' · '] : null, t('rows.tables.changed'), ' ', relative(one.updated_at)));

const none = (project, q) => (q
  ? el('div', { class: 'card empty' }, el('h2', {}, t('rows.tables.none_such')), el('a', { class: 'btn btn-quiet', href: tablesPath(project) }, t('rows.show_all')))
  : el('div', { class: 'card empty' }, el('h2', {}, t('rows.tables.none')), el('p', { class: 'muted' }, t('rows.tables.none.about')),
    el('a', { class: 'btn btn-primary', href: project ? `/projects/${encodeURIComponent(project)}` : '/imports' }, t('rows.to_import'))));

export default {
  section: 'tables',
  async show({ search }) {
    const [project, q] = [search.get('project'), search.get('q')];
    const page = await get(`/api/v1/tables${query({ q, project, limit: page_size, cursor: cursorNow() })}`);
    const list = page.items.length === 0 ? nothingLeft() ?? none(project, q) : el('ul', { class: 'sheet' }, page.items.map((one) => line(one, project)));
    const isLong = q || page.next_cursor || cursorNow();
    const node = el('div', { class: 'stack' }, el('h1', {}, t('rows.tables')),
      isLong ? searchForm(t('rows.tables.search'), q ?? '', (text) => go(tablesPath(project, text))) : null, list, pager(page.next_cursor, ['rows.back', 'rows.on']));
    return { title: t('rows.tables'), node, project };
  },
};
