// URLs that somebody pastes, or has in a file: the tree that would come of them, and the import that brings them.

import { get, post, sentence } from '../../api.js';
import { data, el, freshId, replace } from '../../dom.js';
import { success } from '../../parts/notice.js';
import { dropUploadOf } from '../../parts/resumable.js';
import { handIn, keyOf } from '../../parts/upload.js';
import { bytes, percent, t } from '../../words.js';
import { accepted } from './files.js';
import { options } from './options.js';
import { drawPreview, linesOf, previewOf } from './preview.js';

/// More of them go as a file.
const most_in_a_call = 10_000;
/// A longer list is sent as it is: a field of so many lines would stand still.
const longest_shown_bytes = 1_000_000;
/// Browsers take minutes to insert thousands of lines as if they were typed.
const long_paste = 10_000;
/// Who writes is not disturbed by a preview with every letter.
const rest_ms = 150;

const nameOf = (count) => t('nodes.batch.name', { n: count });

class Batch {
  constructor(project, limits, accept) {
    Object.assign(this, { project, limits, accept, file: null, key: keyOf() });
    const [id, titleId] = [freshId(), freshId()];
    this.text = el('textarea', { id, class: 'form-control code', rows: 8, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'none', wrap: 'off',
      on: { input: () => this.changed(), paste: (event) => this.paste(event) } });
    this.pasting = el('div', { class: 'field' }, el('label', { for: id }, t('nodes.batch.paste')), this.text);
    this.input = el('input', { type: 'file', class: 'visually-hidden', accept: accepted, tabindex: '-1', 'aria-hidden': 'true',
      on: { change: () => this.choose(this.input.files[0]) } });
    this.source = el('div', { class: 'batch-source' });
    this.preview = el('div', { class: 'batch-preview', 'aria-live': 'polite' });
    this.fault = el('p', { class: 'fault', role: 'alert' });
    this.wish = options();
    this.wish.node.addEventListener('change', () => this.look());
    this.start = el('button', { class: 'btn btn-primary', disabled: true }, t('upload.start'));
    this.box = el('dialog', { class: 'question batch', 'aria-labelledby': titleId },
      el('form', { on: { submit: (event) => this.send(event) } }, el('h2', { id: titleId }, t('nodes.add')),
        this.source, this.preview,
        el('details', { class: 'fold' }, el('summary', {}, t('nodes.batch.options')), this.wish.node), this.fault,
        el('div', { class: 'row-actions end' },
          el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => this.box.close() } }, t('nodes.cancel')), this.start)));
    this.box.addEventListener('close', () => this.closed());
  }

  open() {
    this.offer();
    document.body.append(this.box);
    this.box.showModal();
    this.text.focus();
  }

  closed() {
    clearTimeout(this.waiting);
    this.aborter?.abort();
    if (this.aborter && this.file) dropUploadOf(this.file);
    this.box.remove();
  }

  /// Where nothing is chosen, URLs may be pasted.
  offer() {
    const choose = el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: () => this.input.click() } }, t('nodes.batch.file'));
    const back = () => {
      this.choose(null);
      this.text.focus();
    };
    replace(this.source, this.input, ...(this.file
      ? [el('p', { class: 'file-name' }, data(this.file.name)), el('p', { class: 'muted' }, t('upload.size', { size: bytes(this.file.size) })),
        el('p', {}, el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: back } }, t('nodes.batch.paste_instead')))]
      : [this.pasting, el('div', { class: 'batch-file' }, choose, el('p', { class: 'hint' }, t('nodes.batch.formats')))]));
    this.look();
  }

  async choose(file) {
    this.input.value = '';
    this.fault.textContent = '';
    this.key = keyOf();
    if (file && (file.type === 'text/plain' || /\.txt$/i.test(file.name)) && file.size <= longest_shown_bytes) {
      // A plain list is what would have been pasted.
      this.text.value = await file.text();
      this.file = null;
    } else {
      this.file = file ?? null;
    }
    this.offer();
  }

  paste(event) {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.length < long_paste) return;
    event.preventDefault();
    this.text.setRangeText(text, this.text.selectionStart, this.text.selectionEnd, 'end');
    this.changed();
  }

  changed() {
    this.key = keyOf();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), rest_ms);
    this.start.disabled = this.text.value.trim() === '';
  }

  look() {
    this.lines = this.file ? [] : linesOf(this.text.value);
    const tooMany = this.lines.length > this.limits.records;
    this.start.disabled = (!this.file && this.lines.length === 0) || tooMany || Boolean(this.aborter);
    replace(this.preview, ...(tooMany ? [el('p', { class: 'fault' }, t('nodes.batch.too_many', { n: this.lines.length, limit: this.limits.records }))] : []),
      ...(this.lines.length > 0 ? drawPreview(previewOf(this.lines, { rule: this.project.nodes, related: this.wish.read().build_relationships })) : []).flat(Infinity));
  }

  /// Resolves to the import.
  async handIn(signal) {
    // Said otherwise, it is another wish: the server knows the one before by its key.
    const said = JSON.stringify(this.wish.fields());
    if (this.said && this.said !== said) this.key = keyOf();
    this.said = said;
    if (!this.file && this.lines.length <= most_in_a_call)
      return (await post('/api/v1/imports/batch', { project: this.project.id, urls: this.lines, options: this.wish.read() }, { key: this.key, signal })).import;
    const file = this.file ?? new File([JSON.stringify({ urls: this.lines })], `${nameOf(this.lines.length)}.json`, { type: 'application/json' });
    return handIn(file, { fields: { kind: 'nodes', project: this.project.id, ...this.wish.fields() }, key: this.key, news: (now) => this.news(now), signal });
  }

  news({ sent, total }) {
    const part = total > 0 ? Math.floor((sent * 100) / total) : 0;
    this.start.textContent = sent >= total ? t('upload.storing') : t('upload.sent', { sent: bytes(sent), total: bytes(total), percent: percent(part) });
  }

  async send(event) {
    event.preventDefault();
    if (this.aborter) return;
    clearTimeout(this.waiting);
    this.look();
    if (this.start.disabled) return;
    this.fault.textContent = '';
    this.aborter = new AbortController();
    this.start.disabled = true;
    try {
      const made = await this.handIn(this.aborter.signal);
      this.aborter = null;
      this.box.close();
      success(t('nodes.batch.accepted'));
      this.accept(made);
    } catch (why) {
      this.aborter = null;
      this.start.textContent = t('upload.start');
      this.start.disabled = false;
      if (why.name !== 'AbortError') this.fault.textContent = sentence(why);
    }
  }
}

/// `accept(import)` with what was accepted.
export async function batchDialog(project, accept) {
  new Batch(project, await get('/api/v1/limits'), accept).open();
}
