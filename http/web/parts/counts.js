// Created, updated, skipped, failed.

import { el, setText } from '../dom.js';
import { number, t } from '../words.js';

export const outcomes = ['created', 'updated', 'skipped', 'failed'];

/// In one line, for a row of the list; those of nothing stay quiet.
export function countLine(progress) {
  const parts = outcomes.map((name) => {
    const [n, word] = [el('strong'), el('span')];
    return { name, n, word, node: el('li', { class: `count ${name}` }, n, ' ', word) };
  });
  const node = el('ul', { class: 'counts' }, parts.map((one) => one.node));
  const update = (now) => {
    for (const one of parts) {
      setText(one.n, number(now[one.name]));
      setText(one.word, t(`outcome.${one.name}`, { n: now[one.name] }));
      one.node.classList.toggle('none', now[one.name] === 0);
    }
  };
  update(progress);
  return { node, update };
}
