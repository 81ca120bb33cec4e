// One table: its rows, a search in them, all of them as a file.

import { get, query } from '../../api.js';
import { data, el, freshId } from '../../dom.js';
import { cursorNow, nothingLeft, pager } from '../../parts/pager.js';
import { isSeen, short } from '../../record_text.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { exports } from './exports.js';
import { callOf, cellOf, rowPath, tablePath, tablesPath } from './names.js';
import { searchForm } from '../../parts/search_form.js';

const page_size = 20;
/// A page draws so many; all of them stand on the row's own page, and in the file.
const columns_most = 20;
const cell_most = 80;

/// In the table's order; those that only some rows have come last.
const columnsOf = (table, items) => [...new Set([...table.columns, ...items.flatMap((one) => Object.keys(one.row))])];

function grid(name, project, columns, items) {
  const shown = columns.slice(0, columns_most);
  const opens = (one) => el('a', { href: rowPath(name, one.identity, project) }, t('rows.open'));
  const title = freshId();
  return el('div', { class: 'card table-card' },
    el('div', { class: 'table-box cells-box', tabindex: '0', role: 'region', 'aria-labelledby': title },
      el('table', { class: 'table cells-table' }, el('caption', { class: 'visually-hidden', id: title }, t('rows.of', { name })),
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, el('span', { class: 'visually-hidden' }, t('rows.open'))),
          shown.map((one) => el('th', { scope: 'col' }, data(one, {}, cell_most))))),
        el('tbody', {}, items.map((one) => el('tr', {}, el('td', {}, opens(one)),
          shown.map((column) => el('td', {}, isSeen(cellOf(one.row, column)) ? data(cellOf(one.row, column), {}, cell_most) : null))))))),
    columns.length > shown.length ? el('p', { class: 'muted small' }, t('rows.columns.hidden', { n: columns.length - shown.length })) : null);
}

const none = (name, project, q) => el('div', { class: 'card empty' }, el('h2', {}, t(q ? 'rows.none' : 'rows.none.at_all')),
  q ? el('a', { class: 'btn btn-quiet', href: tablePath(name, project) }, t('rows.show_all')) : null);

export default {
  section: 'tables',
  async show({ name, search }) {
    const [q, project] = [search.get('q') ?? '', search.get('project')];
    const [page, table] = await Promise.all([
      get(`${callOf(name)}/records${query({ q, project, limit: page_size, cursor: cursorNow() })}`), get(`${callOf(name)}${query({ project })}`)]);
    const about = el('p', { class: 'muted' }, t('rows.tables.records', { n: table.records }), ' · ', t('rows.fact.key'), ' ',
      table.key.length > 0 ? data(table.key.join(', ')) : t('rows.key.none'));
    const node = el('div', { class: 'stack' },
      el('div', { class: 'page-head' }, el('a', { class: 'back', href: tablesPath(project) }, t('rows.tables.all')),
        el('div', { class: 'section-head' }, el('h1', {}, data(name)), exports(name, project)), about),
      table.more_columns ? el('p', { class: 'muted' }, t('rows.columns.left_out')) : null,
      searchForm(t('rows.search'), q, (text) => go(tablePath(name, project, text))),
      page.items.length === 0 ? nothingLeft() ?? none(name, project, q) : grid(name, project, columnsOf(table, page.items), page.items),
      pager(page.next_cursor, ['rows.back', 'rows.on']));
    return { title: short(name, 100), node, project };
  },
};
