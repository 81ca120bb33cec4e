// Why an import failed: the code in the person's language, the place in the file, and the server's own sentence
// where it says more.

import { el } from '../dom.js';
import { has, language, t } from '../words.js';

export function faultOf(error) {
  const key = `fault.${error.code}`;
  const place = error.line === undefined ? null
    : t('fault.place', { line: error.line, column: error.column ?? 1 });
  const more = language() === 'en' && has(key) ? error.message : null;
  return el('p', { class: 'fault-text' },
    el('strong', {}, has(key) ? t(key) : t('fault.unknown')), place ? ` ${place}` : null,
    more || !has(key) ? [' ', el('bdi', { class: 'muted', lang: 'en' }, more ?? error.message)] : null);
}
