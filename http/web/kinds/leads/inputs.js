// Ticks and choices of forms, each with what it means.

import { el, freshId } from '../../dom.js';

const about_of = (about) => (about ? [freshId(), about] : [null, null]);

/// `more`: further nodes below it. Answers {node, input}.
export function tick(label, about, checked, attributes = {}, ...more) {
  const id = freshId();
  const [aboutId, text] = about_of(about);
  const input = el('input', { type: 'checkbox', class: 'form-check-input', id, checked, 'aria-describedby': aboutId, ...attributes });
  return { input, node: el('div', { class: 'option' }, input,
    el('div', { class: 'option-words' }, el('label', { for: id }, label), text ? el('p', { class: 'hint', id: aboutId }, text) : null, more)) };
}

/// One of several: `options`: [[value, label, about, node shown while it is the one]]. Answers {node, value(), choose(value)}: chosen as if
/// by a click, and in focus.
export function radios(legend, options, value, change = () => {}) {
  const group = freshId();
  const within = [];
  const show = () => within.forEach(([input, node]) => { node.hidden = !input.checked; });
  const node = el('fieldset', { class: 'options' }, el('legend', {}, legend), options.map(([one, label, about, more]) => {
    const id = freshId();
    const [aboutId, text] = about_of(about);
    const input = el('input', { type: 'radio', class: 'form-check-input', id, name: group, value: one, checked: one === value, 'aria-describedby': aboutId,
      on: { change: () => { show(); change(); } } });
    if (more) within.push([input, more]);
    return el('div', { class: 'option' }, input,
      el('div', { class: 'option-words' }, el('label', { for: id }, label), text ? el('p', { class: 'hint', id: aboutId }, text) : null, more ?? null));
  }));
  show();
  const choose = (one) => {
    const input = [...node.querySelectorAll(`input[name="${group}"]`)].find((each) => each.value === one);
    input.checked = true;
    input.dispatchEvent(new Event('change'));
    input.focus();
  };
  return { node, choose, value: () => node.querySelector(`input[name="${group}"]:checked`)?.value ?? value };
}
