// Bookmarks that are nearly the same, group by group, side by side: one stays, with what the others have.

import { get, query } from '../../api.js';
import { data, el, freshId } from '../../dom.js';
import { address } from '../../parts/address.js';
import { confirm } from '../../parts/dialog.js';
import { failure } from '../../parts/notice.js';
import { cursorNow, nothingLeft, pager } from '../../parts/pager.js';
import { tag_most } from '../../record_text.js';
import { go } from '../../router.js';
import { day, t } from '../../words.js';
import { begin, strip } from './many.js';
import { titleOf } from './title.js';

const page_size = 10;
const about_most = 240;

function side(one, name, is_first, id) {
  const radio = el('input', { type: 'radio', class: 'form-check-input', id, name, value: one.identity, checked: is_first });
  return el('li', { class: 'near-side' },
    el('span', { class: 'form-check' }, radio, el('label', { class: 'form-check-label', for: id }, t('near.keep'))),
    el('h3', {}, el('a', { href: `/bookmarks/${one.identity}` }, data(titleOf(one)))), el('p', { class: 'near-url' }, address(one.url)),
    one.description ? el('p', { class: 'bookmark-about' }, data(one.description, {}, about_most)) : null,
    one.tags.length > 0 ? el('p', { class: 'tags' }, one.tags.map((tag) => el('span', { class: 'tag' }, data(tag, {}, tag_most)))) : null,
    el('time', { class: 'muted small', datetime: one.created_at }, day(one.created_at)));
}

function group(of) {
  const name = freshId();
  const heading = freshId();
  const ids = of.items.map((one) => one.identity);
  const sides = el('ul', { class: 'near-sides' }, of.items.map((one, i) => side(one, name, i === 0, freshId())));
  const merge = async () => {
    const keep = sides.querySelector('input:checked').value;
    const title = titleOf(of.items.find((one) => one.identity === keep));
    if (await confirm({ title: t('near.merge.title', { n: ids.length }), text: t('near.merge.text', { title }), yes: t('near.merge') }))
      await begin({ ids, keep }, '/api/v1/bookmarks/duplicates/merge');
  };
  return el('div', { class: 'card near', role: 'group', 'aria-labelledby': heading },
    el('div', { class: 'section-head' }, el('h2', { id: heading }, t('near.group', { n: of.bookmarks })),
      el('button', { type: 'button', class: 'btn btn-sm btn-primary', on: { click: () => merge().catch(failure) } }, t('near.merge'))),
    of.bookmarks > ids.length ? el('p', { class: 'muted' }, t('near.first', { n: ids.length })) : null, sides);
}

export default {
  section: 'bookmarks',
  async show() {
    const page = await get(`/api/v1/bookmarks/duplicates${query({ limit: page_size, cursor: cursorNow() })}`);
    const list = page.items.length === 0 ? nothingLeft() ?? el('div', { class: 'card empty' }, el('h2', {}, t('near.none')), el('p', { class: 'muted' }, t('near.none.about')))
      : el('div', { class: 'stack' }, page.items.map(group));
    const many = strip(() => go(location.pathname, { replace: true }));
    const node = el('div', { class: 'stack' },
      el('div', { class: 'page-head' }, el('a', { class: 'back', href: '/bookmarks' }, t('bookmark.back')), el('h1', {}, t('near.title')), el('p', { class: 'muted' }, t('near.about'))),
      many.node, list, pager(page.next_cursor, ['pager.back', 'pager.on']));
    return { title: t('near.title'), node, leave: many.leave };
  },
};
