// A lead in a form. Values are read by the same rules as cells of a file; what the server refuses stands at its field.

import { patch, sentence } from '../../api.js';
import { el, freshId } from '../../dom.js';
import { choice, field, theirs } from '../../parts/form.js';
import { success } from '../../parts/notice.js';
import { t } from '../../words.js';
import { nameOf } from './assignment.js';
import { groups, labelOf, statusText } from './fields.js';
import { leadPath } from './names.js';
import { faultText } from './plan.js';

const kinds = { email: 'text', phone: 'tel', created: 'date' };

/// As it is written into its field.
function textOf(name, lead) {
  const value = lead[name];
  if (value === null || value === undefined) return '';
  if (name === 'phone') return value.as_written ?? value.e164 ?? '';
  if (name === 'assigned_to') return value.username ?? '';
  return String(value);
}

class Form {
  constructor(path, lead, project, accept) {
    Object.assign(this, { path, lead, project, accept, inputs: new Map() });
    const titleId = freshId();
    this.fault = el('p', { class: 'fault', role: 'alert' });
    this.save = el('button', { class: 'btn btn-primary' }, t('leads.edit.save'));
    this.box = el('dialog', { class: 'question lead-edit', 'aria-labelledby': titleId },
      el('form', { novalidate: true, on: { submit: (event) => this.submit(event) } }, el('h2', { id: titleId }, t('leads.edit.heading')),
        groups.map(([name, fields]) => el('fieldset', { class: 'options' }, el('legend', {}, t(`leads.group.${name}`)), el('div', { class: 'edit-fields' }, fields.map((one) => this.field(one))))),
        this.fault,
        el('div', { class: 'row-actions end' }, el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => this.box.close() } }, t('keep')), this.save)));
    this.box.addEventListener('close', () => this.box.remove());
  }

  field(name) {
    const made = this.input(name);
    const fault = el('p', { class: 'fault', id: freshId() });
    made.node.append(fault);
    this.inputs.set(name, { input: made.input, fault });
    return made.node;
  }

  input(name) {
    const [label, value] = [labelOf(name), textOf(name, this.lead)];
    if (name === 'status') {
      const statuses = this.project.leads?.statuses ?? [];
      const all = statuses.map((one) => [one.code, statusText(one.code, statuses), theirs]);
      return choice({ label, value, options: all.some(([code]) => code === value) ? all : [[value, value, theirs], ...all] });
    }
    if (name === 'assigned_to') {
      const all = (this.project.members ?? []).map((one) => [one.user.username, nameOf(one), theirs]);
      const there = value === '' || all.some(([code]) => code === value);
      return choice({ label, value, options: [['', t('leads.unassigned')], ...(there ? [] : [[value, value, theirs]]), ...all] });
    }
    if (name === 'notes') {
      const id = freshId();
      const input = el('textarea', { id, class: 'form-control', rows: 3, value });
      return { input, node: el('div', { class: 'field wide-field' }, el('label', { for: id }, label), input) };
    }
    return field({ label, value: name === 'created' ? value.slice(0, 10) : value, type: kinds[name] ?? 'text', autocomplete: 'off', inputmode: name === 'email' ? 'email' : name === 'amount' ? 'decimal' : null });
  }

  /// What differs: null takes a value away.
  changes() {
    return Object.fromEntries([...this.inputs].flatMap(([name, { input }]) => {
      const text = name === 'notes' ? input.value : input.value.trim();
      return text === textOf(name, this.lead) ? [] : [[name, text || null]];
    }));
  }

  async submit(event) {
    event.preventDefault();
    this.fault.textContent = '';
    for (const { input, fault } of this.inputs.values()) {
      fault.textContent = '';
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
    }
    const changes = this.changes();
    if (Object.keys(changes).length === 0) {
      this.box.close();
      return;
    }
    this.save.disabled = true;
    try {
      await patch(this.path, changes);
      success(t('leads.edit.saved'));
      this.box.close();
      this.accept();
    } catch (why) {
      this.save.disabled = false;
      this.refused(why);
    }
  }

  /// What is wrong stands at its field; of another lead that has the key already there is a link to it.
  refused(why) {
    const faults = (why.body?.faults ?? []).filter((one) => this.inputs.has(one.field));
    for (const one of faults) {
      const { input, fault } = this.inputs.get(one.field);
      fault.textContent = faultText(one);
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', fault.id);
    }
    if (faults.length > 0) this.inputs.get(faults[0].field).input.focus();
    else this.fault.replaceChildren(sentence(why), ...(why.body?.lead ? [' ', el('a', { href: leadPath(this.project.id, why.body.lead) }, t('leads.edit.other'))] : []));
  }
}

/// `accept()`: the lead was changed.
export function editDialog(path, lead, project, accept) {
  const form = new Form(path, lead, project, accept);
  document.body.append(form.box);
  form.box.showModal();
  form.inputs.get('first_name').input.focus();
}
