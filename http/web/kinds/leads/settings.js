// What a project sets for its leads: statuses, country, language; and what it has kept about columns.

import { get, patch, sentence } from '../../api.js';
import { el, freshId, replace } from '../../dom.js';
import { choice, theirs } from '../../parts/form.js';
import { success } from '../../parts/notice.js';
import { t } from '../../words.js';
import { countries } from './countries.js';
import { statusText } from './fields.js';
import { projectCall } from './names.js';
import { Statuses } from './statuses.js';

const languages = ['fr', 'en'];

/// Two that are called the same nobody tells apart.
const isTwice = (all) => languages.some((name) => new Set(all.map((one) => one[name].toLowerCase())).size < all.length);

const plain = (value) => (Array.isArray(value) ? value.map(({ code, en, fr }) => [code, en, fr]) : value);
const same = (a, b) => JSON.stringify(plain(a)) === JSON.stringify(plain(b));

class Form {
  constructor(project) {
    const now = project.leads;
    Object.assign(this, { project, now });
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

  /// Only what this page changed: somebody else may have changed the rest.
  changes() {
    const wished = { statuses: this.statuses.read(), default_status: this.usual.input.value, default_country: this.country.input.value, language: this.language.input.value };
    return Object.fromEntries(Object.entries(wished).filter(([name, value]) => !same(value, this.now[name])));
  }

  async submit(event) {
    event.preventDefault();
    this.fault.textContent = '';
    try {
      const changes = this.changes();
      if (changes.statuses && isTwice(changes.statuses)) {
        this.fault.textContent = t('leads.settings.twice');
        return;
      }
      if (changes.statuses && !same((await get(projectCall(this.project.id))).leads.statuses, this.now.statuses)) {
        this.fault.textContent = t('leads.settings.stale');
        return;
      }
      if (Object.keys(changes).length > 0) await patch(projectCall(this.project.id), { leads: changes });
      Object.assign(this.now, changes);
      success(t('leads.settings.kept'));
    } catch (why) {
      this.fault.textContent = sentence(why);
    }
  }
}

/// What was kept about the columns of files.
function keptMappings(project) {
  const { length } = project.leads.mappings;
  if (length === 0) return null;
  const fault = el('p', { class: 'fault', role: 'alert' });
  const node = el('div', { class: 'option-part' }, el('p', {}, t('leads.settings.mappings', { n: length })), fault,
    el('div', {}, el('button', { type: 'button', class: 'btn btn-quiet', on: { click: forget } }, t('leads.settings.forget'))));
  async function forget() {
    try {
      await patch(projectCall(project.id), { leads: { mappings: [] } });
      node.remove();
      success(t('leads.settings.forgotten'));
    } catch (why) {
      fault.textContent = sentence(why);
    }
  }
  return node;
}

/// A card for managers.
export async function settings(project) {
  const title = freshId();
  return el('section', { class: 'card', 'aria-labelledby': title }, el('h2', { id: title }, t('leads.settings')),
    el('p', { class: 'muted' }, t('leads.settings.about')), new Form(project).node, keptMappings(project));
}
