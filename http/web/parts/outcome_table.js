// What became of each record: filtered by outcome, twenty a page.

import { get, query, sentence } from '../api.js';
import { data, el, replace } from '../dom.js';
import { roomOf, rooms } from '../kinds.js';
import { isSeen, short } from '../record_text.js';
import { has, number, t } from '../words.js';
import { choice } from './form.js';
import { outcomes } from './counts.js';

const page_size = 20;
const cell_most = 80;

const code = (name) => t(has(`code.${name}`) ? `code.${name}` : 'code.unknown', { code: name });

/// Help tells what there is to do about it.
const explained = (name, room, text) => (rooms.includes(room) ? el('a', { class: 'why', href: `/help/${room.name}#code-${name}` }, text) : text);

const why = (one, room) => [one.code ? el('div', {}, explained(one.code, room, code(one.code))) : null,
  one.faults?.filter((fault) => fault.field || fault.value).map((fault) => el('div', { class: 'record-field' },
    fault.field ? t('records.field', { field: room.record.field?.(fault.field) ?? fault.field }) : null, ' ', fault.value ? data(fault.value) : null)),
  one.warnings.map((name) => el('div', { class: 'warning' }, explained(name, room, t('records.warning', { text: code(name) })))),
  room.record.met?.(one)];

const outcomeOf = (one) => el('td', {}, el('span', { class: `outcome ${one.outcome}` }, t(`outcome.${one.outcome}`, { n: 1 })));

const line = (one, room) => el('tr', {}, el('td', { class: 'num' }, number(one.record)), outcomeOf(one),
  el('td', {}, room.record.cell(one)), el('td', {}, why(one, room)));

/// Records that are rows of a table: each cell stands below its column.
const tableLine = (one, room, names) => el('tr', {},
  el('td', { class: 'num' }, number(one.record), one.row ? el('div', { class: 'muted small' }, t('records.row', { n: number(one.row) })) : null),
  outcomeOf(one), el('td', {}, why(one, room)),
  names.map((name) => {
    const text = room.record.text(one, name);
    return isSeen(text) ? el('td', { 'data-label': short(name) }, data(text, {}, cell_most)) : el('td');
  }));

export class OutcomeTable {
  constructor(of, only) {
    this.of = of;
    this.id = of.id;
    this.room = roomOf(of.kind);
    this.only = only;
    this.trail = [];
    this.body = el('tbody');
    this.head = el('tr');
    this.rest = el('p', { class: 'muted small' });
    this.foot = el('div');
    this.state = el('p', { class: 'muted', role: 'status' });
    this.csv = el('a', { class: 'btn btn-quiet', download: true }, t('records.csv'));
    const filter = choice({ label: t('records.filter'), hiddenLabel: true, value: only ?? '',
      options: [['', t('records.all')], ...outcomes.map((name) => [name, t(`records.only.${name}`)])],
      on: { change: (event) => this.choose(event.target.value || null) } });
    this.filter = filter.input;
    this.tools = el('div', { class: 'head-tools' }, filter.node, this.csv);
    this.table = el('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-label': t('records.table') },
      el('table', { class: `table${this.room.record.columns ? ' by-column' : ''}` }, el('thead', {}, this.head), this.body), this.rest);
    this.node = el('section', { class: 'card', id: 'records', 'aria-labelledby': 'records-title' },
      el('div', { class: 'section-head' }, el('h2', { id: 'records-title' }, t('records.title')),
        this.tools),
      this.state, this.table, this.foot);
    this.table.hidden = true;
  }

  choose(only) {
    this.only = only;
    this.filter.value = only ?? '';
    this.trail = [];
    return this.load();
  }

  async load() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const base = `/api/v1/imports/${this.id}/records`;
    this.csv.setAttribute('href', `${base}.csv${query({ outcome: this.only })}`);
    try {
      const page = await get(`${base}${query({ outcome: this.only, limit: page_size, cursor: this.trail.at(-1) })}`);
      if (turn !== this.turn) return;
      this.shown = page.items.length;
      this.next = page.next_cursor;
      this.draw(page.items);
      this.table.hidden = this.shown === 0;
      // Where there is nothing at all, there is nothing to choose from, and nothing to take along.
      this.tools.hidden = this.shown === 0 && !this.only && this.trail.length === 0;
      this.state.textContent = this.shown === 0 ? t(this.only ? 'records.none_such' : 'records.none') : '';
      this.drawFoot();
    } catch (why) {
      if (turn === this.turn) this.state.textContent = sentence(why);
    }
  }

  draw(items) {
    const head = (key, look) => el('th', { scope: 'col', class: look }, t(key));
    const first = [head('records.number', 'num'), head('records.outcome')];
    if (!this.room.record.columns) {
      replace(this.head, first, head(this.room.record.what), head('records.why'));
      replace(this.body, items.map((one) => line(one, this.room)));
      return;
    }
    const { names, rest } = this.room.record.columns(items, this.of);
    replace(this.head, first, head('records.why'), names.map((name) => el('th', { scope: 'col' }, data(name, {}, cell_most))));
    replace(this.body, items.map((one) => tableLine(one, this.room, names)));
    this.rest.textContent = rest > 0 ? t('records.columns', { n: rest }) : '';
  }

  drawFoot() {
    const turn = (name, act) => el('button', { type: 'button', class: 'btn btn-quiet', disabled: !act, on: { click: async () => {
      act();
      await this.load();
      this.node.querySelector('h2').scrollIntoView({ block: 'nearest' });
    } } }, t(name));
    const pages = this.trail.length > 0 || this.next ? el('nav', { class: 'pager', 'aria-label': t('records.pages') },
      turn('pager.back', this.trail.length > 0 ? () => this.trail.pop() : null),
      el('span', { class: 'muted' }, t('pager.page', { page: this.trail.length + 1 })),
      turn('pager.on', this.next ? () => this.trail.push(this.next) : null)) : null;
    replace(this.foot, pages);
  }
}
