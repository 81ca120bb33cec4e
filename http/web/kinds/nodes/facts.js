// What a node says of itself, as it is or as it was.

import { data, el } from '../../dom.js';
import { writeJson } from '../../exact.js';
import { address } from '../../parts/address.js';
import { exact } from '../../parts/time.js';
import { whole } from '../../parts/whole.js';
import { t } from '../../words.js';

const plain = ['title', 'url', 'slug'];
const times = ['created_at', 'updated_at'];
/// How a key of the metadata is told from a field.
const mark = 'metadata.';

/// A value of the metadata as text: JSON where it is no text.
export const textOf = (value) => (typeof value === 'string' ? value : writeJson(value));

/// The node's fields as texts, each key of its metadata as one of them.
export function fieldsOf(node) {
  if (!node) return new Map();
  const fields = new Map(plain.map((name) => [name, node[name]]));
  for (const [key, value] of Object.entries(node.metadata ?? {})) fields.set(mark + key, textOf(value));
  for (const name of times) fields.set(name, node[name]);
  return fields;
}

export const isTime = (name) => times.includes(name);

export const label = (name) => (name.startsWith(mark) ? data(name.slice(mark.length)) : t(`nodes.field.${name}`));

/// `most`: how much of a long text is drawn at first.
export function value(name, text, most) {
  if (text === undefined || text === '') return el('span', { class: 'muted' }, t('nodes.nothing'));
  if (name === 'url') return address(text);
  if (isTime(name)) return exact(text);
  return whole(text, name.replace(mark, ''), most);
}

export const facts = (node, { most, times: timed = true } = {}) => el('dl', { class: 'facts wide' }, [...fieldsOf(node)]
  .filter(([name]) => timed || !isTime(name)).map(([name, text]) => [el('dt', {}, label(name)), el('dd', {}, value(name, text, most))]));
