// The third step: the rows as they would be taken, what is wrong with them, and what becomes of each.

import { get, patch, post, query, sentence } from '../../api.js';
import { data, el, freshId, replace } from '../../dom.js';
import { announce, failure, success } from '../../parts/notice.js';
import { cursorNow, pager } from '../../parts/pager.js';
import { searchForm } from '../../parts/search_form.js';
import { isSeen } from '../../record_text.js';
import { go } from '../../router.js';
import { language, number, t } from '../../words.js';
import { CellDrafts } from './drafts.js';
import { labelOf, plainText } from './fields.js';
import { Grid } from './grid.js';
import { choiceOf, filledBy } from './mapping.js';
import { reviewCall, stepPath } from './names.js';
import { faultText, outcomeOf, planNode } from './plan.js';

const page_size = 50;
const cell_most = 80;
/// A page draws so many columns; all of them stand in the file.
const columns_most = 40;
const lost_most = 20;
const states = ['', 'valid', 'invalid', 'warning', 'duplicate', 'excluded'];

const countOf = (state, counts) => ({ '': counts.rows, valid: counts.valid, invalid: counts.invalid, warning: counts.warning,
  duplicate: counts.duplicate + counts.duplicate_in_file, excluded: counts.excluded })[state];

/// Changes of a page, one after the other.
class Queue {
  constructor() {
    Object.assign(this, { last: Promise.resolve(), length: 0 });
  }

  /// `act(isLast)`; resolves to what it does, when all before it was done.
  add(act) {
    ++this.length;
    const isLast = () => this.length === 1;
    this.last = this.last.then(() => act(isLast)).finally(() => --this.length);
    return this.last;
  }
}

class RowsStep {
  constructor(review) {
    const { of, search, project } = review;
    Object.assign(this, { review, of, statuses: project.leads?.statuses, call: reviewCall(of.id) });
    this.people = new Map((project.members ?? []).map(({ user }) => [user.username, user]));
    this.state = states.includes(search.get('state')) ? search.get('state') ?? '' : '';
    this.q = search.get('q') ?? '';
    this.all = search.get('all') === 'yes';
    this.columns = this.columnsOf();
    this.shown = new Set(this.columns.flatMap((one) => one.fields));
    this.grid = new Grid({ label: t('leads.rows.table'), save: (cell, text) => this.edit(cell, text), draft: (cell, text) => this.draft(cell, text) });
    this.drafts = new CellDrafts(of.id);
    this.queue = new Queue();
    /// Of the rows that this page changed, as they are since then.
    this.versions = new Map();
    this.tabs = el('nav', { class: 'tabs states', 'aria-label': t('leads.rows.states') });
    this.tools = el('div', { class: 'head-tools' });
    this.box = el('div', { class: 'table-box review-box' }, this.grid.table);
    this.none = el('p', { class: 'muted' });
    this.pages = el('div');
    this.foot = el('div', { class: 'stack' });
    const title = freshId();
    this.node = el('section', { class: 'card', 'aria-labelledby': title },
      el('div', { class: 'section-head' }, el('h2', { id: title }, t('leads.rows.title')), this.tools),
      el('p', { class: 'muted' }, t(review.mayEdit ? 'leads.rows.about' : 'leads.rows.about.viewer')), this.tabs, this.lost(),
      searchForm(t('leads.rows.search'), this.q, (q) => go(this.path({ q }))), this.box, this.none, this.pages, this.foot);
  }

  /// Changes of rows that read otherwise now are not taken.
  lost() {
    const left = this.review.review.edits?.left ?? [];
    return left.length === 0 ? null : el('p', { class: 'pause-text' }, t('leads.rows.lost', { n: left.length, records: left.slice(0, lost_most).map((one) => number(one)).join(', ') }));
  }

  path(other = {}) {
    return stepPath(this.of.id, 'rows', { state: this.state, q: this.q, all: this.all ? 'yes' : null, ...other });
  }

  columnsOf() {
    const all = this.review.review.mapping.toSorted((a, b) => a.index - b.index).map((one) => ({ ...one, fields: filledBy(choiceOf(one)) }));
    this.unused = all.filter((one) => one.fields.length === 0).length;
    return (this.all ? all : all.filter((one) => one.fields.length > 0)).slice(0, columns_most);
  }

  async load() {
    const page = await get(`${this.call}/rows${query({ state: this.state, q: this.q, limit: page_size, cursor: cursorNow() })}`);
    // What comes while somebody writes into the next cell waits until they are done.
    this.grid.whenFree(() => {
      this.items = page.items;
      this.draw();
      replace(this.pages, pager(page.next_cursor, ['pager.back', 'pager.on']));
    });
  }

