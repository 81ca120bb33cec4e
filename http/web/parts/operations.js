// What operators did at the server's console: who, when, what.

import { get } from '../api.js';
import { data, el, replace } from '../dom.js';
import { t } from '../words.js';
import { failure } from './notice.js';
import { relative } from './time.js';

const at_once = 10;

const head = (name) => el('th', { scope: 'col' }, t(`operations.${name}`));

const subject = (one) => (one.subject === null ? t('operations.server') : data(one.subject_name ?? one.subject));

const row = (one) => el('tr', { 'data-verb': one.verb },
  el('td', {}, relative(one.at)), el('td', {}, data(one.by)), el('td', {}, data([one.verb, one.value].filter(Boolean).join(' '))), el('td', {}, subject(one)));

export class Operations {
  constructor() {
    this.none = el('p', { class: 'muted' }, t('operations.none'));
    this.body = el('tbody');
    this.table = el('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-labelledby': 'operations-title' },
      el('table', { class: 'table operations' }, el('thead', {}, el('tr', {}, head('when'), head('who'), head('what'), head('subject'))), this.body));
    this.more = el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => this.older().catch(failure) } }, t('operations.older'));
    this.node = el('section', { class: 'card', 'aria-labelledby': 'operations-title' },
      el('h2', { id: 'operations-title' }, t('operations.title')), el('p', { class: 'muted' }, t('operations.about')), this.none, this.table, el('div', {}, this.more));
    this.further = false;
  }

  /// The newest, unless somebody reads further down.
  async load() {
    if (this.further) return;
    const { items, next_cursor: next } = await get(`/api/v1/administration/operations?limit=${at_once}`);
    if (this.further) return;
    this.none.hidden = items.length > 0;
    this.table.hidden = items.length === 0;
    replace(this.body, items.map(row));
    this.goesOn(next);
  }

  async older() {
    this.further = true;
    const { items, next_cursor: next } = await get(`/api/v1/administration/operations?limit=${at_once}&cursor=${encodeURIComponent(this.next)}`);
    this.body.append(...items.map(row));
    this.goesOn(next);
  }

  goesOn(next) {
    this.next = next;
    this.more.hidden = next === null;
  }
}
