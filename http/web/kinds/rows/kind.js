// The room of rows: tables that are kept row by row.

import { data, el } from '../../dom.js';
import { isSeen } from '../../record_text.js';
import { t } from '../../words.js';
import { accepted, refusal, seems } from '../../parts/table_file.js';
import { look } from './look.js';
import { cellOf, inOrder, tablePath, tablesPath } from './names.js';
import one from './one.js';
import { foundFacts } from '../../parts/table_parts.js';
import { results } from './results.js';
import table from './table.js';
import tables from './tables.js';
import { typeChoices } from './types.js';

const cells_shown = 6;
/// A page draws so many columns; all of them stand in the files.
const columns_most = 12;

/// The first cells of a row that say something, each under its column.
function cell({ cells }) {
  const said = Object.entries(cells ?? {}).filter(([, text]) => isSeen(text));
  if (said.length === 0) return [el('span', { class: 'muted' }, t('rows.record.empty'))];
  return [el('dl', { class: 'cells' }, said.slice(0, cells_shown).map(([name, text]) => [el('dt', {}, data(name)), el('dd', {}, data(text))])),
    said.length > cells_shown ? el('span', { class: 'muted' }, t('rows.record.more', { n: said.length - cells_shown })) : null];
}

/// The columns that records of an import have, in the order of the file: {names, rest: how many are not among them}.
function columns(items, { findings }) {
  const all = inOrder(items.flatMap((one) => Object.keys(one.cells ?? {})), findings?.columns ?? []);
  return { names: all.slice(0, columns_most), rest: Math.max(0, all.length - columns_most) };
}

function facts({ project, options, findings }) {
  return [
    ...(options.type ? [['rows.fact.type', data(options.type)]] : []),
    ...(options.collection ? [['rows.fact.table', el('a', { href: tablePath(options.collection, project) }, data(options.collection))],
      ['rows.fact.key', options.key?.length > 0 ? data(options.key.join(', ')) : t('rows.key.none')],
      ['rows.fact.duplicates', t(`rows.duplicates.${options.on_duplicate}`)]] : []),
    ...(findings ? foundFacts(findings) : []),
  ];
}

export default {
  name: 'rows',
  lives: 'either',
  section: { name: 'tables', href: tablesPath, while_on: true },
  pages: [['/tables', tables], ['/tables/{name}', table], ['/tables/{name}/records/{identity}', one]],
  facts,
  upload: { title: 'rows.upload.title', limits: 'rows.upload.limits', accepts: accepted, refusal, seems, choices: typeChoices, look },
  card: results,
  record: { what: 'rows.record', cell, columns, text: ({ cells }, name) => cellOf(cells ?? {}, name) },
};
