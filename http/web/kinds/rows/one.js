// One row of a table, all of it, and everything that ever changed it.

import { get, query, remove } from '../../api.js';
import { data, el, replace } from '../../dom.js';
import { confirm } from '../../parts/dialog.js';
import { failure, success } from '../../parts/notice.js';
import { exact } from '../../parts/time.js';
import { whole } from '../../parts/whole.js';
import { may, projects } from '../../projects.js';
import { isSeen, short } from '../../record_text.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { callOf, cellOf, inOrder, tablePath } from './names.js';

const page_size = 20;
/// Of the past a little is enough at first: a page of it holds twenty changes.
const past = { characters: 300, lines: 6 };
/// A row may have thousands of cells; so many are drawn at once.
const cells_most = 200;

const value = (text, name, most) => (isSeen(text) ? whole(text, name, most) : el('span', { class: 'muted' }, t('rows.nothing')));

function facts(row, order, most) {
  const names = inOrder(Object.keys(row), order);
  return [el('dl', { class: 'facts wide' }, names.slice(0, cells_most).map((name) => [el('dt', {}, data(name)), el('dd', {}, value(row[name], name, most))])),
    names.length > cells_most ? el('p', { class: 'muted' }, t('rows.record.more', { n: names.length - cells_most })) : null];
}

function differences({ what, before, after }, order) {
  if (what === 'created') return facts(after.row, order, past);
  if (what === 'deleted') return null;
  const names = inOrder([...Object.keys(before.row), ...Object.keys(after.row)].filter((name) => cellOf(before.row, name) !== cellOf(after.row, name)), order).slice(0, cells_most);
  const cell = (row, name, side) => el('td', { class: side }, value(cellOf(row, name), name, past));
  return names.length === 0 ? null : el('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-label': t('rows.changes') }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, ['column', 'before', 'after'].map((name) => el('th', { scope: 'col' }, t(`rows.change.${name}`))))),
    el('tbody', {}, names.map((name) => el('tr', {}, el('th', { scope: 'row' }, data(name)), cell(before.row, name, 'before'), cell(after.row, name, 'after'))))));
}

const change = (one, order) => el('li', { 'data-type': one.what },
  el('p', { class: 'timeline-what' }, t(`change.${one.what}`)),
  el('p', { class: 'muted' }, exact(one.at), one.import ? [' · ', el('a', { href: `/imports/${one.import}` }, t('change.by_import', { record: one.record ?? 0 }))] : null),
  differences(one, order));

class History {
  constructor(path, project, order) {
    Object.assign(this, { path, project, order });
    this.list = el('ol', { class: 'timeline roomy' });
    this.more = el('div');
    this.node = el('section', { class: 'card', 'aria-labelledby': 'history-title' }, el('h2', { id: 'history-title' }, t('rows.history')), this.list, this.more);
  }

  async load(cursor = null) {
    const page = await get(`${this.path}/history${query({ project: this.project, limit: page_size, cursor })}`);
    this.list.append(...page.items.map((one) => change(one, this.order)));
    const on = () => this.load(page.next_cursor).catch(failure);
    replace(this.more, page.next_cursor ? el('button', { type: 'button', class: 'btn btn-quiet', on: { click: on } }, t('rows.history.more')) : null);
  }
}

async function drop(path, name, project) {
  if (!await confirm({ title: t('rows.ask.title'), text: t('rows.ask.text', { name }), yes: t('action.delete'), danger: true })) return;
  try {
    await remove(`${path}${query({ project })}`);
    success(t('rows.deleted'));
    go(tablePath(name, project));
  } catch (why) {
    failure(why);
  }
}

/// What a row is called: its first cell that says something.
const titleOf = (row, order) => short(inOrder(Object.keys(row), order).map((name) => row[name]).find(isSeen) ?? t('rows.record'), 100);

export default {
  section: 'tables',
  async show({ name, identity, search }) {
    const project = search.get('project');
    const path = `${callOf(name)}/records/${encodeURIComponent(identity)}`;
    // Deleted ones still have their history.
    const maybe = (call) => get(call).catch((why) => { if (why.status !== 404) throw why; return null; });
    const [of, table] = await Promise.all([maybe(`${path}${query({ project })}`), maybe(`${callOf(name)}${query({ project })}`)]);
    const order = table?.columns ?? [];
    const history = new History(path, project, order);
    await history.load();
    const allowed = of && (!project || may(projects().find((one) => one.id === project), 'editor'));
    const title = of ? titleOf(of.row, order) : t('rows.gone');
    const node = el('div', { class: 'stack middle' },
      el('div', { class: 'page-head' }, el('a', { class: 'back', href: tablePath(name, project) }, data(name)),
        el('div', { class: 'title-row' }, el('h1', {}, of ? data(title) : title),
          allowed ? el('button', { type: 'button', class: 'btn btn-sm btn-quiet warn', on: { click: () => drop(path, name, project) } }, t('action.delete')) : null)),
      of ? el('section', { class: 'card', 'aria-label': t('rows.now') }, facts(of.row, order)) : null,
      history.node);
    return { title, node, project };
  },
};
