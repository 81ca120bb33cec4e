// The fourth step: what becomes of leads that are there already, who looks after the new ones, how values are read.

import { el, freshId, replace } from '../../dom.js';
import { choice, field, theirs } from '../../parts/form.js';
import { t } from '../../words.js';
import { unknownOf } from './assignees.js';
import { Assignment } from './assignment.js';
import { countries } from './countries.js';
import { keys, labelOf, statusText } from './fields.js';
import { radios, tick } from './inputs.js';
import { choiceOf, filledBy } from './mapping.js';

/// A page asks about so many names of a file.
const names_most = 50;
const policies = ['skip', 'update', 'create'];
/// Updated only where somebody says so.
const guarded = ['status', 'assigned_to'];
/// By what leads are recognised, the most telling first.
class Keys {
  constructor(chosen, mapped, changed) {
    Object.assign(this, { chosen: chosen.filter((one) => keys.includes(one)), mapped, changed });
    this.list = el('ol', { class: 'key-list' });
    this.node = el('fieldset', { class: 'options' }, el('legend', {}, t('leads.keys')), el('p', { class: 'hint' }, t('leads.keys.about')), this.list,
      el('p', { class: 'hint' }, t('leads.keys.rest')));
    this.draw();
  }

  draw() {
    const order = [...this.chosen, ...keys.filter((one) => !this.chosen.includes(one))];
    replace(this.list, order.map((name) => {
      const on = this.chosen.includes(name);
      const at = this.chosen.indexOf(name);
      const { node } = tick(labelOf(name), this.mapped.has(name) ? null : t('leads.keys.no_column'), on, { name, on: { change: (event) => this.toggle(name, event.target.checked) } });
      const up = el('button', { type: 'button', class: 'btn btn-sm btn-quiet', name: `up_${name}`, disabled: at < 1, 'aria-label': t('leads.keys.up.of', { name: labelOf(name) }), on: { click: () => this.up(name) } }, t('leads.keys.up'));
      return el('li', { class: 'key-line' }, node, on && this.chosen.length > 1 ? up : null);
    }));
  }

  focus(name, up) {
    (up && this.list.querySelector(`[name="up_${name}"]:enabled`) || this.list.querySelector(`input[name="${name}"]`)).focus();
  }

  toggle(name, on) {
    this.chosen = on ? [...this.chosen, name] : this.chosen.filter((one) => one !== name);
    this.draw();
    this.focus(name, false);
    this.changed();
  }

  up(name) {
    const at = this.chosen.indexOf(name);
    this.chosen.splice(at - 1, 2, name, this.chosen[at - 1]);
    this.draw();
    this.focus(name, true);
    this.changed();
  }
}

class OptionsStep {
  constructor(review) {
    this.review = review;
    const { options, mapping } = review.review;
    const { project } = review;
    this.before = options;
    const mapped = new Set(mapping.flatMap((one) => filledBy(choiceOf(one))));
    const changed = () => review.tell();
    this.guards = guarded.map((name) => [name, tick(t(`leads.update.${name}`), null, (options.update_fields ?? []).includes(name))]);
    this.policy = radios(t('leads.duplicates'), policies.map((name) => [name, t(`leads.duplicates.${name}`), t(`leads.duplicates.${name}.about`),
      name === 'update' ? el('div', { class: 'stack close-by within' }, this.guards.map(([, one]) => one.node)) : null]), options.on_duplicate, changed);
    this.keys = new Keys(options.keys ?? [], mapped, changed);
    this.checks = ['check_project', 'check_file'].map((name) => [name, tick(t(`leads.option.${name}`), null, options[name] !== false)]);
    this.assignment = new Assignment(options.assignment ?? { mode: 'none' }, { project, mapped, unknown: unknownOf((review.of.findings?.assignees ?? []).map((one) => one.text), project.members ?? []).slice(0, names_most) }, changed);
    this.cases = tick(t('leads.option.name_case'), t('leads.option.name_case.about'), options.name_case !== false);
    this.strict = tick(t('leads.option.strict'), t('leads.option.strict.about'), options.strict === true);
    this.extra = tick(t('leads.option.keep_extra'), t('leads.option.keep_extra.about'), options.keep_extra === true);
    const own = project.leads ?? {};
    const usual = (text) => t('leads.option.usual', { value: text });
    const all = countries();
    const home = own.default_country ?? 'FR';
    this.region = choice({ label: t('leads.option.region'), value: options.default_region ?? '',
      options: [['', usual(all.find(([code]) => code === home)?.[1] ?? home)], ...all] });
    this.status = choice({ label: t('leads.option.status'), value: options.default_status ?? '',
      options: [['', usual(statusText(own.default_status ?? 'new', own.statuses))], ...(own.statuses ?? []).map((one) => [one.code, statusText(one.code, own.statuses), theirs])] });
    this.source = field({ label: t('leads.option.source'), hint: t('leads.option.source.about'), value: options.source ?? '', maxlength: 100, autocomplete: 'off',
      placeholder: usual(review.of.file.name.replace(/\.[^.]*$/, '')) });
    this.foot = el('div', { class: 'stack' });
    this.node = this.build();
  }

