// Name and password.

import { sentence } from '../api.js';
import { el, freshId } from '../dom.js';
import { bigMark } from '../parts/frame.js';
import { field } from '../parts/form.js';
import { go, safePath } from '../router.js';
import { signIn, user } from '../session.js';
import { t } from '../words.js';

export default {
  open: true,
  async show({ search }) {
    const next = safePath(search.get('next')) ?? '/imports';
    if (user()) {
      queueMicrotask(() => go(next, { replace: true }));
      return { title: t('sign_in.title'), node: el('h1', {}, t('sign_in.title')) };
    }
    const name = field({ label: t('sign_in.name'), autocomplete: 'username', required: true, autocapitalize: 'none', spellcheck: 'false' });
    const password = field({ label: t('sign_in.password'), type: 'password', autocomplete: 'current-password', required: true });
    const id = freshId();
    const fault = el('p', { class: 'fault', id, role: 'alert' });
    const button = el('button', { class: 'btn btn-primary wide' }, t('sign_in.do'));
    const form = el('form', { class: 'card sign-in', 'aria-describedby': id, on: { submit: async (event) => {
      event.preventDefault();
      fault.textContent = '';
      button.disabled = true;
      try {
        await signIn(name.input.value, password.input.value);
        go(next, { replace: true });
      } catch (why) {
        fault.textContent = why.status === 401 ? t('sign_in.wrong') : sentence(why);
        button.disabled = false;
        password.input.select();
        password.input.focus();
      }
    } } }, bigMark(), el('h1', {}, t('sign_in.title')), el('p', { class: 'muted' }, t('sign_in.about')),
    fault, name.node, password.node, button);
    return { title: t('sign_in.title'), node: form };
  },
};
