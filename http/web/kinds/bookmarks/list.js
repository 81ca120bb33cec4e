// What was imported: search, tags, pages.

import { get, query } from '../../api.js';
import { data, el } from '../../dom.js';
import { tag_most } from '../../record_text.js';
import { exports } from '../../parts/exports.js';
import { listKeys, showKeys } from '../../parts/keys.js';
import { field } from '../../parts/form.js';
import { failure } from '../../parts/notice.js';
import { address } from '../../parts/address.js';
import { cursorNow, pager } from '../../parts/pager.js';
import { go } from '../../router.js';
import { day, t } from '../../words.js';
import { strip } from './many.js';
import { Selection } from './select.js';
import { titleOf } from './title.js';

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

/// The tags with the most bookmarks first, and more of them as they are asked for; quiet where the server cannot count.
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
  const list = el('p', { class: 'tags' }, page.items.map(counted));
  const more = el('button', { type: 'button', class: 'btn btn-quiet', on: { click: async () => {
    try {
      page = await ask(page.next_cursor);
    } catch (why) {
      failure(why);
      return;
    }
    const added = page.items.map(counted);
    list.append(...added);
    added[0]?.focus();
    if (!page.next_cursor) more.remove();
  } } }, t('bookmarks.more_tags'));
  return el('aside', { class: 'card side', 'aria-labelledby': 'tags-title' }, el('h2', { id: 'tags-title' }, t('bookmarks.tags')),
    list, page.next_cursor ? more : null, el('a', { class: 'small', href: '/bookmarks/tags' }, t('tags.all')));
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

export default {
  section: 'bookmarks',
  async show({ search }) {
    const q = search.get('q') ?? '';
    const tags = search.getAll('tag');
    const [page, cloud] = await Promise.all([
      get(`/api/v1/bookmarks${query({ q, tag: tags, limit: page_size, cursor: cursorNow() })}`), tagCloud(q, tags)]);
    const looking = field({ label: t('bookmarks.search'), type: 'search', value: q, autocomplete: 'off', placeholder: t('bookmarks.search.hint') });
    looking.node.querySelector('label').className = 'visually-hidden';
    const form = el('form', { class: 'search', role: 'search', on: { submit: (event) => {
      event.preventDefault();
      go(addressOf(looking.input.value.trim(), tags));
    } } }, looking.node, el('button', { class: 'btn btn-primary' }, t('bookmarks.look')));
    const selection = new Selection(page.items, { q, tag: tags }, page.next_cursor !== null || cursorNow() !== null);
    const list = page.items.length === 0 ? none(q, tags)
      : el('ul', { class: 'sheet' }, page.items.map((one) => card(one, q, tags, selection)));
    const many = strip(() => go(addressOf(q, tags), { replace: true, state: history.state }));
    const endKeys = page.items.length > 0 ? listKeys({ search: looking.input, list }) : () => {};
    const node = el('div', { class: 'stack' },
      el('div', { class: 'section-head' }, el('h1', {}, t('bookmarks.title')), page.items.length > 0 ? exportsOf(q, tags) : null),
      form, q && page.items.length === 0 ? searchHelp() : null, chosen(q, tags), many.node,
      el('div', { class: cloud ? 'columns' : null }, el('div', { class: 'stack' }, page.items.length > 0 ? selection.node : null, list, pager(page.next_cursor), ways()), cloud));
    return { title: t('bookmarks.title'), node, leave: () => {
      many.leave();
      endKeys();
    } };
  },
};
