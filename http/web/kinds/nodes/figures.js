// The tree in numbers.

import { el, replace } from '../../dom.js';
import { number, t } from '../../words.js';

const shown = [
  ['nodes', (of) => of.nodes],
  ['hosts', (of) => of.hosts],
  ['roots', (of) => of.roots],
  ['leaves', (of) => of.leaves],
  // A root has the depth 0: people count levels.
  ['levels', (of) => of.max_depth + 1],
  ['average_children', (of) => of.average_children],
  ['max_children', (of) => of.max_children],
];

/// `update(stats)`; of an empty tree there is nothing to say.
export function figures() {
  const node = el('dl', { class: 'tree-figures' });
  node.hidden = true;
  const update = (stats) => {
    node.hidden = stats.nodes === 0;
    replace(node, shown.map(([name, of]) => el('div', {}, el('dt', {}, t(`nodes.stats.${name}`)), el('dd', {}, number(of(stats), { maximumFractionDigits: 1 })))));
  };
  return { node, update };
}
