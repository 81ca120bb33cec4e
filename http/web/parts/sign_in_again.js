// Who wrote something into a dialog when their session ended signs in where they are, and goes on.

import { sentence } from '../api.js';
import { el, freshId } from '../dom.js';
import { signIn } from '../session.js';
import { t } from '../words.js';
import { field } from './form.js';

/// Over the dialogs that are open. Resolves to true once `name` is signed in again, to false when they leave it.
export function signInAgain(name) {
  return new Promise((resolve) => {
    const id = freshId();
    const password = field({ label: t('sign_in.password'), type: 'password', autocomplete: 'current-password', required: true, autofocus: true });
    const fault = el('p', { class: 'fault', role: 'alert' });
    let isIn = false;
    const box = el('dialog', { class: 'question', 'aria-labelledby': id }, el('form', { on: { submit: async (event) => {
      event.preventDefault();
      fault.textContent = '';
      try {
        await signIn(name, password.input.value);
        isIn = true;
        box.close();
      } catch (why) {
        fault.textContent = why.status === 401 ? t('sign_in.wrong') : sentence(why);
        password.input.select();
        password.input.focus();
      }
    } } }, el('h2', { id }, t('sign_in.again')), el('p', {}, t('sign_in.again.about', { name })), password.node, fault,
    el('div', { class: 'row-actions end' },
      el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => box.close() } }, t('sign_in.again.leave')),
      el('button', { class: 'btn btn-primary' }, t('sign_in.do')))));
    box.addEventListener('close', () => {
      box.remove();
      resolve(isIn);
    });
    document.body.append(box);
    box.showModal();
  });
}
