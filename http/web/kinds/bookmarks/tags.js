// All tags: how many bookmarks have each, and what is done with them as a whole.

import { get, query } from '../../api.js';
import { data, el, freshId } from '../../dom.js';
import { confirm } from '../../parts/dialog.js';
import { field } from '../../parts/form.js';
import { failure } from '../../parts/notice.js';
import { cursorNow, nothingLeft, pager } from '../../parts/pager.js';
import { written } from '../../parts/written.js';
import { tag_most } from '../../record_text.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { begin, strip } from './many.js';

const page_size = 50;
const orders = ['count', 'tag'];

/// Resolves to the new name, or null.
function askName({ tag, bookmarks }) {
  return new Promise((resolve) => {
    const id = freshId();
    const name = field({ label: t('tags.name'), hint: t('tags.name.hint'), value: tag, maxlength: 255, required: true, autocomplete: 'off', autofocus: true });
    const now = written(name.input, tag);
    let answer = null;
    const box = el('dialog', { class: 'question', 'aria-labelledby': id }, el('form', { on: { submit: (event) => {
      event.preventDefault();
      answer = now() === tag ? null : now().trim();
      box.close();
    } } }, el('h2', { id }, t('tags.rename.title', { tag })), el('p', {}, t('tags.rename.text', { n: bookmarks })), name.node, el('div', { class: 'row-actions end' },
      el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => box.close() } }, t('keep')),
      el('button', { class: 'btn btn-primary' }, t('tags.rename')))));
    box.addEventListener('close', () => {
      box.remove();
      resolve(answer);
    });
    document.body.append(box);
    box.showModal();
    name.input.select();
  });
}

/// To a name that there is, it becomes one with that: whoever does not want it may still say so.
async function rename(one) {
  const to = await askName(one);
  if (!to || to === one.tag) return;
  const there = (await get(`/api/v1/bookmarks${query({ tag: to, limit: 1 })}`)).items.length > 0;
  if (there && !await confirm({ title: t('tags.merge.title', { tag: one.tag, to }), text: t('tags.merge.text', { n: one.bookmarks }), yes: t('tags.merge') })) return;
  await begin({ rename_tag: { from: one.tag, to } });
}

async function drop(one) {
  const yes = await confirm({ title: t('tags.delete.title', { tag: one.tag }), text: t('tags.delete.text', { n: one.bookmarks }), yes: t('action.delete'), danger: true });
  if (yes) await begin({ filter: { tag: one.tag }, remove_tags: [one.tag] });
}

const button = (name, label, act, more = '') =>
  el('button', { type: 'button', class: `btn btn-sm btn-quiet${more}`, 'aria-label': label, on: { click: () => act().catch(failure) } }, t(name));

const line = (one) => el('li', {},
  el('span', { class: 'who' }, el('a', { class: 'tag', href: `/bookmarks${query({ tag: one.tag })}` }, data(one.tag, {}, tag_most)), el('span', { class: 'muted' }, t('tags.bookmarks', { n: one.bookmarks }))),
  el('span', { class: 'row-actions' }, button('tags.rename', t('tags.rename.of', { tag: one.tag }), () => rename(one)), button('action.delete', t('tags.delete.of', { tag: one.tag }), () => drop(one), ' warn')));

export default {
  section: 'bookmarks',
  async show({ search }) {
    const sort = orders.includes(search.get('sort')) ? search.get('sort') : 'count';
    const page = await get(`/api/v1/bookmarks/tags${query({ sort, limit: page_size, cursor: cursorNow() })}`);
    const order = el('nav', { class: 'tabs', 'aria-label': t('tags.order') }, orders.map((name) =>
      el('a', { href: `/bookmarks/tags${query({ sort: name })}`, 'aria-current': name === sort ? 'page' : null }, t(`tags.by.${name}`))));
    const list = page.items.length === 0 ? nothingLeft() ?? el('div', { class: 'card empty' }, el('h2', {}, t('tags.none')), el('p', { class: 'muted' }, t('tags.none.about')))
      : el('section', { class: 'card', 'aria-label': t('bookmarks.tags') }, el('ul', { class: 'plain-rows' }, page.items.map(line)));
    const many = strip(() => go(location.pathname + location.search, { replace: true, state: history.state }));
    const node = el('div', { class: 'stack middle' },
      el('div', { class: 'page-head' }, el('a', { class: 'back', href: '/bookmarks' }, t('bookmark.back')), el('h1', {}, t('bookmarks.tags'))),
      many.node, order, list, pager(page.next_cursor, ['pager.back', 'pager.on']));
    return { title: t('bookmarks.tags'), node, leave: many.leave };
  },
};
