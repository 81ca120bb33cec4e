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

/// Calls `act` once something was chosen: with a pointer at once; by keys, which pass by others on their way, when they press Enter or go on. Escape takes
/// it back. `act` answers false when it was refused: then what was there before is chosen.
export function onceChosen(select, act) {
  let before = select.value;
  let isByKey = false;
  const done = async () => {
    isByKey = false;
    if (select.value === before) return;
    const was = before;
    before = select.value;
    if (await act() === false) {
      before = was;
      select.value = was;
    }
  };
  const keys = { Enter: done, Tab: () => {}, Escape: () => { select.value = before; } };
  select.addEventListener('keydown', (event) => (keys[event.key] ?? (() => { isByKey = true; }))());
  select.addEventListener('pointerdown', () => { isByKey = false; });
  select.addEventListener('change', () => { if (!isByKey) done(); });
  select.addEventListener('blur', done);
}

/// For what is sent: while it goes, or where it was clicked twice, it is not sent once more.
export function oneAtATime(act) {
  let goes = false;
  return async (event) => {
    event.preventDefault();
    if (goes) return;
    goes = true;
    try {
      await act(event);
    } finally {
      goes = false;
    }
  };
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
