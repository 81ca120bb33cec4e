// Who looks after new leads.

import { data, el, replace } from '../../dom.js';
import { choice, theirs } from '../../parts/form.js';
import { t } from '../../words.js';
import { personText } from './fields.js';
import { radios, tick } from './inputs.js';

const modes = ['none', 'single', 'round_robin', 'by_column'];

export const nameOf = ({ user }) => (user.display_name ? `${user.display_name} (${user.username})` : user.username);

export class Assignment {
  /// `now`: as it is agreed; `unknown`: names in the file that are no member's.
  constructor(now, { project, mapped, unknown }, changed) {
    Object.assign(this, { now, changed, unknown, members: project.members ?? [] });
    this.taking = (now.members ?? []).filter((name) => this.members.some(({ user }) => user.username === name));
    this.single = choice({ label: t('leads.assign.who'), value: this.taking[0] ?? '', options: this.people(t('leads.assign.choose')), on: { change: changed } });
    this.list = el('ol', { class: 'key-list' });
    this.even = tick(t('leads.assign.even'), t('leads.assign.even.about'), now.even_out === true, { on: { change: changed } });
    this.names = unknown.map((name) => [name, choice({ label: t('leads.assign.means', { name }), value: now.names?.[name] ?? '', options: this.people(t('leads.assign.nobody')), on: { change: changed } })]);
    const within = {
      none: mapped.has('assigned_to') ? this.offer() : null,
      single: this.single.node,
      round_robin: el('div', { class: 'stack close-by' }, this.list, this.even.node),
      by_column: el('div', { class: 'stack close-by' }, mapped.has('assigned_to') ? null : el('p', { class: 'fault' }, t('leads.assign.no_column')),
        this.names.length > 0 ? [el('p', { class: 'hint' }, t('leads.assign.unknown')), el('div', { class: 'filters' }, this.names.map(([, one]) => one.node))] : null),
    };
    this.mode = radios(t('leads.assign'), modes.map((name) => [name, t(`leads.assign.${name}`), t(`leads.assign.${name}.about`), within[name] ? el('div', { class: 'within' }, within[name]) : null]),
      modes.includes(now.mode) ? now.mode : 'none', changed);
    this.node = this.mode.node;
    this.draw();
  }

  /// Somebody gave a column to it, and nobody looks at that column.
  offer() {
    return el('div', { class: 'stack close-by pause-text' }, el('p', {}, t('leads.assign.column_unused')),
      el('div', {}, el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: () => this.mode.choose('by_column') } }, t('leads.assign.take_column'))));
  }

  people(first) {
    return [['', first], ...this.members.map((one) => [one.user.username, nameOf(one), theirs])];
  }

  /// Members in the order in which leads go round.
  draw() {
    const order = [...this.taking.map((name) => this.members.find(({ user }) => user.username === name)), ...this.members.filter(({ user }) => !this.taking.includes(user.username))];
    replace(this.list, order.map((one) => {
      const { username } = one.user;
      const at = this.taking.indexOf(username);
      const { node } = tick(data(nameOf(one)), null, at >= 0, { name: username, on: { change: (event) => this.toggle(username, event.target.checked) } });
      return el('li', { class: 'key-line' }, node, at > 0 ? el('button', { type: 'button', class: 'btn btn-sm btn-quiet', 'data-up': username, 'aria-label': t('leads.keys.up.of', { name: personText(one.user) }),
        on: { click: () => this.up(at) } }, t('leads.keys.up')) : null);
    }));
  }

  toggle(name, on) {
    this.taking = on ? [...this.taking, name] : this.taking.filter((one) => one !== name);
    this.draw();
    [...this.list.querySelectorAll('input')].find((one) => one.name === name).focus();
    this.changed();
  }

  up(at) {
    const [name] = this.taking.splice(at, 1);
    this.taking.splice(at - 1, 0, name);
    this.draw();
    const button = [...this.list.querySelectorAll('button')].find((one) => one.dataset.up === name);
    (button ?? [...this.list.querySelectorAll('input')].find((one) => one.name === name)).focus();
    this.changed();
  }

  isUnfinished() {
    const mode = this.mode.value();
    return (mode === 'single' && !this.single.input.value) || (mode === 'round_robin' && this.taking.length === 0);
  }

  read() {
    const mode = this.mode.value();
    if (mode === 'single') return { mode, members: [this.single.input.value] };
    if (mode === 'round_robin') return { mode, members: this.taking, even_out: this.even.input.checked };
    if (mode === 'by_column') {
      const named = this.names.flatMap(([name, one]) => (one.input.value ? [[name, one.input.value]] : []));
      const known = Object.entries(this.now.names ?? {}).filter(([name]) => !this.unknown.includes(name));
      return { mode, names: Object.fromEntries([...known, ...named]) };
    }
    return { mode };
  }
}
