// Choosing a file, saying what it is and what becomes of it, sending it; of some kinds with a look at it before its
// import begins.

import { el, data } from '../dom.js';
import { get, sentence } from '../api.js';
import { go } from '../router.js';
import { user } from '../session.js';
import { bytes, has, t } from '../words.js';
import { announce, failure, success } from './notice.js';
import { Changed, dropUpload, dropUploadOf, sendResumable } from './resumable.js';
import { unfinished } from './unfinished.js';
import { beginningOf, handIn, keyOf } from './upload.js';
import { kindChoice, sameFile, sendingView } from './upload_views.js';

/// Who leaves the app while a file is on its way is asked by the browser.
const askFirst = (event) => event.preventDefault();

/// All that a file may be here: each kind, and what some kinds tell apart.
const choicesOf = (rooms) => rooms.flatMap((room) => [{ room, name: null, label: t(`kinds.${room.name}`), about: null },
  ...(room.choices ?? []).map((one) => ({ room, ...one }))]);

class Panel {
  constructor({ limits, rooms, project }, accept) {
    this.limits = limits;
    this.rooms = rooms;
    this.choices = choicesOf(rooms);
    this.choice = this.choices[0];
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
    const mayTake = () => !this.aborter && !this.view;
    const over = (event) => {
      if (![...event.dataTransfer.types].includes('Files')) return;
      event.preventDefault();
      if (mayTake()) this.node.classList.add('over');
    };
    this.node.addEventListener('dragenter', over);
    this.node.addEventListener('dragover', over);
    this.node.addEventListener('dragleave', (event) => {
      if (!this.node.contains(event.relatedTarget)) this.node.classList.remove('over');
    });
    this.node.addEventListener('drop', (event) => {
      event.preventDefault();
      this.node.classList.remove('over');
      this.dropped(event.dataTransfer.files);
    });
  }

  /// One at a time: what is not taken is said.
  dropped(files) {
    if (this.aborter || this.view || files.length === 0) return;
    if (files.length > 1) failure(t('upload.several', { n: files.length, file: files[0].name }));
    this.choose(files[0]);
  }

