// What was imported: search, tags, pages.

import { get, query, sentence } from '../../api.js';
import { data, el, replace, setText } from '../../dom.js';
import { tag_most } from '../../record_text.js';
import { exports } from '../../parts/exports.js';
import { listKeys, showKeys } from '../../parts/keys.js';
import { field } from '../../parts/form.js';
import { failure } from '../../parts/notice.js';
import { address } from '../../parts/address.js';
import { cursorNow, nothingLeft, pager } from '../../parts/pager.js';
import { tooLong } from '../../parts/search_form.js';
import { go, rename } from '../../router.js';
import { day, t } from '../../words.js';
import { strip } from './many.js';
import { Selection } from './select.js';
import { titleOf } from './title.js';
import { whileTyping } from './typing.js';

const page_size = 20;
const tags_at_once = 30;
const tags_shown = 12;
const about_most = 240;
/// The server takes targets of 8,000 bytes.
const address_most = 6_000;

const addressOf = (q, tags) => `/bookmarks${query({ q, tag: tags })}`;

/// A tag leads to its bookmarks, unless it is longer than an address may be.
function tagLink(name, q, tags, ...more) {
  const href = name.length > address_most ? '' : addressOf(q, [...new Set([...tags, name])]);
  const leads = href !== '' && href.length <= address_most;
  return el(leads ? 'a' : 'span', { class: 'tag', href: leads ? href : null }, data(name, {}, tag_most), more);
}

/// Those of one bookmark in the list; the others are one click away.
function tagsOf(one, q, tags) {
  const rest = one.tags.length - tags_shown;
  return el('p', { class: 'tags' }, one.tags.slice(0, tags_shown).map((name) => tagLink(name, q, tags)),
    rest > 0 ? el('a', { class: 'tag more', href: `/bookmarks/${one.identity}` }, t('bookmarks.other_tags', { n: rest })) : null);
}

const card = (one, q, tags, selection) => el('li', { class: 'bookmark', tabindex: '-1' },
  el('div', { class: 'bookmark-head' },
    selection.box(one, titleOf(one)),
    el('h2', { class: 'bookmark-title' }, el('a', { href: `/bookmarks/${one.identity}` }, data(titleOf(one)))),
    el('time', { class: 'muted', datetime: one.created_at }, day(one.created_at))),
  el('p', { class: 'bookmark-url' }, address(one.url)),
  one.description ? el('p', { class: 'bookmark-about' }, data(one.description, {}, about_most)) : null,
  one.tags.length > 0 ? tagsOf(one, q, tags) : null);

function chosen(q, tags) {
  if (tags.length === 0) return null;
  return el('p', { class: 'tags chosen' }, el('span', { class: 'muted' }, t('bookmarks.with')), tags.map((name) =>
    el('a', { class: 'tag on', href: addressOf(q, tags.filter((one) => one !== name)), 'aria-label': t('bookmarks.without', { tag: name }) },
      data(name, {}, tag_most), el('span', { class: 'tag-close', 'aria-hidden': 'true' }))));
}

/// The tags with the most bookmarks first, and more of them as they are asked for; quiet where the server cannot count. `lead(q)`: they lead to
/// other searches from now on.
async function tagCloud(q, tags) {
  const ask = (cursor) => get(`/api/v1/bookmarks/tags${query({ sort: 'count', limit: tags_at_once, cursor })}`);
  let page;
  try {
    page = await ask(null);
  } catch {
    return null;
  }
  if (page.items.length === 0) return null;
  const counted = (one) => tagLink(one.tag, q, tags, el('span', { class: 'muted' }, t('bookmarks.tag_count', { n: one.bookmarks })));
  const shown = page.items.map((one) => [one, counted(one)]);
  const list = el('p', { class: 'tags' }, shown.map(([, link]) => link));
  const more = el('button', { type: 'button', class: 'btn btn-quiet', on: { click: async () => {
    try {
      page = await ask(page.next_cursor);
    } catch (why) {
      failure(why);
      return;
    }
    const added = page.items.map((one) => [one, counted(one)]);
    shown.push(...added);
    list.append(...added.map(([, link]) => link));
    added[0]?.[1].focus();
    if (!page.next_cursor) more.remove();
  } } }, t('bookmarks.more_tags'));
  const node = el('aside', { class: 'card side', 'aria-labelledby': 'tags-title' }, el('h2', { id: 'tags-title' }, t('bookmarks.tags')),
    list, page.next_cursor ? more : null, el('a', { class: 'small', href: '/bookmarks/tags' }, t('tags.all')));
  // In place: whoever went on to one of them keeps the focus.
  const lead = (now) => {
    q = now;
    for (const [one, link] of shown) if (link.href) link.href = addressOf(q, [...new Set([...tags, one.tag])]);
  };
  return { node, lead };
}

