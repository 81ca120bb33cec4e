// What a project sets for its leads: statuses, country, language; to be decided before the first are imported.

import { get, patch, query, sentence } from '../../api.js';
import { data, el, freshId, replace } from '../../dom.js';
import { choice, theirs } from '../../parts/form.js';
import { success } from '../../parts/notice.js';
import { language, t } from '../../words.js';
import { countries } from './countries.js';
import { statusText } from './fields.js';
import { callOf, projectCall } from './names.js';
import { Statuses } from './statuses.js';

const languages = ['fr', 'en'];

/// To be read alone.
const shown = ({ statuses, default_status: usual, default_country: country, language: spoken }) => el('dl', { class: 'facts wide' }, [
  ['leads.settings.statuses', data(statuses.map((one) => one[language()] ?? one.en).join(', '), {}, 2_000)],
  ['leads.settings.usual', data(statusText(usual, statuses))],
  ['leads.settings.country', data(new Intl.DisplayNames([language()], { type: 'region' }).of(country))],
  ['leads.settings.language', t(`language.${spoken}`)]].map(([name, value]) => [el('dt', {}, t(name)), el('dd', {}, value)]));

class Form {
  constructor(project) {
    const now = project.leads;
    this.project = project;
    this.statuses = new Statuses(now.statuses, () => this.offer());
    this.usual = choice({ label: t('leads.settings.usual'), options: [], value: '' });
    this.country = choice({ label: t('leads.settings.country'), options: countries(), value: now.default_country });
    this.language = choice({ label: t('leads.settings.language'), options: languages.map((name) => [name, t(`language.${name}`), { lang: name }]), value: now.language });
    this.fault = el('p', { class: 'fault', role: 'alert' });
    this.wished = now.default_status;
    this.usual.input.addEventListener('change', () => { this.wished = this.usual.input.value; });
    this.node = el('form', { class: 'stack', on: { submit: (event) => this.submit(event) } },
      this.statuses.node, el('div', { class: 'filters' }, this.usual.node, this.country.node, this.language.node), this.fault,
      el('div', {}, el('button', { class: 'btn btn-quiet' }, t('leads.settings.keep'))));
    this.offer();
  }

  /// Of the statuses that are there now.
  offer() {
    const all = this.statuses.read();
    replace(this.usual.input, all.map((one) => el('option', { value: one.code, ...theirs }, statusText(one.code, all))));
    this.usual.input.value = all.some((one) => one.code === this.wished) ? this.wished : all[0].code;
  }

  async submit(event) {
    event.preventDefault();
    this.fault.textContent = '';
    try {
      await patch(projectCall(this.project.id), { leads: { statuses: this.statuses.read(), default_status: this.usual.input.value,
        default_country: this.country.input.value, language: this.language.input.value } });
      success(t('leads.settings.kept'));
    } catch (why) {
      this.fault.textContent = sentence(why);
    }
  }
}

/// A card for managers.
export async function settings(project) {
  const fixed = (await get(`${callOf(project.id)}${query({ limit: 1 })}`).catch(() => ({ items: [] }))).items.length > 0;
  const title = freshId();
  return el('section', { class: 'card', 'aria-labelledby': title }, el('h2', { id: title }, t('leads.settings')),
    el('p', { class: 'muted' }, t(fixed ? 'leads.settings.fixed' : 'leads.settings.about')), fixed ? shown(project.leads) : new Form(project).node);
}
