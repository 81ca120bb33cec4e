// Links only to the web: `javascript:` and its kin are shown as what they are, text.

import { data, el, isWebAddress } from '../dom.js';

export const address = (text, attributes = {}) => (isWebAddress(text)
  ? el('a', { href: text, target: '_blank', rel: 'noopener noreferrer nofollow', ...attributes }, data(text))
  : data(text, { class: 'no-link' }));
