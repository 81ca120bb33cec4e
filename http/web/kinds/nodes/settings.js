// Which URLs of a project are one node: to be decided before the first is imported.

import { get, patch, sentence } from '../../api.js';
import { el, freshId } from '../../dom.js';
import { success } from '../../parts/notice.js';
import { t } from '../../words.js';

const choices = ['scheme', 'keep_query'];

function box(name, checked, disabled) {
  const [id, about] = [freshId(), freshId()];
  return el('div', { class: 'option' },
    el('input', { type: 'checkbox', class: 'form-check-input', id, name, checked, disabled, 'aria-describedby': about }),
    el('div', {}, el('label', { for: id }, t(`nodes.settings.${name}`)), el('p', { class: 'hint', id: about }, t(`nodes.settings.${name}.about`))));
}

/// A card for managers.
export async function settings(project) {
  const here = `/api/v1/projects/${encodeURIComponent(project.id)}`;
  const fixed = (await get(`${here}/tree/stats`)).nodes > 0;
  const fault = el('p', { class: 'fault', role: 'alert' });
  const form = el('form', { class: 'stack', on: { submit: async (event) => {
    event.preventDefault();
    fault.textContent = '';
    const wish = Object.fromEntries(choices.map((name) => [name, form.elements[name].checked]));
    try {
      await patch(here, { nodes: wish });
      success(t('nodes.settings.kept'));
    } catch (why) {
      fault.textContent = sentence(why);
    }
  } } }, choices.map((name) => box(name, project.nodes[name], fixed)), fault,
  fixed ? null : el('div', {}, el('button', { class: 'btn btn-quiet' }, t('nodes.settings.keep'))));
  const title = freshId();
  return el('section', { class: 'card', 'aria-labelledby': title }, el('h2', { id: title }, t('nodes.settings')),
    el('p', { class: 'muted' }, t(fixed ? 'nodes.settings.fixed' : 'nodes.settings.about')), form);
}
