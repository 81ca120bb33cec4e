// Imports, newest first, as they go: one's own, or those of a project.

import { get, query } from '../api.js';
import { el } from '../dom.js';
import { follow } from '../live.js';
import { actionsIn } from '../projects.js';
import { go } from '../router.js';
import { t } from '../words.js';
import { choice } from './form.js';
import { importRow } from './import_row.js';
import { connection } from './notice.js';
import { cursorNow, pager } from './pager.js';
import { statuses } from './status.js';

const page_size = 20;
/// What leaves these by itself.
const moving = ['pending', 'parsing', 'processing'];

const empty = (status, { home, project }) => el('li', { class: 'card empty' },
  el('h3', {}, t(status ? 'imports.none_such' : 'imports.none')),
  status && !moving.includes(status) ? null : el('p', { class: 'muted' }, t(status ? 'imports.none_such.about' : project ? 'project.imports.none' : 'imports.none.about')),
  status ? el('a', { class: 'btn btn-quiet', href: home }, t('imports.show_all')) : null);

/// `of`: {home: address of the page, project: null or the one whose they are}.
class List {
  constructor(of, status) {
    this.of = of;
    this.status = status;
    this.cursor = cursorNow();
    this.rows = new Map();
    this.node = el('ul', { class: 'rows' });
    this.foot = el('div');
  }

  async load() {
    const page = await get(`/api/v1/imports${query({ project: this.of.project?.id, status: this.status, limit: page_size, cursor: this.cursor })}`);
    const before = this.rows;
    this.rows = new Map(page.items.map((one) => {
      const row = before.get(one.id) ?? this.rowOf(one);
      row.update(one);
      return [one.id, row];
    }));
    this.next = page.next_cursor;
    this.draw();
  }

  rowOf(one) {
    return importRow(one, { owner: this.of.project ? one.started_by?.username : null, allowed: actionsIn(this.of.project),
      changed: (now) => (now ? this.hear(now) : this.drop(one.id)) });
  }

  draw() {
    const wanted = this.rows.size ? [...this.rows.values()].map((one) => one.node) : [empty(this.status, this.of)];
    const there = [...this.node.children];
    if (wanted.length !== there.length || wanted.some((one, i) => one !== there[i])) this.node.replaceChildren(...wanted);
    const more = pager(this.next);
    this.foot.replaceChildren(...(more ? [more] : []));
  }

  hear(one) {
    const row = this.rows.get(one.id);
    const fits = !this.status || one.status === this.status;
    if (row && fits) return row.update(one);
    if (row) return this.drop(one.id);
    // Older pages only change what stands on them.
    if (!fits || this.cursor) return undefined;
    const all = [[one.id, this.rowOf(one)], ...this.rows].sort(([a], [b]) => (a < b ? 1 : -1));
    if (all.length > page_size) this.load().catch(() => {});
    this.rows = new Map(all.slice(0, page_size));
    return this.draw();
  }

  drop(id) {
    if (!this.rows.delete(id)) return;
    this.draw();
    if (this.next || this.rows.size === 0) this.load().catch(() => {});
  }
}

function filter(home, status) {
  const options = [['', t('imports.every_status')], ...statuses.map((one) => [one, t(`status.${one}`)])];
  return choice({ label: t('imports.filter'), hiddenLabel: true, options, value: status ?? '', on: {
    change: (event) => go(`${home}${query({ status: event.target.value })}`) } }).node;
}

/// `lost(why)`: the list may not be seen any more. Answers {node, add(import), load(), leave()}.
export function importList({ home, project = null, search, lost = () => {} }) {
  const status = statuses.includes(search.get('status')) ? search.get('status') : null;
  const list = new List({ home, project }, status);
  const news = connection();
  const again = () => list.load().catch((why) => {
    if (why.status === 404) lost(why);
    throw why;
  });
  const node = el('section', { 'aria-labelledby': 'list-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'list-title' }, t('imports.list')), filter(home, status)),
    news.node, list.node, list.foot);
  const begin = () => follow(`/api/v1/imports/stream${query({ project: project?.id })}`, {
    events: { list: () => again().catch(() => {}), import: (one) => list.hear(one), removed: ({ id }) => list.drop(id) },
    poll: again,
    state: (now) => news.become(now),
  });
  return { node, load: () => list.load(), add: (one) => list.hear(one), begin };
}
