// Everything that ever changed a lead: by which import and row, or by whom, before and after.

import { get, query } from '../../api.js';
import { data, el, replace } from '../../dom.js';
import { failure } from '../../parts/notice.js';
import { exact } from '../../parts/time.js';
import { isSeen } from '../../record_text.js';
import { t } from '../../words.js';
import { fields, labelOf, personText, plainText } from './fields.js';

const page_size = 20;

/// The fields that a change gave another value: [[field, before, after]].
export function differences({ before, after }, statuses) {
  return fields.map((field) => [field, plainText(field, before?.[field], statuses), plainText(field, after?.[field], statuses)]).filter(([, old, now]) => old !== now);
}

const value = (text) => (isSeen(text) ? data(text, {}, 300) : el('span', { class: 'muted' }, t('leads.nothing')));

/// Of a new lead all that it was; later what was another before.
function told(one, statuses) {
  const all = one.what === 'deleted' ? [] : differences(one, statuses);
  if (all.length === 0) return null;
  if (one.what === 'created') return el('dl', { class: 'facts wide' }, all.map(([field, , now]) => [el('dt', {}, labelOf(field)), el('dd', {}, value(now))]));
  const cell = (side, text) => el('td', { class: side, 'data-side': t(`leads.${side}`) }, value(text));
  return el('table', { class: 'table lead-changes' },
    el('thead', {}, el('tr', {}, ['field', 'before', 'after'].map((name) => el('th', { scope: 'col' }, t(`leads.${name}`))))),
    el('tbody', {}, all.map(([field, old, now]) => el('tr', {}, el('th', { scope: 'row' }, labelOf(field)), cell('before', old), cell('after', now)))));
}

/// Who it was, where that is told by name.
function who(by, people) {
  const one = typeof by === 'object' ? by : people.get(by);
  const name = personText(one);
  return isSeen(name) ? [' · ', data(name)] : null;
}

const change = (one, { statuses, people }) => el('li', { 'data-type': one.what },
  el('p', { class: 'timeline-what' }, t(`change.${one.what}`)),
  el('p', { class: 'muted' }, exact(one.at), who(one.by, people), one.import ? [' · ', el('a', { href: `/imports/${one.import}` },
    t('change.by_import', { record: one.row ?? one.record ?? 0 }))] : one.what === 'updated' ? [' · ', t('leads.by_hand')] : null),
  told(one, statuses));

export class History {
  constructor(path, project) {
    const people = new Map((project.members ?? []).map(({ user }) => [user.id, { name: user.display_name, ...user }]));
    Object.assign(this, { path, of: { statuses: project.leads?.statuses, people } });
    this.list = el('ol', { class: 'timeline roomy' });
    this.more = el('div');
    this.node = el('section', { class: 'card', 'aria-labelledby': 'history-title' }, el('h2', { id: 'history-title' }, t('leads.history')), this.list, this.more);
  }

  async load(cursor = null) {
    const page = await get(`${this.path}/history${query({ limit: page_size, cursor })}`);
    this.list.append(...page.items.map((one) => change(one, this.of)));
    const on = () => this.load(page.next_cursor).catch(failure);
    replace(this.more, page.next_cursor ? el('button', { type: 'button', class: 'btn btn-quiet', on: { click: on } }, t('leads.history.more')) : null);
  }
}
