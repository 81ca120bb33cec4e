// Everything that ever changed a node: by which import and record, before and after.

import { get, query } from '../../api.js';
import { el, replace } from '../../dom.js';
import { failure } from '../../parts/notice.js';
import { exact } from '../../parts/time.js';
import { t } from '../../words.js';
import { facts, fieldsOf, isTime, label, value } from './facts.js';

/// Of the past a little is enough at first: a page of it holds twenty changes.
const past = { characters: 300, lines: 6 };
const page_size = 20;

function differences({ what, before, after }) {
  if (what === 'created') return facts(after, { most: past, times: false });
  if (what === 'deleted') return null;
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => !isTime(name) && old.get(name) !== now.get(name));
  if (names.length === 0) return null;
  const cell = (name, of, side) => el('td', { class: side, 'data-side': t(`nodes.${side}`) }, value(name, of.get(name), past));
  return el('div', { class: 'table-box node-changes', tabindex: '0', role: 'region', 'aria-label': t('nodes.changes') }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, ['field', 'before', 'after'].map((name) => el('th', { scope: 'col' }, t(`nodes.${name}`))))),
    el('tbody', {}, names.map((name) => el('tr', {}, el('th', { scope: 'row' }, label(name)), cell(name, old, 'before'), cell(name, now, 'after'))))));
}

const change = (one) => el('li', { 'data-type': one.what },
  el('p', { class: 'timeline-what' }, t(`change.${one.what}`)),
  el('p', { class: 'muted' }, exact(one.at), one.import ? [' · ', el('a', { href: `/imports/${one.import}` },
    t('change.by_import', { record: one.record ?? 0 }))] : one.what === 'updated' ? [' · ', t('nodes.by_hand')] : null),
  differences(one));

export class History {
  constructor(path) {
    this.path = path;
    this.list = el('ol', { class: 'timeline roomy' });
    this.more = el('div');
    this.node = el('section', { class: 'card', 'aria-labelledby': 'history-title' }, el('h2', { id: 'history-title' }, t('nodes.history')), this.list, this.more);
  }

  /// Answers how many changes came.
  async load(cursor = null) {
    const page = await get(`${this.path}/history${query({ limit: page_size, cursor })}`);
    const first = page.items.map(change);
    this.list.append(...first);
    const on = () => this.load(page.next_cursor).catch(failure);
    replace(this.more, page.next_cursor ? el('button', { type: 'button', class: 'btn btn-quiet', on: { click: on } }, t('nodes.more')) : null);
    return first.length;
  }
}