  offer() {
    Object.assign(this, { file: null, stored: null, view: null, sameAgain: false });
    this.input.value = '';
    const only = this.rooms.length === 1 ? this.rooms[0].upload : null;
    const limits = t(only?.limits ?? 'upload.limits', { size: bytes(this.limits.file_bytes), n: this.limits.records });
    this.node.replaceChildren(
      el('div', { class: 'drop' },
        el('h2', { id: 'upload-title' }, t(only?.title ?? 'upload.title')),
        el('p', { class: 'muted' }, t('upload.about')),
        el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => this.input.click() } }, t('upload.choose')),
        el('p', { class: 'hint' }, limits), this.input, this.fault),
      ...this.rooms.flatMap((room) => room.upload.sources?.() ?? []),
      ...unfinished().slice(0, 3).map((one) => this.leftOver(one)));
  }

  /// A file that was sent, in part or whole, and never imported.
  leftOver({ place, name, size }) {
    const drop = async (event) => {
      event.target.disabled = true;
      await dropUpload(place).catch((why) => { if (why.status !== 404) failure(why); });
      this.offer();
      this.node.querySelector('button').focus();
    };
    return el('div', { class: 'left-over' }, el('p', {}, t('upload.left', { file: name, size: bytes(size) })),
      el('button', { type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': t('upload.left.drop.of', { file: name }), on: { click: drop } }, t('upload.left.drop')));
  }

  refusalText({ text, advice, otherwise }, facts) {
    const more = has(`advice.${advice}`) ? t(`advice.${advice}`) : otherwise ? t(otherwise) : '';
    return `${t(text, facts)} ${more}`.trim();
  }

  /// What can be known before any byte is sent; '' when nothing speaks against the file. Chooses what it seems to be.
  async refusal(file) {
    const facts = { file: file.name, size: bytes(file.size), limit: bytes(this.limits.file_bytes) };
    if (file.size === 0) return t('refused.empty_file', facts);
    if (file.size > this.limits.file_bytes) return t('refused.too_large', facts);
    const beginning = await beginningOf(file);
    if (beginning === null) return t('refused.unreadable', facts);
    this.refusals = new Map(this.rooms.map((room) => [room, room.upload.refusal(beginning, file.name)]));
    const fitting = this.rooms.filter((room) => !this.refusals.get(room));
    const all = [...this.refusals.values()];
    if (fitting.length === 0)
      return this.refusalText(this.rooms.length === 1 ? all[0]
        : all.find((one) => one.sure) ?? { text: 'refused.none_of', advice: all.find((one) => one.advice)?.advice }, facts);
    const score = (room) => room.upload.seems?.(beginning, file.name) ?? 1;
    const best = fitting.toSorted((a, b) => score(b) - score(a))[0];
    if (this.choice.room !== best) this.choice = this.choices.find((one) => one.room === best);
    return '';
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
    Object.assign(this, { stored: null, key: keyOf(), said: null });
    this.ready();
  }

  head() {
    return [el('h2', { id: 'upload-title', class: 'file-name' }, data(this.file.name)), el('p', { class: 'muted' }, t('upload.size', { size: bytes(this.file.size) }))];
  }

  button(label, act, look = 'btn-quiet') {
    return el('button', { type: 'button', class: `btn ${look}`, on: { click: act } }, label);
  }

  ready() {
    const { room } = this.choice;
    const looks = Boolean(room.upload.look);
    this.view = null;
    if (!looks && this.wish?.room !== room) this.wish = { room, ...room.upload.options(this.project) };
    const kinds = this.choices.length > 1 ? kindChoice(this.choices, this.choice, (one) => {
      this.choice = one;
      this.ready();
      this.node.querySelector('.options input:checked').focus();
    }) : null;
    const start = this.button(t(looks ? 'upload.preview' : 'upload.start'), () => (looks ? this.look() : this.start()), 'btn-primary');
    const refused = this.refusals.get(room);
    start.disabled = Boolean(refused);
    this.fault.textContent = refused ? this.refusalText(refused, { file: this.file.name }) : '';
    this.node.replaceChildren(...this.head(), ...(kinds ? [kinds] : []), ...(looks ? [] : [this.wish.node]), this.fault,
      el('div', { class: 'row-actions' }, start, this.button(t('upload.other'), () => this.again())));
    if (refused) kinds?.querySelector('input:checked').focus();
    else start.focus();
  }

  /// Back to where a file is chosen; what was sent of this one goes from the server.
  again() {
    if (this.file) dropUploadOf(this.file);
    this.fault.textContent = '';
    this.offer();
    this.node.querySelector('button').focus();
  }

  /// While `act({news, signal})` goes, its progress is shown.
  async busy(act) {
    this.fault.textContent = '';
    const aborter = new AbortController();
    this.aborter = aborter;
    addEventListener('beforeunload', askFirst);
    const shown = sendingView(this.file.name, () => aborter.abort());
    this.node.replaceChildren(...shown.nodes);
    shown.cancel.focus();
    try {
      return await act({ news: shown.update, signal: aborter.signal });
    } finally {
      this.aborter = null;
      removeEventListener('beforeunload', askFirst);
    }
  }

  /// The file is sent, and looked at before its import begins.
  async look() {
    try {
      this.stored ??= await this.busy((how) => sendResumable(this.file, how));
      this.view = await this.choice.room.upload.look({ id: this.stored.id, file: this.file.name, choice: this.choice, project: this.project?.id ?? null });
    } catch (why) {
      await this.refused(why);
      return;
    }
    this.looked();
  }

  looked() {
    const start = this.button(t('upload.start'), () => this.start(), 'btn-primary');
    const back = this.choices.length > 1 ? this.button(t('upload.back'), () => this.ready()) : null;
    this.view.ready((yes) => { start.disabled = !yes; });
    this.node.replaceChildren(...this.head(), this.view.node, this.fault,
      el('div', { class: 'row-actions' }, start, ...(back ? [back] : []), this.button(t('upload.remove'), () => this.again(), 'btn-quiet warn')));
    this.node.querySelector('h2').tabIndex = -1;
    this.node.querySelector('h2').focus();
  }

  /// Before the file: the server then checks it while it comes in.
  fields() {
    const { options, ...others } = (this.view ?? this.wish).fields();
    const agreed = this.sameAgain ? { ...options, allow_duplicate_file: true } : options;
    return { kind: this.choice.room.name, ...(this.project ? { project: this.project.id } : {}), ...others, ...(agreed ? { options: agreed } : {}) };
  }

  async start() {
    const name = this.file.name;
    try {
      const fields = this.fields();
      // Said otherwise, it is another wish: the server knows the one before by its key.
      const said = JSON.stringify(fields);
      if (this.said && this.said !== said) this.key = keyOf();
      this.said = said;
      const { stored, key } = this;
      const made = await this.busy((how) => handIn(this.file, { fields, key, stored, ...how }));
      const { opens } = this.choice.room.upload;
      this.wish = null;
      this.offer();
      this.node.querySelector('button').focus();
      success(t('upload.done', { file: name }));
      if (opens) go(opens(made));
      else this.accept(made);
    } catch (why) {
      await this.refused(why);
    }
  }

  /// What the server, or the person, said no to: the file can be sent again, or another chosen.
  async refused(why) {
    let words = why instanceof Changed ? t('refused.changed', { file: this.file.name }) : sentence(why);
    if (why.name === 'AbortError') {
      words = t('upload.cancelled');
      announce(words);
      if (!this.left) dropUploadOf(this.file);
      this.stored = null;
    } else if (why.status === 413) {
      words = await this.tooLarge();
    } else if (['file_used', 'not_found'].includes(why.code)) {
      this.stored = null;
    }
    if (this.view && this.stored) this.looked();
    else this.ready();
    const same = why.code === 'duplicate_file' ? why.body.import : null;
    this.fault.textContent = same ? '' : words;
    if (same) this.fault.after(sameFile(same, () => this.allTheSame()));
  }

  /// The person knows that it was imported already.
  allTheSame() {
    Object.assign(this, { sameAgain: true, key: keyOf() });
    return this.start();
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

/// A file that is dropped beside the panel is meant for it; without one, no browser shall open it in the page's place.
const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files') && !event.defaultPrevented && !event.target.closest?.('input[type=file]');
addEventListener('dragover', (event) => { if (holdsFiles(event)) event.preventDefault(); });
addEventListener('drop', (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  if (panel?.node.isConnected && !document.querySelector('dialog[open]')) panel.dropped(event.dataTransfer.files);
});

/// `accept(import)` with what was accepted. A file that was chosen, or is on its way, stays while its owner looks at
/// other pages. `what`: {limits, rooms: whose files may come, project: null or the project that they are for}.
export function uploadPanel(what, accept) {
  if (panel?.whose === user().id && panel.file && panel.project?.id === what.project?.id) {
    panel.accept = accept;
    return panel;
  }
  if (panel?.aborter) {
    // Nobody cancelled it: whoever chooses the file again goes on.
    panel.left = true;
    panel.aborter.abort();
  }
  panel = new Panel(what, accept);
  return panel;
}
