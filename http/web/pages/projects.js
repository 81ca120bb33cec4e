// The projects one is a member of, and a new one.

import { post, sentence } from '../api.js';
import { data, el } from '../dom.js';
import { field, oneAtATime } from '../parts/form.js';
import { success } from '../parts/notice.js';
import { loadProjects } from '../projects.js';
import { go } from '../router.js';
import { t } from '../words.js';

function making() {
  const name = field({ label: t('projects.name'), hint: t('projects.name.hint'), required: true, maxlength: 100, autocomplete: 'off' });
  const fault = el('p', { class: 'fault', role: 'alert' });
  const form = el('form', { class: 'narrow', on: { submit: oneAtATime(async () => {
    fault.textContent = '';
    try {
      const made = await post('/api/v1/projects', { name: name.input.value });
      await loadProjects();
      success(t('projects.made', { name: made.name }));
      go(`/projects/${made.id}`);
    } catch (why) {
      fault.textContent = sentence(why);
    }
  }) } }, name.node, fault, el('button', { class: 'btn btn-primary' }, t('projects.make')));
  return el('section', { class: 'card', 'aria-labelledby': 'making-title' }, el('h2', { id: 'making-title' }, t('projects.new')), form);
}

const row = (one) => el('li', { 'data-id': one.id },
  el('div', {}, el('p', { class: 'who' }, el('a', { href: `/projects/${one.id}` }, el('strong', {}, data(one.name))), ' ',
    el('span', { class: 'pill' }, t(`member.${one.role}`))),
  el('p', { class: 'muted' }, t('projects.members', { n: one.counts.members }), ' · ', t('projects.imports', { n: one.counts.imports }),
    ' · ', t('projects.records', { n: one.counts.records }))));

export default {
  section: 'projects',
  async show() {
    const all = await loadProjects();
    const list = all.length > 0
      ? el('section', { class: 'card', 'aria-labelledby': 'mine-title' }, el('h2', { id: 'mine-title' }, t('projects.mine')),
        el('ul', { class: 'plain-rows' }, all.map(row)))
      : el('section', { class: 'card empty' }, el('h2', {}, t('projects.none')), el('p', { class: 'muted' }, t('projects.none.about')));
    return { title: t('projects.title'), node: el('div', { class: 'stack middle' }, el('h1', {}, t('projects.title')), list, making()) };
  },
};
