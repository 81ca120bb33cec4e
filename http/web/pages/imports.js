// Import: hand in a file, and all imports below, newest first, as they go.

import { get, query } from '../api.js';
import { el } from '../dom.js';
import { loadKinds, takenIn } from '../kinds.js';
import { follow } from '../live.js';
import { choice } from '../parts/form.js';
import { importRow } from '../parts/import_row.js';
import { connection } from '../parts/notice.js';
import { cursorNow, pager } from '../parts/pager.js';
import { statuses } from '../parts/status.js';
import { uploadPanel } from '../parts/upload_panel.js';
import { go } from '../router.js';
import { t } from '../words.js';

const page_size = 20;

const empty = (status) => el('li', { class: 'card empty' },
  el('h3', {}, t(status ? 'imports.none_such' : 'imports.none')),
  el('p', { class: 'muted' }, t(status ? 'imports.none_such.about' : 'imports.none.about')),
  status ? el('a', { class: 'btn btn-quiet', href: '/imports' }, t('imports.show_all')) : null);

class List {
  constructor(status) {
    this.status = status;
    this.cursor = cursorNow();
    this.rows = new Map();
    this.node = el('ul', { class: 'rows' });
    this.foot = el('div');
  }

  async load() {
    const page = await get(`/api/v1/imports${query({ status: this.status, limit: page_size, cursor: this.cursor })}`);
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
    return importRow(one, { changed: (now) => (now ? this.hear(now) : this.drop(one.id)) });
  }

  draw() {
    const wanted = this.rows.size ? [...this.rows.values()].map((one) => one.node) : [empty(this.status)];
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

function filter(status) {
  const options = [['', t('imports.every_status')], ...statuses.map((one) => [one, t(`status.${one}`)])];
  return choice({ label: t('imports.filter'), hiddenLabel: true, options, value: status ?? '', on: {
    change: (event) => go(`/imports${query({ status: event.target.value })}`) } }).node;
}

export default {
  section: 'imports',
  async show({ search }) {
    const status = statuses.includes(search.get('status')) ? search.get('status') : null;
    const list = new List(status);
    const [limits, kinds] = await Promise.all([get('/api/v1/limits'), loadKinds(), list.load()]);
    const rooms = takenIn(kinds);
    const news = connection();
    const leave = follow('/api/v1/imports/stream', {
      events: { list: () => list.load().catch(() => {}), import: (one) => list.hear(one), removed: ({ id }) => list.drop(id) },
      poll: () => list.load(),
      state: (now) => news.become(now),
    });
    const node = el('div', { class: 'stack' },
      el('h1', {}, t('imports.title')),
      rooms.length > 0 ? uploadPanel({ limits, rooms, project: null }, (made) => list.hear(made)).node
        : el('p', { class: 'card muted' }, t('upload.none')),
      el('section', { 'aria-labelledby': 'list-title' },
        el('div', { class: 'section-head' }, el('h2', { id: 'list-title' }, t('imports.list')), filter(status)),
        news.node, list.node, list.foot));
    return { title: t('imports.title'), node, leave };
  },
};
