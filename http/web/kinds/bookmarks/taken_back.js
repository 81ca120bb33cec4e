// What an import of bookmarks made can be taken back, once the import has ended.

import { el } from '../../dom.js';
import { confirm } from '../../parts/dialog.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { begin } from './many.js';

const is_over = new Set(['completed', 'failed', 'cancelled']);

/// {node, update(import)}: below the import's figures.
export function card(of) {
  let now = of;
  const act = async () => {
    const n = now.progress.created;
    const wants = await confirm({ title: t('bookmarks.take_back', { n }), text: t('bookmarks.take_back.text', { n }), yes: t('bookmarks.take_back.yes'), danger: true });
    if (wants && await begin({ filter: { import: now.id }, delete: true })) go('/bookmarks/changes');
  };
  const button = el('button', { type: 'button', class: 'btn btn-quiet warn', on: { click: act } });
  const node = el('section', { class: 'card', 'aria-label': t('bookmarks.take_back.title') },
    el('div', { class: 'row-actions' }, button), el('p', { class: 'hint' }, t('bookmarks.take_back.about')));
  const update = (next) => {
    now = next;
    node.hidden = !is_over.has(next.status) || next.progress.created === 0;
    button.textContent = t('bookmarks.take_back', { n: next.progress.created });
  };
  update(of);
  return { node, update };
}
