// Keys of a page with a list: a search, rows that are walked through, selected and opened. They rest while somebody writes, and whoever
// wants single keys to mean nothing switches them off (WCAG 2.1, 2.1.4).

import { el, freshId } from '../dom.js';
import { choose, chosen } from '../kept.js';
import { t } from '../words.js';

const stored = 'waybill.keys_off';
const is_off = () => chosen(stored) === 'yes';

/// A function: what keys are called is another word in each language.
const named = () => [['search', ['/']], ['next', ['j', '↓']], ['previous', ['k', '↑']], ['select', ['x']], ['open', [t('keys.enter')]], ['help', ['?']]];

/// All keys, and the switch.
export function showKeys() {
  const [id, tick] = [freshId(), freshId()];
  const off = el('input', { type: 'checkbox', class: 'form-check-input', id: tick, checked: !is_off(), on: { change: (event) => choose(stored, event.target.checked ? null : 'yes') } });
  const box = el('dialog', { class: 'question', 'aria-labelledby': id }, el('form', { method: 'dialog' }, el('h2', { id }, t('keys.title')),
    el('dl', { class: 'facts wide keys' }, named().map(([name, keys]) => [el('dt', {}, keys.map((key) => el('kbd', { translate: 'no' }, key))), el('dd', {}, t(`keys.${name}`))])),
    el('p', { class: 'form-check' }, off, el('label', { class: 'form-check-label', for: tick }, t('keys.on'))),
    el('div', { class: 'row-actions end' }, el('button', { class: 'btn btn-primary', autofocus: true }, t('close')))));
  box.addEventListener('close', () => box.remove());
  document.body.append(box);
  box.showModal();
}

const writes = (at) => at?.closest?.('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');

/// `rows()`: those of the list, as it is now. They are focused one by one, and each has a link, and perhaps a box to tick. Answers with what ends it.
export function listKeys({ search, rows }) {
  const now = () => rows().find((row) => row.contains(document.activeElement)) ?? null;
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(now());
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const acts = {
    '/': () => { search.focus(); search.select(); },
    '?': showKeys,
    j: () => step(1),
    k: () => step(-1),
    x: () => now()?.querySelector('input[type=checkbox]')?.click(),
  };
  // Arrows scroll the page as ever, until a row has the focus; Enter on a link or a button of the row is theirs.
  const on_row = { ArrowDown: acts.j, ArrowUp: acts.k };
  const alone = { Enter: () => now().querySelector('a').click() };
  const press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || writes(event.target) || document.querySelector('dialog[open]')) return;
    const row = now();
    const act = (is_off() ? null : acts[event.key]) ?? (row ? on_row[event.key] : null) ?? (row === event.target ? alone[event.key] : null);
    if (!act) return;
    event.preventDefault();
    act();
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}
