// The room of rows: tables that are kept row by row.

import { data, el } from '../../dom.js';
import { isSeen } from '../../record_text.js';
import { t } from '../../words.js';
import tables, { tablePath } from './tables.js';
import table from './table.js';

const cells_shown = 6;

/// The first cells of a row that say something, each under its column.
function cell({ cells }) {
  const said = Object.entries(cells ?? {}).filter(([, text]) => isSeen(text));
  if (said.length === 0) return [el('span', { class: 'muted' }, t('rows.record.empty'))];
  return [el('dl', { class: 'cells' }, said.slice(0, cells_shown).map(([name, text]) => [el('dt', {}, data(name)), el('dd', {}, data(text))])),
    said.length > cells_shown ? el('span', { class: 'muted' }, t('rows.record.more', { n: said.length - cells_shown })) : null];
}

const result = (id, name) => el('a', { class: 'btn btn-quiet', download: true, href: `/api/v1/imports/${id}/results/${name}.csv` }, t(`rows.results.${name}`));

function facts({ id, project, options }) {
  return [
    ['rows.fact.table', el('a', { href: tablePath(options.collection, project) }, data(options.collection))],
    ['rows.fact.key', options.key.length > 0 ? data(options.key.join(', ')) : t('rows.key.none')],
    ['rows.fact.duplicates', t(`rows.duplicates.${options.on_duplicate}`)],
    ...(options.create_result_files ? [['rows.fact.results', el('span', { class: 'row-actions' }, result(id, 'success'), result(id, 'failed'))]] : []),
  ];
}

export default {
  name: 'rows',
  lives: 'either',
  pages: [['/tables', tables], ['/tables/{name}', table]],
  facts,
  record: { what: 'rows.record', cell },
};
