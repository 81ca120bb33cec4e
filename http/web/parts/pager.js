// Pages by cursor: forward by what the server gave, back by what was seen. The way stands in the history's entry, so
// that reload and the browser's own "back" keep it.

import { el } from '../dom.js';
import { go } from '../router.js';
import { t } from '../words.js';

export const cursorNow = () => history.state?.trail?.at(-1) ?? null;

const to = (trail) => go(location.pathname + location.search, { state: { trail } });

export function pager(next) {
  const trail = history.state?.trail ?? [];
  if (!next && trail.length === 0) return null;
  const button = (name, act) => el('button', { type: 'button', class: 'btn btn-quiet', disabled: !act, on: { click: act ?? (() => {}) } }, t(name));
  return el('nav', { class: 'pager', 'aria-label': t('pager.label') },
    button('pager.newer', trail.length > 0 ? () => to(trail.slice(0, -1)) : null),
    el('span', { class: 'muted' }, t('pager.page', { page: trail.length + 1 })),
    button('pager.older', next ? () => to([...trail, next]) : null));
}
