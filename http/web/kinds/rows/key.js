// By which columns rows are recognised: a box for each column, or a search among many.

import { data, el, freshId, replace } from '../../dom.js';
import { finder } from '../../parts/finder.js';
import { t } from '../../words.js';

const key_most = 16;
const boxes_most = 50;
const name_most = 60;
/// What is looked for stands in the beginning of a name.
const looked_at = 300;

class Boxes {
  constructor(columns, wished, toggle) {
    this.inputs = new Map();
    this.node = el('div', { class: 'key-boxes' }, columns.map((name) => {
      const id = freshId();
      const input = el('input', { type: 'checkbox', class: 'form-check-input', id, checked: wished.includes(name), on: { change: () => toggle(name, input.checked) } });
      this.inputs.set(name, input);
      return el('span', { class: 'key-box' }, input, el('label', { for: id }, data(name, {}, name_most)));
    }));
    this.update(wished);
  }

  update(wished) {
    const full = wished.length >= key_most;
    for (const input of this.inputs.values()) input.disabled = full && !input.checked;
  }
}

class Search {
  constructor(columns, wished, toggle) {
    Object.assign(this, { columns, wished, toggle });
    this.lowered = columns.map((name) => name.slice(0, looked_at).toLowerCase());
    this.chosen = el('ul', { class: 'key-boxes', 'aria-label': t('rows.key.chosen') });
    this.finder = finder({ label: t('rows.key.search'), find: (text, most) => this.find(text, most), take: (name) => { toggle(name, true); return t('rows.key.taken', { name }); },
      words: (found, rest) => (found === 0 ? t('rows.key.search.none') : rest > 0 ? t('rows.columns.more', { n: rest }) : '') });
    this.node = el('div', { class: 'stack close-by' }, this.chosen, this.finder.node);
    this.update(wished);
  }

  /// The one of that name comes first, then those that begin so.
  find(text, most) {
    const wanted = text.slice(0, looked_at).toLowerCase();
    const [same, first, others] = [[], [], []];
    let count = 0;
    this.lowered.forEach((name, i) => {
      const at = name.indexOf(wanted);
      if (at < 0 || this.wished.includes(this.columns[i])) return;
      ++count;
      const into = name === wanted ? same : at === 0 ? first : others;
      if (into.length < most) into.push(this.columns[i]);
    });
    const found = [...same, ...first, ...others].slice(0, most);
    return { found, rest: count - found.length };
  }

  update(wished) {
    this.wished = wished;
    replace(this.chosen, wished.map((name) => el('li', { class: 'key-box on' }, data(name, {}, name_most),
      el('button', { type: 'button', class: 'close', 'aria-label': t('rows.key.drop', { name }), on: { click: () => { this.toggle(name, false); this.finder.input.focus(); } } }))));
    this.chosen.hidden = wished.length === 0;
    this.finder.input.disabled = wished.length >= key_most;
  }
}

export class KeyChoice {
  /// `changed()`: another key is wished.
  constructor(changed) {
    Object.assign(this, { changed, columns: [], there: new Set(), wished: [] });
    this.node = el('div');
  }

  /// What was wished once stays, as far as the file has it.
  get key() {
    return this.wished.filter((name) => this.there.has(name));
  }

  show(columns) {
    if (this.view && columns.length === this.columns.length && columns.every((name, i) => name === this.columns[i])) return;
    Object.assign(this, { columns, there: new Set(columns) });
    this.view = new (columns.length > boxes_most ? Search : Boxes)(columns, this.key, (name, on) => this.toggle(name, on));
    replace(this.node, this.view.node);
  }

  toggle(name, on) {
    this.wished = on ? [...this.wished, name] : this.wished.filter((one) => one !== name);
    this.view.update(this.key);
    this.changed();
  }
}
