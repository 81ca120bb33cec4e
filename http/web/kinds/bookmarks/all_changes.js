// Changes of many bookmarks, newest first: what was asked for, what came of it, and how it is taken back.

import { get, query } from '../../api.js';
import { data, el } from '../../dom.js';
import { cursorNow, nothingLeft, pager } from '../../parts/pager.js';
import { exact } from '../../parts/time.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { outcomeOf, strip, undo } from './many.js';

const page_size = 20;

const tags = (name, list) => (list?.length > 0 ? [' ', t(name), ' ', list.map((tag) => [el('span', { class: 'tag' }, data(tag)), ' '])] : null);

function wishOf({ wish }) {
  if (wish.rename_tag) return [' ', el('span', { class: 'tag' }, data(wish.rename_tag.from)), ' → ', el('span', { class: 'tag' }, data(wish.rename_tag.to))];
  return [tags('changes.added', wish.add_tags), tags('changes.removed', wish.remove_tags)];
}

/// Which they were: words and tags of a search, or so many that were chosen.
function whichOf({ filter }) {
  if (filter.ids) return t('changes.chosen', { n: filter.ids });
  if (filter.import) return el('a', { href: `/imports/${filter.import}` }, t('changes.of_import'));
  const words = [filter.q, ...[filter.tag ?? []].flat().map((one) => `tag:${one}`)].filter(Boolean).join(' ');
  return words ? [t('changes.found_by'), ' ', data(words)] : t('changes.of_all');
}

const line = (one) => el('li', { 'data-status': one.status },
  el('div', {}, el('p', {}, el('strong', {}, t(`changes.what.${one.what}`)), wishOf(one)), el('p', { class: 'muted' }, exact(one.created_at), one.what === 'undo' ? null : [' · ', whichOf(one)]),
    el('p', { class: 'small' }, one.status === 'running' ? t('changes.runs') : outcomeOf(one), one.undone_by ? [' ', t('changes.undone')] : null)),
  one.actions.includes('undo') ? el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: () => undo(one.id) } }, t('changes.undo')) : null);

export default {
  section: 'bookmarks',
  async show() {
    const page = await get(`/api/v1/bookmarks/changes${query({ limit: page_size, cursor: cursorNow() })}`);
    const list = page.items.length === 0 ? nothingLeft() ?? el('div', { class: 'card empty' }, el('h2', {}, t('changes.none')), el('p', { class: 'muted' }, t('changes.none.about')))
      : el('section', { class: 'card', 'aria-label': t('changes.title') }, el('ul', { class: 'plain-rows' }, page.items.map(line)));
    const many = strip(() => go(location.pathname, { replace: true }));
    const node = el('div', { class: 'stack middle' },
      el('div', { class: 'page-head' }, el('a', { class: 'back', href: '/bookmarks' }, t('bookmark.back')), el('h1', {}, t('changes.title'))),
      many.node, list, pager(page.next_cursor));
    return { title: t('changes.title'), node, leave: many.leave };
  },
};
