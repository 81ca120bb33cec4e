// The first rows of a table, as they would be read.

import { data, el, freshId } from '../dom.js';
import { isSeen } from '../record_text.js';
import { has, number, t } from '../words.js';

const columns_most = 30;
const beyond_most = 10;
const cell_most = 80;

export const noteText = (name) => t(has(`code.${name}`) ? `code.${name}` : 'code.unknown', { code: name });

/// `{columns: those that are drawn, key, notes: whether there is a column of them, beyond: so many cells stand behind the columns}`.
const head = ({ columns, key, notes, beyond }) => el('thead', {}, el('tr', {},
  el('th', { scope: 'col', class: 'num' }, t('rows.preview.row')),
  notes ? el('th', { scope: 'col', class: 'notes' }, t('rows.preview.notes')) : null,
  columns.map((name) => el('th', { scope: 'col', class: key.includes(name) ? 'is-key' : null }, data(name, {}, cell_most))),
  beyond > 0 ? el('th', { scope: 'colgroup', colspan: beyond, class: 'beyond' }, t('rows.preview.beyond')) : null));

const cell = (text, look = null) => el('td', { class: look }, isSeen(text) ? data(text, {}, cell_most) : null);

const line = (one, { columns, all, notes, beyond }) => el('tr', {},
  el('th', { scope: 'row', class: 'num' }, number(one.row)),
  notes ? el('td', { class: 'notes' }, one.warnings.map((name) => el('div', { class: 'warning' }, noteText(name)))) : null,
  columns.map((_, i) => cell(one.cells[i])),
  Array.from({ length: beyond }, (_, i) => cell(one.cells[all + i], 'beyond')));

/// `{columns, rows}` as the server answers them; `key`: names of columns that rows are recognised by.
export function previewTable({ columns, rows }, key) {
  const shape = { columns: columns.slice(0, columns_most), all: columns.length, key, notes: rows.some((one) => one.warnings.length > 0),
    beyond: Math.min(beyond_most, Math.max(0, ...rows.map((one) => one.cells.length - columns.length))) };
  const title = freshId();
  const rest = columns.length - shape.columns.length;
  return [el('div', { class: 'table-box cells-box framed', tabindex: '0', role: 'region', 'aria-labelledby': title },
    el('table', { class: 'table cells-table' }, el('caption', { id: title, class: 'visually-hidden' }, t('rows.preview')),
      head(shape), el('tbody', {}, rows.map((one) => line(one, shape))))),
  rows.length === 0 ? el('p', { class: 'muted' }, t('rows.preview.none')) : null,
  rest > 0 ? el('p', { class: 'muted small' }, t('rows.columns.more', { n: rest })) : null];
}
