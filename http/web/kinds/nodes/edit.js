// A node's title and metadata in a form.

import { patch, sentence } from '../../api.js';
import { el, freshId } from '../../dom.js';
import { readJson } from '../../exact.js';
import { field } from '../../parts/form.js';
import { success } from '../../parts/notice.js';
import { written } from '../../parts/written.js';
import { t } from '../../words.js';
import { textOf } from './facts.js';

/// A key of the metadata and its value. What was no text is written as JSON, and read so again.
class Pair {
  constructor(form, key, value) {
    Object.assign(this, { before: key, value });
    const [keyId, valueId] = [freshId(), freshId()];
    this.key = el('input', { id: keyId, class: 'form-control', value: key ?? '', autocomplete: 'off', readonly: key !== null, required: true });
    this.text = el('textarea', { id: valueId, class: 'form-control', rows: 1, value: key === null ? '' : textOf(value) });
    this.now = written(this.text, key === null ? '' : textOf(value));
    const drop = el('button', { type: 'button', class: 'btn btn-sm btn-quiet warn', on: { click: () => form.drop(this) } }, t('nodes.edit.remove'));
    if (key !== null) drop.setAttribute('aria-label', t('nodes.edit.remove.of', { name: key }));
    this.node = el('li', { class: 'pair', 'data-key': key },
      el('div', { class: 'field' }, el('label', { for: keyId }, t('nodes.edit.key')), this.key),
      el('div', { class: 'field' }, el('label', { for: valueId }, t('nodes.edit.value')), this.text), drop);
  }

  get name() {
    return this.before ?? this.key.value.trim();
  }

  /// Undefined: it is as it was.
  change() {
    const text = this.now();
    if (this.before !== null && text === textOf(this.value)) return undefined;
    if (this.before === null || typeof this.value === 'string') return text;
    return readJson(text);
  }
}

class Form {
  constructor(path, node, accept) {
    Object.assign(this, { path, of: node, accept, gone: new Set() });
    const titleId = freshId();
    this.title = field({ label: t('nodes.field.title'), hint: t('nodes.edit.title.hint'), value: node.title, autocomplete: 'off' });
    this.titleNow = written(this.title.input, node.title);
    this.pairs = Object.entries(node.metadata).map(([key, value]) => new Pair(this, key, value));
    this.list = el('ul', { class: 'pairs' }, this.pairs.map((one) => one.node));
    this.fault = el('p', { class: 'fault', role: 'alert' });
    this.save = el('button', { class: 'btn btn-primary' }, t('nodes.edit.save'));
    this.more = el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: () => this.add() } }, t('nodes.edit.add'));
    this.box = el('dialog', { class: 'question batch', 'aria-labelledby': titleId },
      el('form', { on: { submit: (event) => this.submit(event) } }, el('h2', { id: titleId }, t('nodes.edit.heading')), this.title.node,
        el('fieldset', { class: 'options' }, el('legend', {}, t('nodes.metadata')), this.list, el('div', {}, this.more)), this.fault,
        el('div', { class: 'row-actions end' },
          el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => this.box.close() } }, t('nodes.cancel')), this.save)));
    this.box.addEventListener('close', () => this.box.remove());
  }

  add() {
    const pair = new Pair(this, null, '');
    this.pairs.push(pair);
    this.list.append(pair.node);
    pair.key.focus();
  }

  drop(pair) {
    if (pair.before !== null) this.gone.add(pair.before);
    this.pairs = this.pairs.filter((one) => one !== pair);
    pair.node.remove();
    this.more.focus();
  }

  /// What differs, as the API takes it: null removes a key. Faults: a text for the person, thrown.
  changes() {
    const metadata = new Map([...this.gone].map((key) => [key, null]));
    const names = new Set();
    for (const pair of this.pairs) {
      if (names.has(pair.name)) throw new Fault(t('nodes.edit.twice', { name: pair.name }), pair.key);
      names.add(pair.name);
      try {
        const now = pair.change();
        if (now !== undefined) metadata.set(pair.name, now);
      } catch {
        throw new Fault(t('nodes.edit.no_json', { name: pair.name }), pair.text);
      }
    }
    const title = this.titleNow();
    return { ...(title === this.of.title ? {} : { title: title.trim() || null }), ...(metadata.size > 0 ? { metadata: Object.fromEntries(metadata) } : {}) };
  }

  async submit(event) {
    event.preventDefault();
    this.fault.textContent = '';
    try {
      const changes = this.changes();
      if (Object.keys(changes).length > 0) {
        this.save.disabled = true;
        await patch(this.path, changes);
        success(t('nodes.edit.saved'));
        this.accept();
      }
      this.box.close();
    } catch (why) {
      this.fault.textContent = why instanceof Fault ? why.words : sentence(why);
      why.at?.focus();
      this.save.disabled = false;
    }
  }
}

/// What speaks against a field of the form.
class Fault extends Error {
  constructor(words, at) {
    super(words);
    Object.assign(this, { words, at });
  }
}

/// `accept()`: the node was changed.
export function editDialog(path, node, accept) {
  const form = new Form(path, node, accept);
  document.body.append(form.box);
  form.box.showModal();
  form.title.input.focus();
}
