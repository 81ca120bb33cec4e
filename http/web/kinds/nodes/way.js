// The way down to a node, as links.

import { get } from '../../api.js';
import { data, el } from '../../dom.js';
import { t } from '../../words.js';
import { callOf, pageOf, placeOf } from './names.js';

/// Of a deeper node only the last part of the way is asked for.
const most_asked = 50;
const nearest = 4;

/// From the top down: `{nodes, cut}`; `cut` when the way begins above.
export async function wayTo(project, node) {
  const at = `${callOf(project)}/nodes`;
  if (!node.parent) return { nodes: [], cut: false };
  if (node.depth <= most_asked) return { nodes: (await get(`${at}/${encodeURIComponent(node.id)}/ancestors`)).items, cut: false };
  const nodes = [];
  for (let id = node.parent; id && nodes.length < nearest; id = nodes[0].parent) nodes.unshift(await get(`${at}/${encodeURIComponent(id)}`));
  return { nodes, cut: true };
}

/// What stands between the first and the nearest is opened when it is asked for.
function folded(nodes) {
  if (nodes.length <= nearest + 2) return { first: nodes, hidden: [], last: [] };
  return { first: nodes.slice(0, 1), hidden: nodes.slice(1, -nearest), last: nodes.slice(-nearest) };
}

export function drawWay(project, { nodes, cut }, node) {
  const link = (one) => el('li', {}, el('a', { href: pageOf(project, one.id) }, data(one.title)));
  const { first, hidden, last } = folded(nodes);
  const gap = el('li', {}, cut ? el('span', { class: 'muted' }, '…')
    : el('button', { type: 'button', class: 'way-more', 'aria-label': t('nodes.way.more', { n: hidden.length }), on: { click: () => {
      const links = hidden.map(link);
      gap.replaceWith(...links);
      links[0].querySelector('a').focus();
    } } }, '…'));
  return el('nav', { 'aria-label': t('nodes.way') }, el('ol', { class: 'way' },
    el('li', {}, el('a', { href: placeOf(project) }, t('nodes.heading'))),
    cut ? gap : null, first.map(link), hidden.length > 0 ? gap : null, last.map(link),
    el('li', { 'aria-current': 'page' }, data(node.title))));
}