const formats = ['netscape', 'activitystreams', 'json', 'csv', 'opml'];
/// Of what the page shows, with all its pages.
const exportsOf = (q, tags) => exports(t('bookmarks.export'), formats.map((format) => ({
  name: t(`bookmarks.export.${format}`), about: t(`bookmarks.export.${format}.about`), href: `/api/v1/bookmarks/export${query({ format, q, tag: tags })}` })));

/// What can be written in the field, each with what it finds.
const language = ['words', 'begin', 'phrase', 'without', 'tag', 'site', 'dates', 'near'];
const searchHelp = () => el('details', { class: 'fold' }, el('summary', {}, t('bookmarks.search.help')),
  el('dl', { class: 'facts' }, language.map((name) => [el('dt', {}, el('code', {}, t(`bookmarks.written.${name}`))), el('dd', {}, t(`bookmarks.found.${name}`))])));

/// The same with a star behind its last word: longer words are found, too. Null: it ends with no word.
const begun = (q) => (/(^|\s)[\p{L}\p{N}]+$/u.test(q) ? `${q}*` : null);

/// Signs and pictures alone are no words.
const holdsWord = (q) => !q || /[\p{L}\p{N}]/u.test(q);

function none(q, tags) {
  const looked = Boolean(q) || tags.length > 0;
  const longer = begun(q);
  return el('div', { class: 'card empty' }, el('h2', {}, t(looked ? 'bookmarks.none_such' : 'bookmarks.none')),
    el('p', { class: 'muted' }, t(!looked ? 'bookmarks.none.about' : holdsWord(q) ? 'bookmarks.none_such.about' : 'bookmarks.none_such.signs')),
    longer ? el('p', {}, el('a', { href: addressOf(longer, tags) }, t('bookmarks.none_such.longer', { q: longer }))) : null,
    el('a', { class: 'btn btn-primary', href: looked ? '/bookmarks' : '/imports' }, t(looked ? 'bookmarks.show_all' : 'bookmarks.to_import')));
}

/// What else there is to do with all of them.
const ways = () => el('p', { class: 'ways' }, el('a', { href: '/bookmarks/duplicates' }, t('near.title')), el('a', { href: '/bookmarks/changes' }, t('changes.title')),
  el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: showKeys } }, t('keys.title')));

/// How many there are, as far as the page knows.
function counted(page, looked) {
  if (!looked || cursorNow()) return '';
  const n = page.items.length;
  if (n === 0) return t('bookmarks.count.none');
  return t(page.next_cursor ? 'bookmarks.count.more' : 'bookmarks.count', { n });
}

/// A place in the page whose content changes; none, while it is empty.
const slot = () => el('div', { class: 'slot' });

/// What the page shows of a search, drawn anew with each.
class Found {
  constructor(tags, cloud) {
    Object.assign(this, { tags, cloud, exports: slot(), help: slot(), chosen: slot(), list: slot(), said: el('p', { role: 'status', class: 'muted' }) });
  }

