// What is to be agreed for an import of nodes.

import { el, freshId } from '../../dom.js';
import { t } from '../../words.js';

export const policies = ['skip', 'update', 'error'];

function option(name, value, checked) {
  const [id, about] = [freshId(), freshId()];
  return el('div', { class: 'option' },
    el('input', { type: 'radio', class: 'form-check-input', id, name, value, checked, 'aria-describedby': about }),
    el('div', {}, el('label', { for: id }, t(`nodes.duplicates.${value}`)), el('p', { class: 'hint', id: about }, t(`nodes.duplicates.${value}.about`))));
}

/// `read()` answers them as the API takes them, `fields()` as a call does.
export function options() {
  const name = freshId();
  const duplicates = el('fieldset', { class: 'options' }, el('legend', {}, t('nodes.duplicates')),
    policies.map((value) => option(name, value, value === 'skip')));
  const [id, about] = [freshId(), freshId()];
  const relates = el('input', { type: 'checkbox', class: 'form-check-input', id, checked: true, 'aria-describedby': about });
  const node = el('div', { class: 'stack' }, duplicates, el('div', { class: 'option' }, relates,
    el('div', {}, el('label', { for: id }, t('nodes.relationships')), el('p', { class: 'hint', id: about }, t('nodes.relationships.about')))));
  const read = () => ({ on_duplicate: duplicates.querySelector('input:checked').value, build_relationships: relates.checked });
  return { node, read, fields: () => ({ options: read() }) };
}
