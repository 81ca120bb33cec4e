// Rows of the list of bookmarks that are selected, or all that a search finds, and what is done with them.

import { get, query } from '../../api.js';
import { el, freshId, setText } from '../../dom.js';
import { confirm } from '../../parts/dialog.js';
import { field } from '../../parts/form.js';
import { failure } from '../../parts/notice.js';
import { t } from '../../words.js';
import { begin } from './many.js';

const page_most = 100;
/// So many are counted before somebody is asked; beyond, "more than" is said.
const count_most = 1_000;

/// How many a filter finds; {n, more}: whether there are more than that.
async function count(filter) {
  let n = 0;
  let cursor = null;
  do {
    const page = await get(`/api/v1/bookmarks${query({ ...filter, limit: page_most, cursor })}`);
    n += page.items.length;
    cursor = page.next_cursor;
  } while (cursor && n < count_most);
  return { n, more: cursor !== null };
}

/// As the server takes them.
const tags_most = 100;
const tag_letters_most = 255;
const isTooLong = (tags) => tags.length > tags_most || tags.some((one) => [...one].length > tag_letters_most);

export const tagsIn = (text) => [...new Set(text.split(',').map((one) => one.trim()).filter(Boolean))];

/// Resolves to {add_tags?, remove_tags?}, or null.
function askTags(title) {
  return new Promise((resolve) => {
    const id = freshId();
    const add = field({ label: t('bookmarks.many.add'), hint: t('bookmarks.many.commas'), autocomplete: 'off', autofocus: true });
    const take = field({ label: t('bookmarks.many.remove'), autocomplete: 'off' });
    const fault = el('p', { class: 'fault', role: 'alert' });
    let answer = null;
    const box = el('dialog', { class: 'question', 'aria-labelledby': id }, el('form', { on: { submit: (event) => {
      event.preventDefault();
      const [add_tags, remove_tags] = [tagsIn(add.input.value), tagsIn(take.input.value)];
      if (add_tags.length + remove_tags.length === 0) return setText(fault, t('bookmarks.many.no_tag'));
      if (isTooLong(add_tags) || remove_tags.length > tags_most) return setText(fault, t('bookmarks.many.rule', { n: tags_most, letters: tag_letters_most }));
      answer = { ...(add_tags.length > 0 ? { add_tags } : {}), ...(remove_tags.length > 0 ? { remove_tags } : {}) };
      return box.close();
    } } }, el('h2', { id }, title), add.node, take.node, fault, el('div', { class: 'row-actions end' },
      el('button', { type: 'button', class: 'btn btn-quiet', on: { click: () => box.close() } }, t('keep')),
      el('button', { class: 'btn btn-primary' }, t('bookmarks.many.change')))));
    box.addEventListener('close', () => {
      box.remove();
      resolve(answer);
    });
    document.body.append(box);
    box.showModal();
  });
}

/// `items` are those of the page; `filter`, as the list has it, finds all of them and more, where `is_more`.
export class Selection {
  constructor(items, filter, is_more) {
    this.filter = filter;
    this.is_filtered = Boolean(filter.q) || filter.tag.length > 0;
    this.boxes = new Map(items.map((one) => [one.identity, el('input', { type: 'checkbox', class: 'form-check-input', on: { change: () => this.changed() } })]));
    this.every = false;
    const id = freshId();
    this.page_box = el('input', { type: 'checkbox', class: 'form-check-input', id, on: { change: (event) => this.tick(event.target.checked) } });
    this.said = el('span', { role: 'status', class: 'muted' });
    this.all = is_more ? this.button('bookmarks.select.found', () => this.takeAll()) : null;
    this.tools = [this.button('bookmarks.many.tags', () => this.changeTags()), this.button('action.delete', () => this.drop(), ' warn')];
    this.node = el('div', { class: 'select-bar' }, el('span', { class: 'form-check' }, this.page_box, el('label', { class: 'form-check-label', for: id }, t('bookmarks.select.page'))),
      this.said, this.all, el('span', { class: 'row-actions' }, this.tools));
    this.changed();
  }

  button(name, act, more = '') {
    return el('button', { type: 'button', class: `btn btn-sm btn-quiet${more}`, on: { click: () => act().catch(failure) } }, t(name));
  }

  /// The box of a row; `title` is how it is called.
  box({ identity }, title) {
    const box = this.boxes.get(identity);
    box.setAttribute('aria-label', t('bookmarks.select', { title }));
    return box;
  }

  ids() {
    return [...this.boxes].filter(([, box]) => box.checked).map(([identity]) => identity);
  }

  tick(yes) {
    for (const box of this.boxes.values()) box.checked = yes;
    this.changed();
  }

  async takeAll() {
    this.tick(true);
    this.every = true;
    this.tell();
  }

  /// Whoever takes a row out of all that was found has chosen rows again.
  changed() {
    this.every = false;
    this.tell();
  }

  tell() {
    const n = this.ids().length;
    this.page_box.checked = n === this.boxes.size;
    this.page_box.indeterminate = n > 0 && n < this.boxes.size;
    setText(this.said, this.every ? t(this.is_filtered ? 'bookmarks.selected.found' : 'bookmarks.selected.every') : n > 0 ? t('bookmarks.selected', { n }) : '');
    for (const one of this.tools) one.hidden = n === 0;
    if (this.all) this.all.hidden = n === 0 || this.every;
  }

  /// Which, for the server; and how many, for people.
  async chosen() {
    if (!this.every) return { which: { ids: this.ids() }, n: this.ids().length, more: false };
    const filter = { ...(this.filter.q ? { q: this.filter.q } : {}), ...(this.filter.tag.length > 0 ? { tag: this.filter.tag } : {}) };
    return { which: { filter }, ...await count(this.filter) };
  }

  async changeTags() {
    const { which, n, more } = await this.chosen();
    const wish = await askTags(t(more ? 'bookmarks.many.tags.more' : 'bookmarks.many.tags.title', { n }));
    if (wish && await begin({ ...which, ...wish })) this.tick(false);
  }

  async drop() {
    const { which, n, more } = await this.chosen();
    const title = t(more ? 'bookmarks.many.delete.more' : 'bookmarks.many.delete.title', { n });
    const text = t(this.every && !this.is_filtered ? 'bookmarks.many.delete.every' : 'bookmarks.many.delete.text');
    if (await confirm({ title, text, yes: t('action.delete'), danger: true }) && await begin({ ...which, delete: true })) this.tick(false);
  }
}
