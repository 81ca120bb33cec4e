// Which tree would come of a list of URLs, told by the list alone: the server also knows the nodes that are there.

import { data, el } from '../../dom.js';
import { t } from '../../words.js';

/// So many nodes are drawn.
const most_drawn = 300;

export const linesOf = (text) => text.split(/[\r\n]+/).map((one) => one.trim()).filter(Boolean);

const unreserved = /^[\w.~-]$/;
const escaped = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
/// Escapes as the server compares them: none where none is needed, the others in capitals.
const sameEscapes = (path) => path.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/[^\w.~!$&'()*+,;=:@/%-]/g, escaped)
  .replace(/%([0-9a-f]{2})/gi, (whole, hex) => {
    const character = String.fromCharCode(parseInt(hex, 16));
    return unreserved.test(character) ? character : whole.toUpperCase();
  });

const tracking = /^(utm_.*|[fg]clid|msclkid|twclid|ref|referrer)$/i;
/// Its pairs by name, without those that only track.
function sameQuery(url) {
  const pairs = new URLSearchParams([...url.searchParams].filter(([name]) => !tracking.test(name)));
  pairs.sort();
  const text = pairs.toString();
  return text === '' ? '' : `?${text}`;
}

/// A URL as the server compares it: `{site, path, query}`; null: it is no URL of the web. `rule`: what the project tells
/// apart, {scheme, keep_query}.
export function placeOf(line, rule) {
  if (!/^https?:\/\/[^/?#\\]/i.test(line)) return null;
  let url;
  try {
    // Browsers read it as a slash; here it is a character like any other.
    url = new URL(line.replace(/\\/g, '%5C'));
  } catch {
    return null;
  }
  const usual = ['', ...(rule.scheme ? [] : ['80', '443'])];
  const path = sameEscapes(url.pathname);
  return { site: (rule.scheme ? `${url.protocol}//` : '') + url.hostname.replace(/\.$/, '') + (usual.includes(url.port) ? '' : `:${url.port}`),
    path: path.length > 1 ? path.replace(/\/$/, '') : path, query: rule.keep_query ? sameQuery(url) : '' };
}

/// The places above, the nearest first; the homepage is the last.
function above({ site, path, query }) {
  const places = query === '' ? [] : [site + path];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) places.push(site + path.slice(0, at));
  return path.length > 1 ? [...places, `${site}/`] : places;
}

const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/// `{roots, count, faulty, again}`: roots are `{place, parent, below}`, faulty and again are numbers of lines. `related`:
/// whether parents are looked for.
export function previewOf(lines, { rule = {}, related = true } = {}) {
  const nodes = new Map();
  const told = { roots: [], count: 0, faulty: 0, again: 0 };
  for (const line of lines) {
    const parts = placeOf(line, rule);
    const place = parts && parts.site + parts.path + parts.query;
    if (!parts) ++told.faulty;
    else if (nodes.has(place)) ++told.again;
    else nodes.set(place, { place, parts, parent: null, below: [] });
  }
  told.count = nodes.size;
  for (const node of [...nodes.values()].sort((a, b) => inOrder(a.place, b.place))) {
    const nearest = related ? above(node.parts).find((place) => nodes.has(place)) : undefined;
    node.parent = nodes.get(nearest) ?? null;
    (node.parent?.below ?? told.roots).push(node);
  }
  return told;
}

function readable(place) {
  try {
    return decodeURI(place);
  } catch {
    return place;
  }
}

/// What a node adds to the place above it.
const shortOf = ({ place, parent }) => readable(parent ? place.slice(parent.place.replace(/\/$/, '').length) : place);

function listOf(nodes, left) {
  const drawn = [];
  for (const node of nodes) {
    if (left.n === 0) break;
    --left.n;
    drawn.push(el('li', {}, data(shortOf(node)), node.below.length > 0 && left.n > 0 ? listOf(node.below, left) : null));
  }
  return el('ul', {}, drawn);
}

/// What is to be said of such a list, and its tree.
export function drawPreview({ roots, count, faulty, again }) {
  return [
    faulty > 0 ? el('p', { class: 'fault' }, t('nodes.preview.faulty', { n: faulty })) : null,
    again > 0 ? el('p', { class: 'warning' }, t('nodes.preview.again', { n: again })) : null,
    count > 0 ? [el('p', {}, t('nodes.preview', { n: count }), ' ', el('span', { class: 'muted' }, t('nodes.preview.about'))),
      el('div', { class: 'preview', tabindex: '0', role: 'region', 'aria-label': t('nodes.preview.label') }, listOf(roots, { n: most_drawn }))] : null,
    count > most_drawn ? el('p', { class: 'muted' }, t('nodes.preview.more', { n: count - most_drawn })) : null,
  ];
}
