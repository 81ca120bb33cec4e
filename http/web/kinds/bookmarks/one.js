// One bookmark and everything that ever changed it.

import { get, query, remove } from '../../api.js';
import { data, el, replace } from '../../dom.js';
import { writeJson } from '../../exact.js';
import { short } from '../../record_text.js';
import { confirm } from '../../parts/dialog.js';
import { failure, success } from '../../parts/notice.js';
import { address } from '../../parts/address.js';
import { exact } from '../../parts/time.js';
import { whole } from '../../parts/whole.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { titleOf } from './title.js';

const shown = ['title', 'url', 'description', 'tags', 'feed_url', 'created_at', 'updated_at', 'extra'];

/// A field as text, null when there is nothing to show.
function text(of, name) {
  const value = of?.[name];
  if (value === null || value === undefined || value === '') return null;
  if (name === 'tags') return value.length > 0 ? value.join(', ') : null;
  if (name === 'extra') return Object.keys(value).length > 0 ? writeJson(value) : null;
  return value;
}

/// `most`: how much of a long text is drawn at first.
function value(of, name, most) {
  const words = text(of, name);
  if (words === null) return el('span', { class: 'muted' }, t('bookmark.nothing'));
  if (name === 'url' || name === 'feed_url') return address(words);
  if (name === 'created_at' || name === 'updated_at') return exact(words);
  return whole(words, name, most);
}

const facts = (of, most) => el('dl', { class: 'facts wide' }, shown.filter((name) => text(of, name) !== null).map((name) =>
  [el('dt', {}, t(`bookmark.${name}`)), el('dd', {}, value(of, name, most))]));

/// Of the past a little is enough at first: a page of it holds twenty changes.
const past = { characters: 300, lines: 6 };

function differences(change) {
  if (change.what === 'created') return facts(change.after, past);
  if (change.what === 'deleted') return null;
  const changed = shown.filter((name) => text(change.before, name) !== text(change.after, name));
  return el('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-label': t('bookmark.changes') }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, ['field', 'before', 'after'].map((name) => el('th', { scope: 'col' }, t(`bookmark.${name}`))))),
    el('tbody', {}, changed.map((name) => el('tr', {}, el('th', { scope: 'row' }, t(`bookmark.${name}`)),
      el('td', { class: 'before' }, value(change.before, name, past)), el('td', { class: 'after' }, value(change.after, name, past)))))));
}

const change = (one) => el('li', { 'data-type': one.what },
  el('p', { class: 'timeline-what' }, t(`change.${one.what}`)),
  el('p', { class: 'muted' }, exact(one.at), one.import ? [' · ', el('a', { href: `/imports/${one.import}` },
    t('change.by_import', { record: one.record ?? 0 }))] : null, one.change ? [' · ', el('a', { href: '/bookmarks/changes' }, t('change.by_many'))] : null),
  differences(one));

class History {
  constructor(identity) {
    this.identity = identity;
    this.list = el('ol', { class: 'timeline roomy' });
    this.more = el('div');
    this.node = el('section', { class: 'card', 'aria-labelledby': 'history-title' }, el('h2', { id: 'history-title' }, t('bookmark.history')), this.list, this.more);
  }

  async load(cursor = null) {
    const page = await get(`/api/v1/bookmarks/${this.identity}/history${query({ limit: 20, cursor })}`);
    this.list.append(...page.items.map(change));
    replace(this.more, page.next_cursor ? el('button', { type: 'button', class: 'btn btn-quiet', on: {
      click: () => this.load(page.next_cursor).catch(failure) } }, t('bookmark.more')) : null);
  }
}

async function drop(of) {
  if (!await confirm({ title: t('bookmark.ask.title'), text: t('bookmark.ask.text', { title: titleOf(of) }), yes: t('action.delete'), danger: true })) return;
  try {
    await remove(`/api/v1/bookmarks/${of.identity}`);
    success(t('bookmark.deleted'));
    go('/bookmarks');
  } catch (why) {
    failure(why);
  }
}

export default {
  section: 'bookmarks',
  async show({ identity }) {
    const history = new History(encodeURIComponent(identity));
    const [of] = await Promise.all([
      // Deleted ones still have their history.
      get(`/api/v1/bookmarks/${encodeURIComponent(identity)}`).catch((why) => { if (why.status !== 404) throw why; return null; }),
      history.load()]);
    const title = of ? titleOf(of) : t('bookmark.gone');
    const node = el('div', { class: 'stack middle' },
      el('div', { class: 'page-head' }, el('a', { class: 'back', href: '/bookmarks' }, t('bookmark.back')),
        el('div', { class: 'title-row' }, el('h1', {}, of ? data(title) : title),
          // Above what a file brought: however long that is, this is found.
          of ? el('button', { type: 'button', class: 'btn btn-sm btn-quiet warn', on: { click: () => drop(of) } }, t('action.delete')) : null)),
      of ? el('section', { class: 'card', 'aria-label': t('bookmark.now') }, facts(of)) : null,
      history.node);
    return { title: short(title, 100), node };
  },
};
