// Fields with their labels.

import { el, freshId } from '../dom.js';

export function field({ label, hint, type = 'text', ...more }) {
  const id = freshId();
  const hintId = hint ? freshId() : null;
  const input = el('input', { id, type, class: 'form-control', 'aria-describedby': hintId, ...more });
  const node = el('div', { class: 'field' }, el('label', { for: id }, label), input,
    hint ? el('p', { class: 'hint', id: hintId }, hint) : null);
  return { node, input };
}

/// What people, or their files, call something: nobody translates it.
export const theirs = { translate: 'no' };

/// `options`: [[value, label, attributes?]].
export function choice({ label, options, value, hiddenLabel = false, ...more }) {
  const id = freshId();
  const input = el('select', { id, class: 'form-select', ...more }, options.map(([one, text, more = {}]) =>
    el('option', { value: one, selected: one === value, ...more }, text)));
  const node = el('div', { class: 'field' }, el('label', { for: id, class: hiddenLabel ? 'visually-hidden' : null }, label), input);
  return { node, input };
}