  build() {
    const part = (title, ...children) => {
      const id = freshId();
      return el('section', { class: 'option-part', 'aria-labelledby': id }, el('h3', { id }, t(title)), children);
    };
    const title = freshId();
    return el('section', { class: 'card', 'aria-labelledby': title }, el('h2', { id: title }, t('leads.options.title')),
      part('leads.options.duplicates', this.keys.node, this.policy.node,
        el('fieldset', { class: 'options' }, el('legend', {}, t('leads.option.check')), this.checks.map(([, one]) => one.node))),
      part('leads.options.people', this.assignment.node),
      part('leads.options.values', this.cases.node, this.strict.node, this.extra.node,
        el('div', { class: 'filters' }, this.region.node, this.status.node, this.source.node)),
      this.foot);
  }

  /// For who may only look.
  lock() {
    for (const one of this.node.querySelectorAll('input, select, button')) one.disabled = true;
  }

  /// Without any key nothing is recognised.
  blocked() {
    return this.keys.chosen.length === 0 || this.assignment.isUnfinished();
  }

  read() {
    return {
      keys: this.keys.chosen, on_duplicate: this.policy.value(), update_fields: this.guards.flatMap(([name, one]) => (one.input.checked ? [name] : [])),
      ...Object.fromEntries(this.checks.map(([name, one]) => [name, one.input.checked])),
      assignment: this.assignment.read(), name_case: this.cases.input.checked, strict: this.strict.input.checked, keep_extra: this.extra.input.checked,
      default_region: this.region.input.value || null, default_status: this.status.input.value || null, source: this.source.input.value.trim() || null,
    };
  }

  /// Only what differs from what was agreed.
  wish() {
    const now = this.read();
    const same = (name) => JSON.stringify(sorted(now[name])) === JSON.stringify(sorted(this.before[name] ?? fallback[name]));
    const changed = Object.keys(now).filter((name) => !same(name));
    return changed.length > 0 ? { options: Object.fromEntries(changed.map((name) => [name, now[name]])) } : null;
  }
}

/// What options are where the server does not write them out.
const fallback = { keys: [], on_duplicate: 'skip', update_fields: [], check_project: true, check_file: true, assignment: { mode: 'none' }, name_case: true, strict: false, keep_extra: false,
  default_region: null, default_status: null, source: null };

/// Keys of objects in order; what is as usual left out, so that an agreed `{mode, members: []}` is the same as `{mode}`.
function sorted(value) {
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  const isUsual = (one) => one === false || (Array.isArray(one) && one.length === 0) || (one && typeof one === 'object' && Object.keys(one).length === 0);
  return Object.fromEntries(Object.keys(value).sort().filter((name) => !isUsual(value[name])).map((name) => [name, value[name]]));
}

export const optionsStep = (review) => new OptionsStep(review);
