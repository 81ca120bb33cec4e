// Questions before what cannot be taken back. The browser's own dialog keeps the focus inside and gives it back.

import { el, freshId } from '../dom.js';
import { t } from '../words.js';
import { field } from './form.js';

/// Resolves to true when the person says yes.
export function confirm({ title, text, yes, danger = false }) {
  return new Promise((resolve) => {
    const id = freshId();
    const box = el('dialog', { class: 'question', 'aria-labelledby': id },
      el('form', { method: 'dialog' },
        el('h2', { id }, title),
        el('p', {}, text),
        el('div', { class: 'row-actions end' },
          el('button', { class: 'btn btn-quiet', value: '', autofocus: true }, t('keep')),
          el('button', { class: danger ? 'btn btn-danger' : 'btn btn-primary', value: 'yes' }, yes))));
    box.addEventListener('submit', (event) => {
      event.preventDefault();
      box.close(event.submitter?.value ?? '');
    });
    box.addEventListener('close', () => {
      box.remove();
      resolve(box.returnValue === 'yes');
    });
    document.body.append(box);
    box.showModal();
  });
}

/// Resolves to {password, also}, or null; `also` is the label of something to tick.
export function askPassword({ title, text, also }) {
  return new Promise((resolve) => {
    const id = freshId();
    const fresh = field({ label: t('password.fresh'), hint: t('password.rule'), type: 'password', required: true, minlength: 8, autocomplete: 'new-password' });
    const tick = el('input', { type: 'checkbox', class: 'form-check-input', id: freshId() });
    let answer = null;
    const box = el('dialog', { class: 'question', 'aria-labelledby': id },
      el('form', { on: { submit: (event) => {
        event.preventDefault();
        answer = { password: fresh.input.value, also: tick.checked };
        box.close();
      } } }, el('h2', { id }, title), el('p', {}, text), fresh.node,
      el('p', { class: 'form-check' }, tick, el('label', { class: 'form-check-label', for: tick.id }, also)),
      el('div', { class: 'row-actions end' },
        el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => box.close() } }, t('keep')),
        el('button', { class: 'btn btn-primary' }, t('password.set')))));
    box.addEventListener('close', () => {
      box.remove();
      resolve(answer);
    });
    document.body.append(box);
    box.showModal();
  });
}