  draw() {
    this.drawTabs();
    this.drawTools();
    this.grid.fill(this.head(), this.items.map((one) => this.line(one)));
    this.box.hidden = this.items.length === 0;
    this.none.textContent = this.items.length === 0 ? t(this.q || this.state ? 'leads.rows.none_such' : 'leads.rows.none') : '';
  }

  drawTabs() {
    replace(this.tabs, states.map((state) => el('a', { href: this.path({ state }), 'aria-current': state === this.state ? 'page' : null },
      t(`leads.state.${state || 'all'}`), ' ', el('span', { class: 'pill num' }, number(countOf(state, this.review.review.counts))))));
  }

  drawTools() {
    const { counts } = this.review.review;
    const back = this.state === 'excluded';
    const may = this.review.mayEdit && this.items.length > 0 && (this.state || this.q);
    const words = this.q ? t(back ? 'leads.rows.include.found' : 'leads.rows.exclude.found') : t(back ? 'leads.rows.include.all' : 'leads.rows.exclude.all', { n: countOf(this.state, counts) });
    replace(this.tools,
      may ? el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: (event) => this.bulk(back, event.currentTarget) } }, words) : null,
      this.unused > 0 ? el('a', { class: 'btn btn-sm btn-quiet', href: this.path({ all: this.all ? null : 'yes' }) }, this.all ? t('leads.rows.fewer') : t('leads.rows.more', { n: this.unused })) : null,
      counts.invalid + counts.warning > 0 ? el('a', { class: 'btn btn-sm btn-quiet', download: true, href: `${this.call}/errors.csv${query({ lang: language() })}` }, t('leads.rows.errors')) : null);
  }

  head() {
    const th = (...words) => el('th', { scope: 'col', role: 'columnheader' }, words);
    return el('tr', { role: 'row' }, el('th', { scope: 'col', role: 'columnheader', class: 'num' }, t('leads.rows.row')), th(t('leads.rows.plan')),
      this.columns.map(({ fields, column }) => th(fields.length > 0 ? el('div', {}, fields.map(labelOf).join(' + ')) : null, el('div', { class: 'head-column' }, data(column, {}, cell_most)))),
      this.review.mayEdit ? th(el('span', { class: 'visually-hidden' }, t('leads.rows.change'))) : null);
  }

  line(row) {
    const cells = [
      { node: el('th', { scope: 'row', role: 'rowheader', class: 'num', tabindex: '-1' }, number(row.row)) },
      { node: el('td', { role: 'gridcell', class: 'plan-cell', tabindex: '-1' },
        planNode(row, { project: this.of.project, statuses: this.statuses, shown: this.shown, people: this.people })) },
      ...this.columns.map((column) => this.cell(row, column)),
      ...(this.review.mayEdit ? [this.change(row)] : []),
    ];
    return { cells, id: row.record, node: el('tr', { role: 'row', class: `is-${row.state}`, 'data-record': row.record }, cells.map((one) => one.node)) };
  }

  cell(row, { index, fields, column }) {
    const text = row.cells?.[index] ?? '';
    const draft = this.draftOf(row, index, text);
    const of = (list) => (list ?? []).filter((one) => one.field && fields.includes(one.field));
    const [faults, warnings] = [of(row.faults), of(row.warnings)];
    const read = fields.length === 1 && faults.length === 0 ? this.readAs(fields[0], row.lead, text) : '';
    const words = fields.length > 0 ? fields.map(labelOf).join(' + ') : column;
    // A fault that keeps no row back only leaves a value out: that is to be looked at, and no error.
    const isWrong = faults.length > 0 && outcomeOf(row) === 'fail';
    const node = el('td', { role: 'gridcell', tabindex: '-1', class: `cell${isWrong ? ' is-wrong' : faults.length > 0 ? ' is-doubtful is-left-out' : warnings.length > 0 || draft !== undefined ? ' is-doubtful' : ''}${isSeen(text) ? '' : ' is-empty'}`, 'data-label': words },
      isSeen(text) ? data(text, { class: 'cell-text' }, cell_most) : null,
      isSeen(read) ? el('div', { class: 'cell-read' }, el('span', { 'aria-hidden': 'true' }, '→ '), el('span', { class: 'visually-hidden' }, t('leads.rows.read'), ' '), data(read, {}, cell_most)) : null,
      faults.map((one) => el('p', { class: isWrong ? 'cell-fault' : 'warning' }, data(faultText(one), {}, 400))), warnings.map((one) => el('p', { class: 'warning' }, data(faultText(one), {}, 400))),
      draft === undefined ? null : el('p', { class: 'cell-fault' }, t('leads.rows.unsaved', { text: draft })));
    return { node, draft, text: row.state === 'excluded' || !this.review.mayEdit ? undefined : text, row, index, label: t('leads.rows.write', { field: words, n: row.row }) };
  }

  /// What somebody wrote there and nobody took; what the cell says already is none.
  draftOf({ record, state }, index, text) {
    if (!this.review.mayEdit || state === 'excluded') return undefined;
    if (this.drafts.of(record, index) === text) this.drafts.drop(record, index);
    return this.drafts.of(record, index);
  }

  draft({ row, index, draft }, text) {
    if (text !== null) this.drafts.keep(row.record, index, text);
    else if (draft === undefined) this.drafts.drop(row.record, index);
    else this.letGo(row.record, index);
  }

  letGo(record, index) {
    this.drafts.drop(record, index);
    this.grid.whenFree(() => this.draw());
  }

  /// What is made of the cell, where that is something else.
  readAs(field, lead, text) {
    const value = lead?.[field];
    const read = field === 'phone' ? value?.e164 ?? '' : plainText(field, value, this.statuses);
    return isSeen(text) && read !== text.trim() ? read : '';
  }

  change(row) {
    const out = row.state === 'excluded';
    const act = () => this.leaveOut(row, out);
    const node = el('td', { role: 'gridcell', tabindex: '-1', class: 'cell-act' }, el('button', { type: 'button', class: 'btn btn-sm btn-quiet', tabindex: '-1',
      'aria-label': t(out ? 'leads.rows.include.of' : 'leads.rows.exclude.of', { n: row.row }), on: { click: (event) => { if (event.detail < 2) act(); } } }, t(out ? 'leads.rows.include' : 'leads.rows.exclude')));
    return { node, act };
  }

  leave() {
    this.grid.leave();
  }

  /// Once what is under way has come to its end: false, where the last of it did not come to be.
  settled() {
    return this.queue.last;
  }

  /// Does it when all before it was done, and shows what became of the page.
  does(act, told) {
    return this.queue.add((isLast) => this.doNow(act, told, isLast));
  }

  async doNow(act, told, isLast) {
    this.box.setAttribute('aria-busy', 'true');
    try {
      await act();
      await this.review.look();
      if (isLast()) await this.load();
      told?.();
      this.box.setAttribute('aria-busy', 'false');
      return true;
    } catch (why) {
      if (why.code === 'stale_version') {
        failure(t('leads.stale'));
        await this.review.look().then(() => this.load()).catch(failure);
      } else if (!this.review.isStale(why)) {
        failure(sentence(why));
        // What was not taken is told at its cell.
        this.grid.whenFree(() => this.draw());
      }
    }
    this.box.setAttribute('aria-busy', 'false');
    return false;
  }

  /// One change of a row, as it is seen: with what this page itself made of it since.
  async send(by, { record, version }, verb, rest = {}) {
    const made = await by(`${this.call}/rows/${record}${verb}`, { version: Math.max(version, this.versions.get(record) ?? 0), ...rest });
    this.versions.set(record, made.version);
  }

  edit(cell, text) {
    const { row, index, node } = cell;
    this.drafts.keep(row.record, index, text);
    // As it will be, until it is known how it is.
    Object.assign(cell, { text, draft: undefined });
    node.replaceChildren(data(text, { class: 'cell-text' }, cell_most));
    const act = async () => {
      await this.send(patch, row, '', { cells: { [index]: text } });
      if (this.drafts.of(row.record, index) === text) this.drafts.drop(row.record, index);
    };
    return this.does(act, () => announce(t('leads.rows.edited', { n: row.row })));
  }

  leaveOut(row, out) {
    return this.does(() => this.send(post, row, out ? '/include' : '/exclude'),
      () => announce(t(out ? 'leads.rows.included' : 'leads.rows.excluded', { n: row.row })));
  }

  bulk(back, button) {
    button.disabled = true;
    const which = { ...(this.state ? { state: this.state } : {}), ...(this.q ? { q: this.q } : {}) };
    return this.does(() => post(`${this.call}/${back ? 'include' : 'exclude'}`, { version: this.review.review.version, ...which }), () => success(t(back ? 'leads.rows.include.done' : 'leads.rows.exclude.done')));
  }
}

export const rowsStep = (review) => new RowsStep(review);
