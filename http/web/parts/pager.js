// Pages by cursor: forward by what the server gave, back by what was seen. The way stands in the history's entry, so
// that reload and the browser's own "back" keep it; of a very long way the last part, for every entry holds its own.

import { el } from '../dom.js';
import { go } from '../router.js';
import { t } from '../words.js';

const most_back = 200;

export const cursorNow = () => history.state?.trail?.at(-1) ?? null;

/// Without a way back it is the first page. What stands in the field of a search goes on standing there.
const to = (trail, page) =>
  go(location.pathname + location.search, { state: { written: history.state?.written, trail: trail.slice(-most_back), page: trail.length === 0 ? 1 : page } });

/// Where all of a page behind the first one is gone. Null: it is the first one, and there are none.
export const nothingLeft = () => (cursorNow() === null ? null : el('div', { class: 'card empty' }, el('h2', {}, t('pager.nothing')),
  el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => to([], 1) } }, t('pager.first'))));

/// `names`: keys of the words for back and on.
export function pager(next, names = ['pager.newer', 'pager.older']) {
  const { trail = [], page = 1 } = history.state ?? {};
  if (!next && trail.length === 0) return null;
  const button = (name, act) => el('button', { type: 'button', class: 'btn btn-quiet', disabled: !act, on: { click: act ?? (() => {}) } }, t(name));
  return el('nav', { class: 'pager', 'aria-label': t('pager.label') },
    button(names[0], trail.length > 0 ? () => to(trail.slice(0, -1), page - 1) : null),
    el('span', { class: 'muted' }, t('pager.page', { page })),
    button(names[1], next ? () => to([...trail, next], page + 1) : null));
}