  ask(q, cursor, options) {
    return get(`/api/v1/bookmarks${query({ q, tag: this.tags, limit: page_size, cursor })}`, options);
  }

  draw(q, page) {
    const { tags } = this;
    const any = page.items.length > 0;
    const held = this.list.contains(document.activeElement);
    const selection = new Selection(page.items, { q, tag: tags }, page.next_cursor !== null || cursorNow() !== null);
    replace(this.exports, any ? exportsOf(q, tags) : null);
    replace(this.help, q && !any ? searchHelp() : null);
    replace(this.chosen, chosen(q, tags));
    replace(this.list, any ? selection.node : null,
      any ? el('ul', { class: 'sheet' }, page.items.map((one) => card(one, q, tags, selection))) : nothingLeft() ?? none(q, tags), pager(page.next_cursor));
    this.cloud?.lead(q);
    if (held) document.querySelector('h1').focus({ preventScroll: true });
    this.say(counted(page, Boolean(q) || tags.length > 0), !any);
  }

  /// `is_told`: it stands on the page in other words already. Who listens is told of what changes in a page, not of what came with it.
  say(text, is_told = false) {
    this.text = text;
    this.said.classList.toggle('visually-hidden', is_told || text === '');
    if (this.said.isConnected) setText(this.said, text);
    else requestAnimationFrame(() => setText(this.said, this.text));
  }

  rows() {
    return [...this.list.querySelectorAll('.sheet > li')];
  }
}

const here = () => location.pathname + location.search;

/// What was found while somebody wrote stands in the entry of the history that was there; `before` is what it was.
function keepTyped(address, written) {
  const before = history.state?.before ?? { address: here(), state: history.state };
  rename(address, { written, before });
}

/// A search that was finished is an entry of its own, behind what was there before the first letter.
function finish(address) {
  const before = history.state?.before;
  if (before) rename(before.address, before.state);
  go(address, { replace: address === here() });
}

export default {
  section: 'bookmarks',
  async show({ search }) {
    const q = search.get('q') ?? '';
    const tags = search.getAll('tag');
    const cloud = tagCloud(q, tags);
    const found = new Found(tags, null);
    const page = await found.ask(q, cursorNow());
    found.cloud = await cloud;
    const looking = field({ label: t('bookmarks.search'), type: 'search', value: history.state?.written ?? q, autocomplete: 'off', placeholder: t('bookmarks.search.hint') });
    looking.node.querySelector('label').className = 'visually-hidden';
    const form = el('form', { class: 'search', role: 'search', on: { submit: (event) => {
      event.preventDefault();
      const q = looking.input.value.trim();
      if (tooLong(q)) {
        found.say(sentence(tooLong(q)));
        return;
      }
      typing.end();
      finish(addressOf(q, tags));
    } } }, looking.node, el('button', { class: 'btn btn-primary' }, t('bookmarks.look')));
    found.draw(q, page);
    const typing = whileTyping(looking.input, q, {
      ask: async (now, signal) => {
        if (tooLong(now)) throw tooLong(now);
        return found.ask(now, null, { signal });
      },
      show: (now, written, answer) => {
        keepTyped(addressOf(now, tags), written);
        found.draw(now, answer);
      },
      refuse: (why) => found.say(sentence(why)),
    });
    const many = strip(() => {
      // Nobody is torn out of a word.
      if (document.activeElement === looking.input) typing.again();
      else go(here(), { replace: true, state: history.state });
    });
    const endKeys = listKeys({ search: looking.input, rows: () => found.rows() });
    const node = el('div', { class: 'stack' },
      el('div', { class: 'section-head' }, el('h1', {}, t('bookmarks.title')), found.exports), form, found.said, found.help, found.chosen, many.node,
      el('div', { class: found.cloud ? 'columns' : null }, el('div', { class: 'stack' }, found.list, ways()), found.cloud?.node));
    return { title: t('bookmarks.title'), node, leave: () => {
      typing.end();
      many.leave();
      endKeys();
    } };
  },
};
