// The first step: how the file was read, by what that is known, and its first rows.

import { get, query } from '../../api.js';
import { el, freshId, replace } from '../../dom.js';
import { previewTable } from '../../parts/preview_table.js';
import { partsOf } from '../../parts/table_parts.js';
import { has, t } from '../../words.js';
import { reviewCall } from './names.js';

const parts = ['encoding', 'delimiter', 'quote', 'header_rows', 'sheet'];
const rows_shown = 6;

/// What somebody said of the file before.
const said = (options) => Object.fromEntries(parts.filter((name) => ![undefined, null, '', 'auto'].includes(options[name]) || (name === 'quote' && options[name] === ''))
  .map((name) => [name, name === 'header_rows' ? String(options[name]) : options[name]]));

class FileStep {
  constructor(review) {
    this.review = review;
    this.before = said(review.review.options);
    this.wishes = { ...this.before };
    this.parts = el('div');
    this.note = el('p', { class: 'hint', role: 'status' });
    this.table = el('div', { class: 'stack' });
    this.foot = el('div', { class: 'stack' });
    const title = freshId();
    const { findings } = review.of;
    this.node = el('section', { class: 'card', 'aria-labelledby': title },
      el('h2', { id: title }, t('leads.file.title')), el('p', { class: 'muted' }, t('leads.file.about', { n: review.review.counts.rows })),
      this.parts, (findings?.warnings ?? []).map((name) => el('p', { class: 'warning' }, t(has(`code.${name}`) ? `code.${name}` : 'code.unknown', { code: name }))),
      this.note, this.table, this.foot);
    this.draw();
  }

  draw() {
    const { format, findings } = this.review.of;
    const name = this.parts.contains(document.activeElement) ? document.activeElement.name : null;
    replace(this.parts, partsOf({ format, findings: findings ?? {} }, this.wishes, (option, value) => {
      if (value === null) delete this.wishes[option];
      else this.wishes[option] = value;
      // The rows of another sheet begin elsewhere.
      if (option === 'sheet') delete this.wishes.header_rows;
      this.draw();
    }));
    if (name) this.parts.querySelector(`[name="${name}"]`)?.focus();
    this.note.textContent = this.wish() ? t('leads.file.again') : '';
    this.table.setAttribute('aria-busy', String(Boolean(this.wish())));
  }

  /// For who may only look.
  lock() {
    for (const one of this.node.querySelectorAll('input, select, button')) one.disabled = true;
  }

  /// null takes back what was said.
  wish() {
    const changed = parts.filter((name) => this.wishes[name] !== this.before[name]);
    if (changed.length === 0) return null;
    const value = (name) => (this.wishes[name] === undefined ? null : name === 'header_rows' ? Number(this.wishes[name]) : this.wishes[name]);
    return { dialect: Object.fromEntries(changed.map((name) => [name, value(name)])) };
  }

  async load() {
    const { items } = await get(`${reviewCall(this.review.of.id)}/rows${query({ limit: rows_shown })}`);
    const columns = this.review.of.findings?.columns ?? this.review.review.mapping.toSorted((a, b) => a.index - b.index).map((one) => one.column);
    replace(this.table, el('h3', {}, t('leads.file.rows')), previewTable({ columns, rows: items.map(({ row, cells }) => ({ row, cells, warnings: [] })) }, []));
  }
}

export const fileStep = (review) => new FileStep(review);
