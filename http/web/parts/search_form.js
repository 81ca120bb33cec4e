// A field that looks for something, and its button.

import { Problem } from '../api.js';
import { el } from '../dom.js';
import { field } from './form.js';
import { failure } from './notice.js';
import { t } from '../words.js';

/// The server takes targets of 8,000 bytes.
const search_most = 6_000;

/// What speaks against asking for it; null: nothing.
export const tooLong = (q) => (encodeURIComponent(q).length > search_most ? new Problem(414, { code: 'search_too_long' }) : null);

/// `act(text)`
export function searchForm(label, text, act) {
  const looking = field({ label, type: 'search', value: text, autocomplete: 'off', placeholder: label });
  looking.node.querySelector('label').className = 'visually-hidden';
  return el('form', { class: 'search', role: 'search', on: { submit: (event) => {
    event.preventDefault();
    const q = looking.input.value.trim();
    if (tooLong(q)) failure(tooLong(q));
    else act(q);
  } } }, looking.node, el('button', { class: 'btn btn-primary' }, t('rows.look')));
}
