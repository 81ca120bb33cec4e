// Choosing a file, saying what becomes of duplicates, sending it.

import { el, freshId, data, setText } from '../dom.js';
import { get, sentence } from '../api.js';
import { user } from '../session.js';
import { bytes, has, percent, t } from '../words.js';
import { announce, success } from './notice.js';
import { keyOf, refusalOf, send } from './upload.js';

const accepted = '.json,.jsonld,application/json,application/ld+json,application/activity+json';

function duplicates() {
  const name = freshId();
  const option = (value) => {
    const [id, about] = [freshId(), freshId()];
    return el('div', { class: 'option' },
      el('input', { type: 'radio', class: 'form-check-input', id, name, value, checked: value === 'skip', 'aria-describedby': about }),
      el('div', {}, el('label', { for: id }, t(`duplicates.${value}`)), el('p', { class: 'hint', id: about }, t(`duplicates.${value}.about`))));
  };
  const node = el('fieldset', { class: 'options' }, el('legend', {}, t('duplicates.title')), option('skip'), option('overwrite'));
  return { node, value: () => node.querySelector('input:checked').value };
}

/// Who leaves the app while a file is on its way is asked by the browser.
const askFirst = (event) => event.preventDefault();

class Panel {
  constructor(limits, accept) {
    this.limits = limits;
    this.accept = accept;
    this.whose = user().id;
    this.node = el('section', { class: 'card upload', 'aria-labelledby': 'upload-title' });
    this.input = el('input', { type: 'file', class: 'visually-hidden', accept: accepted, tabindex: '-1', 'aria-hidden': 'true',
      on: { change: () => this.choose(this.input.files[0]) } });
    this.fault = el('p', { class: 'fault', role: 'alert' });
    this.listenForDrops();
    this.offer();
  }

  listenForDrops() {
    const over = (event) => {
      if (![...event.dataTransfer.types].includes('Files')) return;
      event.preventDefault();
      if (!this.aborter) this.node.classList.add('over');
    };
    this.node.addEventListener('dragenter', over);
    this.node.addEventListener('dragover', over);
    this.node.addEventListener('dragleave', (event) => {
      if (!this.node.contains(event.relatedTarget)) this.node.classList.remove('over');
    });
    this.node.addEventListener('drop', (event) => {
      event.preventDefault();
      this.node.classList.remove('over');
      if (!this.aborter) this.choose(event.dataTransfer.files[0]);
    });
  }

  offer() {
    this.file = null;
    this.input.value = '';
    const limits = t('upload.limits', { size: bytes(this.limits.file_bytes), n: this.limits.records });
    this.node.replaceChildren(
      el('div', { class: 'drop' },
        el('h2', { id: 'upload-title' }, t('upload.title')),
        el('p', { class: 'muted' }, t('upload.about')),
        el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => this.input.click() } }, t('upload.choose')),
        el('p', { class: 'hint' }, limits), this.input, this.fault));
  }

  refusalText(file, { code, advice }) {
    const told = t(`refused.${code}`, { file: file.name, size: bytes(file.size), limit: bytes(this.limits.file_bytes) });
    if (has(`advice.${advice}`)) return `${told} ${t(`advice.${advice}`)}`;
    return code === 'not_json' ? `${told} ${t('refused.choose')}` : told;
  }

  async choose(file) {
    if (!file) return;
    this.fault.textContent = '';
    const refusal = await refusalOf(file, this.limits);
    if (refusal) {
      if (this.file) this.offer();
      this.fault.textContent = this.refusalText(file, refusal);
      return;
    }
    this.file = file;
    this.key = keyOf();
    this.ready();
  }

  ready() {
    this.wish ??= duplicates();
    const start = el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => this.start() } }, t('upload.start'));
    this.node.replaceChildren(
      el('h2', { id: 'upload-title', class: 'file-name' }, data(this.file.name)),
      el('p', { class: 'muted' }, t('upload.size', { size: bytes(this.file.size) })),
      this.wish.node, this.fault,
      el('div', { class: 'row-actions' }, start,
        el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => { this.fault.textContent = ''; this.offer(); this.node.querySelector('button').focus(); } } }, t('upload.other'))));
    start.focus();
  }

  sending() {
    const fill = el('div', { class: 'bar-fill' });
    const id = freshId();
    const bar = el('div', { class: 'bar', role: 'progressbar', 'aria-labelledby': id, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': 0 }, fill);
    const done = el('span', { id }, t('upload.sending'));
    const pace = el('span', { class: 'bar-pace' });
    const cancel = el('button', { type: 'button', class: 'btn btn-quiet warn', on: { click: () => this.aborter.abort() } }, t('upload.cancel'));
    this.node.replaceChildren(el('h2', { id: 'upload-title', class: 'file-name' }, data(this.file.name)),
      el('div', { class: 'bar-box', 'data-status': 'processing' }, bar, el('div', { class: 'bar-words' }, done, pace)),
      el('div', { class: 'row-actions' }, cancel));
    cancel.focus();
    return ({ sent, total, perSecond }) => {
      const part = total > 0 ? (sent * 100) / total : 0;
      fill.style.width = `${part}%`;
      bar.setAttribute('aria-valuenow', Math.round(part));
      setText(done, sent >= total ? t('upload.storing') : t('upload.sent', { sent: bytes(sent), total: bytes(total), percent: percent(Math.floor(part)) }));
      setText(pace, perSecond > 0 && sent < total ? t('upload.pace', { size: bytes(perSecond) }) : '');
    };
  }

  async start() {
    this.fault.textContent = '';
    this.aborter = new AbortController();
    addEventListener('beforeunload', askFirst);
    const news = this.sending();
    const name = this.file.name;
    try {
      const made = await send(this.file, { onDuplicate: this.wish.value(), key: this.key, news, signal: this.aborter.signal });
      this.aborter = null;
      this.wish = null;
      this.offer();
      this.node.querySelector('button').focus();
      success(t('upload.done', { file: name }));
      this.accept(made);
    } catch (why) {
      this.aborter = null;
      await this.refused(why);
    } finally {
      removeEventListener('beforeunload', askFirst);
    }
  }

  /// What the server, or the person, said no to: the file can be sent again, or another chosen.
  async refused(why) {
    let words = sentence(why);
    if (why.name === 'AbortError') {
      words = t('upload.cancelled');
      announce(words);
    } else if (why.status === 413) {
      words = await this.tooLarge();
    }
    this.ready();
    this.fault.textContent = words;
  }

  /// The server takes less than this page believed: it is asked how much. What stands before it may take less still.
  async tooLarge() {
    try {
      this.limits = await get('/api/v1/limits');
    } catch {
      // What is not known is not said.
    }
    const { name, size } = this.file;
    const told = size > this.limits.file_bytes;
    return t(told ? 'refused.too_large' : 'refused.too_large_on_the_way', { file: name, size: bytes(size), limit: bytes(this.limits.file_bytes) });
  }
}

let panel = null;

/// `accept(import)` with what was accepted. A file that was chosen, or is on its way, stays while its owner looks at
/// other pages.
export function uploadPanel(limits, accept) {
  if (panel?.whose === user().id && panel.file) {
    panel.accept = accept;
    return panel;
  }
  panel?.aborter?.abort();
  panel = new Panel(limits, accept);
  return panel;
}
