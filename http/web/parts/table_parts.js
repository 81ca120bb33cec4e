// How a table is written: what was found, and by what; each part can be said instead.

import { data, el } from '../dom.js';
import { choice } from './form.js';
import { has, t } from '../words.js';

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15', 'macintosh'];
const signs = new Map([[',', 'comma'], [';', 'semicolon'], ['\t', 'tab'], ['|', 'bar'], [':', 'colon'], ['^', 'caret'], ['~', 'tilde'], [' ', 'space'], ['"', 'double'], ["'", 'single'], ['', 'none']]);
const most_header_rows = 20;

const signText = (value) => (signs.has(value) ? t(`rows.sign.${signs.get(value)}`) : value);
const words = {
  encoding: (value) => (has(`rows.encoding.${value.replaceAll('-', '_')}`) ? t(`rows.encoding.${value.replaceAll('-', '_')}`) : value),
  delimiter: signText,
  quote: signText,
  header_rows: (value) => t('rows.part.header', { n: Number(value) }),
  line_end: (value) => (has(`rows.line_end.${value}`) ? t(`rows.line_end.${value}`) : value),
};

/// As the findings call what the option `name` says.
const partOf = (name) => (name === 'header_rows' ? 'header_row' : name);

/// What speaks for it, in a sentence.
export function whyText({ part: name, reason, count, of }) {
  if (!has(`rows.why.${reason}`)) return '';
  const told = t(`rows.why.${reason}`);
  // Of an encoding bytes are counted, which say nothing to people.
  return of && name !== 'encoding' ? t('rows.why.counted', { why: told, count, of }) : told;
}

const choices = {
  encoding: encodings,
  delimiter: [',', ';', '\t', '|', ':', '^', '~', ' '],
  quote: ['"', "'", ''],
  header_rows: Array.from({ length: most_header_rows + 1 }, (_, n) => String(n)),
};

/// A part that can be said; `change(value)` with null for "find out".
function part(name, finding, given, change) {
  const found = given === undefined && finding ? t('rows.part.found', { value: words[name](finding.value) }) : t('rows.part.auto');
  // No value of a part is this.
  const auto = 'auto';
  const { node, input } = choice({ label: t(`rows.part.${name}`), value: given ?? auto, name,
    options: [[auto, found], ...choices[name].map((value) => [value, words[name](value)])],
    on: { change: () => change(input.value === auto ? null : input.value) } });
  node.append(el('p', { class: 'hint' }, given === undefined && finding ? whyText(finding) : t('rows.why.given')));
  return node;
}

/// What a sheet is asked for by: its name; its number where an earlier one has the same name.
function wishesOf(sheets) {
  const seen = new Set();
  return sheets.map(({ name }, i) => {
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst ? name : i + 1;
  });
}

function sheetPart({ sheet, sheets, sheet_count: count }, given, change) {
  const wishes = wishesOf(sheets);
  const { node, input } = choice({ label: t('rows.part.sheet'), value: String(given ?? sheet), name: 'sheet',
    options: sheets.map((one, i) => [String(wishes[i]), one.state === 'visible' ? one.name : t('rows.sheet.hidden', { name: one.name })]),
    on: { change: () => change(wishes[input.selectedIndex]) } });
  node.append(el('p', { class: 'hint' }, t('rows.part.sheet.about', { n: count })));
  return node;
}

/// `wishes`: what was said, by name of the option. `change(name, value)`.
export function partsOf({ format, findings }, wishes, change) {
  const evidence = findings.dialect?.evidence ?? [];
  const findingOf = (name) => evidence.find((one) => one.part === partOf(name));
  const names = format === 'xlsx' ? ['header_rows'] : ['encoding', 'delimiter', 'quote', 'header_rows'];
  return el('div', { class: 'parts' },
    findings.sheets?.length > 0 ? sheetPart(findings, wishes.sheet, (value) => change('sheet', value)) : null,
    names.map((name) => part(name, findingOf(name), wishes[name], (value) => change(name, value))));
}

/// What was found of a file, to be read: [[label, text or node]].
export function foundFacts(findings) {
  const rows = [];
  if (findings.sheet) rows.push(['rows.part.sheet', data(findings.sheet)]);
  if (findings.further_sheets) rows.push(['rows.found.further', data(findings.further_sheets.join(', '), {}, 400)]);
  if (findings.other_sheets) rows.push(['rows.found.other', data(findings.other_sheets.join(', '), {}, 400)]);
  const evidence = findings.dialect?.evidence ?? [];
  for (const [name, label] of [['encoding', 'rows.part.encoding'], ['delimiter', 'rows.part.delimiter'], ['quote', 'rows.part.quote'], ['header_row', 'rows.part.header_rows'], ['line_end', 'rows.part.line_end']]) {
    const one = evidence.find((each) => each.part === name);
    if (!one) continue;
    const why = whyText(one);
    rows.push([label, [words[name === 'header_row' ? 'header_rows' : name](one.value), why ? el('span', { class: 'muted' }, ` · ${why}`) : null]]);
  }
  if (findings.skipped_blank > 0) rows.push(['rows.found.blank', t('rows.found.blank.rows', { n: findings.skipped_blank })]);
  return rows;
}
