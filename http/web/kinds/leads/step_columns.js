// The second step: which column is which field, by what that is known, and what a person says instead.

import { data, el, freshId, replace } from '../../dom.js';
import { isSeen } from '../../record_text.js';
import { has, percent, t } from '../../words.js';
import { groups, labelOf } from './fields.js';
import { choiceOf, choose, filledBy, identifies, isChanged, joins, splits, wishes } from './mapping.js';

/// A file may have thousands of columns; so many are drawn at once.
const columns_most = 150;
const samples_shown = 5;
const sample_most = 40;

const options = () => [
  el('option', { value: '' }, t('leads.columns.unused')),
  groups.map(([name, fields]) => el('optgroup', { label: t(`leads.group.${name}`) }, fields.map((field) => el('option', { value: field }, labelOf(field))))),
  el('optgroup', { label: t('leads.columns.several') },
    Object.entries(splits).map(([name, into]) => el('option', { value: `split:${into.join(',')}` }, t(`leads.columns.split.${name}`))),
    joins.map((field) => el('option', { value: `join:${field}` }, t('leads.columns.join', { field: labelOf(field) })))),
];

/// How sure it is, in words: never by colour alone.
function sureness(column, choice) {
  if (choice !== choiceOf(column)) return { look: 'by-hand', words: t('leads.why.now') };
  if (column.manual) return { look: 'by-hand', words: t('leads.why.manual') };
  const why = has(`leads.why.${column.why}`) ? t(`leads.why.${column.why}`) : '';
  if (!choice) return { look: 'none', words: why };
  const look = column.confidence >= 0.9 ? 'sure' : column.confidence >= 0.8 ? 'likely' : 'unsure';
  if (!(column.confidence > 0)) return { look: 'none', words: why };
  return { look, share: percent(Math.round(column.confidence * 100)), words: why };
}

class Column {
  constructor(step, i) {
    Object.assign(this, { step, i, column: step.columns[i] });
    const id = freshId();
    const about = freshId();
    this.select = el('select', { id, class: 'form-select', disabled: !step.review.mayEdit, 'aria-describedby': about, on: { change: () => step.choose(i, this.select.value) } }, options());
    this.why = el('p', { class: 'sureness', id: about });
    const samples = (this.column.samples ?? []).filter(isSeen).slice(0, samples_shown);
    this.node = el('li', { class: 'map-row', 'data-index': this.column.index },
      el('div', { class: 'map-what' }, el('label', { for: id, class: 'map-name' }, isSeen(this.column.column) ? data(this.column.column, {}, 80) : t('leads.columns.nameless', { n: this.column.index + 1 })),
        el('ul', { class: 'samples', 'aria-label': t('leads.columns.samples') }, samples.length > 0 ? samples.map((one) => el('li', {}, data(one, {}, sample_most))) : el('li', { class: 'muted' }, t('leads.columns.empty')))),
      el('span', { class: 'map-arrow', 'aria-hidden': 'true' }, '→'),
      el('div', { class: 'map-field' }, this.select, this.why));
    this.draw();
  }

  draw() {
    const choice = this.step.choices[this.i];
    // What a later server may split or join besides has a line of its own.
    if (![...this.select.options].some((one) => one.value === choice))
      this.select.append(el('option', { value: choice }, filledBy(choice).map(labelOf).join(' + ')));
    this.select.value = choice;
    this.node.classList.toggle('unused', !choice);
    const { look, share, words } = sureness(this.column, choice);
    this.why.className = `sureness ${look}`;
    replace(this.why, share ? el('strong', {}, share) : null, share && words ? ' · ' : null, words ? el('span', {}, words) : null);
  }
}

class ColumnsStep {
  constructor(review) {
    this.review = review;
    this.columns = review.review.mapping.toSorted((a, b) => a.index - b.index);
    this.choices = this.columns.map(choiceOf);
    this.rows = [];
    this.list = el('ul', { class: 'map-list' });
    this.more = el('div');
    this.missing = el('p', { class: 'fault-text', role: 'status' }, el('strong', {}, t('leads.columns.missing')), ' ', t('leads.columns.missing.about'));
    this.foot = el('div', { class: 'stack' });
    const title = freshId();
    this.node = el('section', { class: 'card', 'aria-labelledby': title },
      el('h2', { id: title }, t('leads.columns.title')), el('p', { class: 'muted' }, t('leads.columns.about')), this.list, this.more, this.missing, this.foot);
    this.drawMore();
    this.draw();
  }

  drawMore() {
    const from = this.rows.length;
    const added = this.columns.slice(from, from + columns_most).map((_, i) => new Column(this, from + i));
    this.rows.push(...added);
    this.list.append(...added.map((one) => one.node));
    const left = this.columns.length - this.rows.length;
    replace(this.more, left > 0 ? el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => { this.drawMore(); added.at(-1).node.nextSibling?.querySelector('select').focus(); } } }, t('leads.columns.more', { n: left })) : null);
  }

  draw() {
    this.missing.hidden = !this.blocked();
    for (const one of this.rows) one.draw();
  }

  choose(i, choice) {
    this.choices = choose(this.choices, i, choice);
    this.draw();
    this.review.tell();
  }

  /// Leads that nothing tells apart cannot be imported.
  blocked() {
    return !identifies(this.choices);
  }

  wish() {
    return isChanged(this.columns, this.choices) ? { mapping: wishes(this.columns, this.choices) } : null;
  }
}

export const columnsStep = (review) => new ColumnsStep(review);
