// Choosing a file, saying what becomes of duplicates, sending it.

import { el, freshId, data, setText } from '../dom.js';
import { get, sentence } from '../api.js';
import { user } from '../session.js';
import { bytes, has, percent, t } from '../words.js';
import { announce, success } from './notice.js';
import { beginningOf, keyOf, send } from './upload.js';

/// Which of several kinds it is.
function kindChoice(rooms, chosen, change) {
  const name = freshId();
  return el('fieldset', { class: 'options' }, el('legend', {}, t('upload.kind')), rooms.map((room) => {
    const id = freshId();
    return el('div', { class: 'option' },
      el('input', { type: 'radio', class: 'form-check-input', id, name, value: room.name, checked: room === chosen, on: { change: () => change(room) } }),
      el('label', { for: id }, t(`kinds.${room.name}`)));
  }));
}

/// Who leaves the app while a file is on its way is asked by the browser.
const askFirst = (event) => event.preventDefault();

class Panel {
  constructor({ limits, rooms, project }, accept) {
    this.limits = limits;
    this.rooms = rooms;
    this.room = rooms[0];
    this.project = project;
    this.accept = accept;
    this.whose = user().id;
    this.node = el('section', { class: 'card upload', 'aria-labelledby': 'upload-title' });
    this.input = el('input', { type: 'file', class: 'visually-hidden', accept: this.rooms.map((room) => room.upload.accepts).join(), tabindex: '-1', 'aria-hidden': 'true',
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
    const only = this.rooms.length === 1 ? this.room.upload : null;
    const limits = t(only?.limits ?? 'upload.limits', { size: bytes(this.limits.file_bytes), n: this.limits.records });
    this.node.replaceChildren(
      el('div', { class: 'drop' },
        el('h2', { id: 'upload-title' }, t(only?.title ?? 'upload.title')),
        el('p', { class: 'muted' }, t('upload.about')),
        el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => this.input.click() } }, t('upload.choose')),
        el('p', { class: 'hint' }, limits), this.input, this.fault));
  }

  /// What can be known before any byte is sent; '' when nothing speaks against the file.
  async refusal(file) {
    const facts = { file: file.name, size: bytes(file.size), limit: bytes(this.limits.file_bytes) };
    if (file.size === 0) return t('refused.empty_file', facts);
    if (file.size > this.limits.file_bytes) return t('refused.too_large', facts);
    const beginning = await beginningOf(file);
    if (beginning === null) return t('refused.unreadable', facts);
    const refusals = this.rooms.map((room) => room.upload.refusal(beginning));
    const fits = refusals.indexOf(null);
    if (fits >= 0) this.room = this.rooms[fits];
    if (fits >= 0 || this.rooms.length > 1) return '';
    const [{ text, advice, otherwise }] = refusals;
    const more = has(`advice.${advice}`) ? t(`advice.${advice}`) : otherwise ? t(otherwise) : '';
    return `${t(text, facts)} ${more}`.trim();
  }

  async choose(file) {
    if (!file) return;
    this.fault.textContent = '';
    const refusal = await this.refusal(file);
    if (refusal) {
      if (this.file) this.offer();
      this.fault.textContent = refusal;
      return;
    }
    this.file = file;
    this.key = keyOf();
    this.ready();
  }

  ready() {
    if (this.wish?.room !== this.room) this.wish = { room: this.room, ...this.room.upload.options() };
    const kinds = this.rooms.length > 1 ? kindChoice(this.rooms, this.room, (room) => { this.room = room; this.ready(); }) : null;
    const start = el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => this.start() } }, t('upload.start'));
    this.node.replaceChildren(
      el('h2', { id: 'upload-title', class: 'file-name' }, data(this.file.name)),
      el('p', { class: 'muted' }, t('upload.size', { size: bytes(this.file.size) })),
      ...(kinds ? [kinds] : []), this.wish.node, this.fault,
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

  /// Before the file: the server then checks it while it comes in.
  fields() {
    return { kind: this.room.name, ...(this.project ? { project: this.project.id } : {}), ...this.wish.fields() };
  }

  async start() {
    this.fault.textContent = '';
    this.aborter = new AbortController();
    addEventListener('beforeunload', askFirst);
    const news = this.sending();
    const name = this.file.name;
    try {
      const made = await send(this.file, { fields: this.fields(), key: this.key, news, signal: this.aborter.signal });
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
/// other pages. `what`: {limits, rooms: whose files may come, project: null or the project that they are for}.
export function uploadPanel(what, accept) {
  if (panel?.whose === user().id && panel.file && panel.project?.id === what.project?.id) {
    panel.accept = accept;
    return panel;
  }
  panel?.aborter?.abort();
  panel = new Panel(what, accept);
  return panel;
}
