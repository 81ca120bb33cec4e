// What is to be agreed for an import of rows, beside how the file is read.

import { el, freshId, replace, setText } from '../../dom.js';
import { field } from '../../parts/form.js';
import { t } from '../../words.js';
import { tableNameOf } from '../../parts/table_file.js';
import { KeyChoice } from './key.js';

const policies = ['skip', 'update', 'replace', 'error', 'create'];
const name_rule = /^[A-Za-z0-9_-]{1,64}$/;
/// Who types goes on within that time, mostly.
const typing_ms = 150;

function tick(label, about, checked) {
  const [id, hint] = [freshId(), freshId()];
  const input = el('input', { type: 'checkbox', class: 'form-check-input', id, checked, 'aria-describedby': hint });
  return { input, node: el('div', { class: 'option' }, input, el('div', {}, el('label', { for: id }, label), el('p', { class: 'hint', id: hint }, about))) };
}

function duplicatesChoice() {
  const group = freshId();
  return el('fieldset', { class: 'options' }, el('legend', {}, t('rows.fact.duplicates')), policies.map((value) => {
    const [id, about] = [freshId(), freshId()];
    return el('div', { class: 'option' },
      el('input', { type: 'radio', class: 'form-check-input', id, name: group, value, checked: value === 'skip', 'aria-describedby': about }),
      el('div', {}, el('label', { for: id }, t(`rows.duplicates.${value}`)), el('p', { class: 'hint', id: about }, t(`rows.duplicates.about.${value}`))));
  }));
}

/// Where rows are kept, and by which columns they are recognised.
export class Keeping {
  constructor(file, tables, changed) {
    Object.assign(this, { tables, changed, columns: new Set(), keyChoice: new KeyChoice(() => this.keyChanged()) });
    this.names = el('datalist', { id: freshId() });
    this.collection = field({ label: t('rows.option.collection'), hint: t('rows.option.collection.about'), value: tableNameOf(file), list: this.names.id, maxlength: 64, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
      on: { input: () => this.named(typing_ms) } });
    this.wrong = el('p', { class: 'fault', role: 'alert' });
    this.keyNote = el('p', { class: 'hint' });
    this.duplicates = duplicatesChoice();
    this.node = el('div', { class: 'stack' },
      el('div', { class: 'field' }, this.collection.node, this.wrong, this.names),
      el('fieldset', { class: 'options' }, el('legend', {}, t('rows.option.key')), this.keyNote, this.keyChoice.node), this.duplicates);
    this.named(0);
  }

  get name() {
    return this.collection.input.value.trim();
  }

  get key() {
    return this.table ? this.table.key : this.keyChoice.key;
  }

  isFine() {
    return !this.asking && name_rule.test(this.name) && this.key.every((name) => this.columns.has(name));
  }

  /// Another table is named: nothing begins before it is known whether it is there.
  named(wait_ms) {
    const { name } = this;
    const fits = name_rule.test(name);
    setText(this.wrong, fits ? '' : t('reason.rows_name_rule', { name: t('rows.option.collection') }));
    clearTimeout(this.timer);
    this.asking = fits && !this.tables.knows(name);
    if (this.asking) this.timer = setTimeout(() => this.ask(name), wait_ms);
    else this.draw();
    this.changed();
  }

  async ask(name) {
    await this.tables.ask(name);
    if (name !== this.name) return;
    this.asking = false;
    this.draw();
    this.changed();
  }

  keyChanged() {
    this.duplicates.hidden = this.key.length === 0;
    this.changed();
  }

  show(columns) {
    this.columns = new Set(columns);
    this.keyChoice.show(columns);
    this.draw();
  }

  /// A table that is there keeps its key.
  draw() {
    const table = (this.table = this.tables.find(this.name));
    const { key } = this;
    const missing = table ? key.filter((name) => !this.columns.has(name)) : [];
    this.keyNote.classList.toggle('fault', missing.length > 0);
    setText(this.keyNote, !table ? t('rows.option.key.about')
      : missing.length > 0 ? t('rows.option.key.missing', { name: table.name, key: missing.join(', ') })
        : key.length > 0 ? t('rows.option.key.fixed', { name: table.name, key: key.join(', ') }) : t('rows.option.key.never', { name: table.name }));
    this.keyChoice.node.hidden = Boolean(table);
    this.duplicates.hidden = key.length === 0;
    if (this.offered === this.tables.names) return;
    this.offered = this.tables.names;
    replace(this.names, this.offered.map((name) => el('option', { value: name })));
  }

  read() {
    const { key, name } = this;
    return { collection: name, ...(key.length > 0 ? { key, on_duplicate: this.duplicates.querySelector('input:checked').value } : {}) };
  }
}

/// What few people change. `looks()`: how the file is read is to be looked at anew.
export class More {
  constructor(looks) {
    this.ragged = tick(t('rows.option.ragged'), t('rows.option.ragged.about'), false);
    this.escape = tick(t('rows.option.escape'), t('rows.option.escape.about'), false);
    this.results = tick(t('rows.option.results'), t('rows.option.results.about'), true);
    this.total = tick(t('rows.option.total'), t('rows.option.total.about'), true);
    this.batch = field({ label: t('rows.option.batch'), hint: t('rows.option.batch.about'), type: 'number', min: 1, max: 100_000, step: 1, placeholder: '500', inputmode: 'numeric' });
    this.escape.input.addEventListener('change', looks);
    this.node = el('details', { class: 'fold' }, el('summary', {}, t('rows.option.more')), el('div', { class: 'stack' },
      this.results.node, this.total.node, this.escape.node, this.batch.node));
  }

  /// A workbook has no signs.
  show(format) {
    this.escape.node.hidden = format === 'xlsx';
  }

  isFine() {
    return this.batch.input.validity.valid;
  }

  reading() {
    return this.escape.input.checked && !this.escape.node.hidden ? { escape: '\\' } : {};
  }

  read() {
    return { ...this.reading(), ragged: this.ragged.input.checked ? 'fail_row' : 'accept', create_result_files: this.results.input.checked, count_total_first: this.total.input.checked,
      ...(this.batch.input.value === '' ? {} : { batch_size: Number(this.batch.input.value) }) };
  }
}
