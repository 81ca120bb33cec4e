// The statuses of a project's leads as a form: their words in both languages, in their order.

import { el, freshId, replace } from '../../dom.js';
import { t } from '../../words.js';

const code_most = 40;
const label_most = 100;

/// A code for a status with these words that none of `taken` has.
export function codeOf(words, taken) {
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, code_most) || 'status';
  let code = plain;
  for (let n = 2; taken.includes(code); ++n) code = `${plain}_${n}`;
  return code;
}

export class Statuses {
  /// `changed()`: others are there, or are called otherwise.
  constructor(all, changed = () => {}) {
    Object.assign(this, { all: all.map((one) => ({ ...one })), changed });
    this.list = el('ol', { class: 'key-list status-list' });
    this.more = el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: () => this.add() } }, t('leads.settings.add'));
    this.node = el('details', { class: 'fold' }, el('summary', {}, t('leads.settings.statuses')), el('div', { class: 'stack close-by within-fold' }, this.list, el('div', {}, this.more)));
    this.draw();
  }

  draw() {
    replace(this.list, this.all.map((one, i) => this.line(one, i)));
  }

  line(one, i) {
    const word = (name) => {
      const id = freshId();
      const input = el('input', { id, class: 'form-control', value: one[name] ?? '', maxlength: label_most, required: true, autocomplete: 'off',
        on: { input: () => { one[name] = input.value; this.changed(); } } });
      return el('div', { class: 'field' }, el('label', { for: id, class: 'small' }, t(`leads.settings.${name}`)), input);
    };
    const called = one.en || one.fr || one.code || '';
    const button = (key, look, act, disabled = false) => el('button', { type: 'button', class: `btn btn-sm ${look}`, disabled, 'aria-label': t(`${key}.of`, { name: called }), on: { click: act } }, t(key));
    return el('li', { class: 'key-line' }, word('fr'), word('en'), button('leads.keys.up', 'btn-quiet', () => this.up(i), i === 0),
      button('leads.settings.drop', 'btn-quiet warn', () => this.drop(i), this.all.length === 1));
  }

  add() {
    this.all.push({ code: null, en: '', fr: '' });
    this.draw();
    this.list.lastElementChild.querySelector('input').focus();
    this.changed();
  }

  drop(i) {
    this.all.splice(i, 1);
    this.draw();
    this.more.focus();
    this.changed();
  }

  up(i) {
    const [one] = this.all.splice(i, 1);
    this.all.splice(i - 1, 0, one);
    this.draw();
    this.list.children[i - 1].querySelector('button:enabled').focus();
    this.changed();
  }

  /// As the API takes them.
  read() {
    const taken = this.all.map((one) => one.code).filter(Boolean);
    return this.all.map((one) => {
      const code = one.code ?? codeOf(one.en || one.fr, taken);
      if (!one.code) taken.push(code);
      return { code, en: one.en.trim() || one.fr.trim(), fr: one.fr.trim() || one.en.trim() };
    });
  }
}
