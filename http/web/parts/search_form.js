// A field that looks for something, and its button.

import { el } from '../dom.js';
import { field } from './form.js';
import { t } from '../words.js';

/// `act(text)`
export function searchForm(label, text, act) {
  const looking = field({ label, type: 'search', value: text, autocomplete: 'off', placeholder: label });
  looking.node.querySelector('label').className = 'visually-hidden';
  return el('form', { class: 'search', role: 'search', on: { submit: (event) => {
    event.preventDefault();
    act(looking.input.value.trim());
  } } }, looking.node, el('button', { class: 'btn btn-primary' }, t('rows.look')));
}
