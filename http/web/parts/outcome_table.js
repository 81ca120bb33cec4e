// What became of each record: filtered by outcome, twenty a page.

import { get, query, sentence } from '../api.js';
import { data, el, isWebAddress, replace } from '../dom.js';
import { isSeen, list_most } from '../record_text.js';
import { has, number, t } from '../words.js';
import { choice } from './form.js';
import { outcomes } from './counts.js';

const page_size = 20;

/// Links only to the web: `javascript:` and its kin are shown as what they are, text.
export const address = (text, attributes = {}) => (isWebAddress(text)
  ? el('a', { href: text, target: '_blank', rel: 'noopener noreferrer nofollow', ...attributes }, data(text))
  : data(text, { class: 'no-link' }));

const code = (name) => t(has(`code.${name}`) ? `code.${name}` : 'code.unknown', { code: name });

const line = (one) => el('tr', {},
  el('td', { class: 'num' }, number(one.record)),
  el('td', {}, el('span', { class: `outcome ${one.outcome}` }, t(`outcome.${one.outcome}`, { n: 1 }))),
  el('td', {}, isSeen(one.title) ? el('div', { class: 'record-title' }, data(one.title)) : null,
    one.url ? el('div', { class: 'record-url' }, address(one.url)) : null,
    one.identity && (one.title?.length > list_most || one.url?.length > list_most)
      ? el('div', {}, el('a', { href: `/bookmarks/${one.identity}` }, t('records.whole'))) : null,
    !isSeen(one.title) && !one.url ? el('span', { class: 'muted' }, t('records.nameless')) : null),
  el('td', {}, one.code ? el('div', {}, code(one.code)) : null,
    one.warnings.map((name) => el('div', { class: 'warning' }, t('records.warning', { text: code(name) }))),
    one.warnings.includes('spelled_differently') && one.meets?.url
      ? el('div', { class: 'record-url' }, address(one.meets.url)) : null));

export class OutcomeTable {
  constructor(id, only) {
    this.id = id;
    this.only = only;
    this.trail = [];
    this.body = el('tbody');
    this.foot = el('div');
    this.state = el('p', { class: 'muted', role: 'status' });
    this.csv = el('a', { class: 'btn btn-quiet', download: true }, t('records.csv'));
    const filter = choice({ label: t('records.filter'), hiddenLabel: true, value: only ?? '',
      options: [['', t('records.all')], ...outcomes.map((name) => [name, t(`records.only.${name}`)])],
      on: { change: (event) => this.choose(event.target.value || null) } });
    this.filter = filter.input;
    this.tools = el('div', { class: 'head-tools' }, filter.node, this.csv);
    this.table = el('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-label': t('records.table') },
      el('table', { class: 'table' }, el('thead', {}, el('tr', {},
        el('th', { scope: 'col', class: 'num' }, t('records.number')), el('th', { scope: 'col' }, t('records.outcome')),
        el('th', { scope: 'col' }, t('records.what')), el('th', { scope: 'col' }, t('records.why')))), this.body));
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
      this.body.replaceChildren(...page.items.map(line));
      this.table.hidden = this.shown === 0;
      // Where there is nothing at all, there is nothing to choose from, and nothing to take along.
      this.tools.hidden = this.shown === 0 && !this.only && this.trail.length === 0;
      this.state.textContent = this.shown === 0 ? t(this.only ? 'records.none_such' : 'records.none') : '';
      this.drawFoot();
    } catch (why) {
      if (turn === this.turn) this.state.textContent = sentence(why);
    }
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
