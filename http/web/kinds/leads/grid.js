// A table of cells that are gone through by keys, and written into in place (ARIA Authoring Practices: grid). Tab leads
// to one cell, arrows go on from there, Enter or a letter begins to write, Escape takes it back.

import { el } from '../../dom.js';
import { hasLines, written } from '../../parts/written.js';

/// What moves: [rows, columns].
const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const lines_shown = 3;

const clamp = (n, most) => Math.max(0, Math.min(n, most));
const isLetter = (event) => event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;

/// Where a cell is written into; one of several lines in a field that shows them, where Shift+Enter makes one more.
function fieldOf(cell, first) {
  const rest = { class: 'form-control cell-input', 'aria-label': cell.label, autocomplete: 'off', spellcheck: 'false' };
  const lines = hasLines(cell.draft ?? cell.text);
  return el(lines ? 'textarea' : 'input', { ...rest, rows: lines ? lines_shown : null, value: first ?? cell.draft ?? cell.text });
}

export class Grid {
  /// `save(cell, text)`: what was written, once; `draft(cell, text)`: what stands in the field so far, null when it is given up. A cell: {node,
  /// text?: what can be written over, draft?: what was written before and not kept, label, act?(): what Enter does}.
  constructor({ label, save, draft = () => {} }) {
    Object.assign(this, { save, draft, leave: () => {}, cells: [], ids: [], at: [0, 0], writing: null, isPressed: false, waiting: null });
    this.head = el('thead', {});
    this.body = el('tbody', {});
    this.table = el('table', { class: 'table review-table', role: 'grid', 'aria-label': label }, this.head, this.body);
    this.table.addEventListener('keydown', (event) => this.key(event));
    this.table.addEventListener('focusin', (event) => this.came(event));
    this.table.addEventListener('click', (event) => this.clicked(event));
    this.table.addEventListener('pointerdown', () => this.pressed());
  }

  /// Calls `act`, which may fill the table, as soon as nobody writes or clicks in it; of several only the last.
  whenFree(act) {
    this.waiting = act;
    this.goOn();
  }

  goOn() {
    if (this.writing || this.isPressed || !this.waiting) return;
    const act = this.waiting;
    this.waiting = null;
    act();
  }

  /// A click is the cell's on which it began.
  pressed() {
    this.isPressed = true;
    const over = () => {
      for (const name of ['pointerup', 'pointercancel']) removeEventListener(name, over, true);
      // The click itself comes first.
      setTimeout(() => {
        this.isPressed = false;
        this.goOn();
      });
    };
    for (const name of ['pointerup', 'pointercancel']) addEventListener(name, over, true);
  }

  /// `rows`: [{node: tr, cells, id}]. Who was in a row that is still there stays in it.
  fill(head, rows) {
    const hadFocus = this.table.contains(document.activeElement);
    const row = this.ids[this.at[0]];
    this.cells = rows.map((one) => one.cells);
    this.ids = rows.map((one) => one.id);
    this.head.replaceChildren(head);
    this.body.replaceChildren(...rows.map((one) => one.node));
    if (this.cells.length === 0) return;
    const now = this.ids.indexOf(row);
    this.point(now < 0 ? this.at[0] : now, this.at[1]);
    if (hadFocus) this.cell().node.focus();
  }

  cell() {
    return this.cells[this.at[0]]?.[this.at[1]];
  }

  /// Tab leads here from now on.
  point(row, column) {
    this.cell()?.node.setAttribute('tabindex', '-1');
    const r = clamp(row, this.cells.length - 1);
    this.at = [r, clamp(column, this.cells[r].length - 1)];
    this.cell().node.setAttribute('tabindex', '0');
  }

  go(row, column) {
    this.point(row, column);
    this.cell().node.focus();
    this.cell().node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  placeOf(node) {
    const td = node.closest?.('td, th');
    for (const [r, row] of this.cells.entries()) {
      const c = row.findIndex((one) => one.node === td);
      if (c >= 0) return [r, c];
    }
    return null;
  }

  came(event) {
    const place = this.placeOf(event.target);
    if (place) this.point(...place);
  }

  clicked(event) {
    if (event.target.closest('a, button, input, textarea')) return;
    const place = this.placeOf(event.target);
    if (!place) return;
    this.go(...place);
    this.write();
  }

  key(event) {
    if (this.writing || event.isComposing || event.target.closest('a, button') || this.cells.length === 0) return;
    const [r, c] = this.at;
    const step = moves[event.key];
    const keys = { Home: () => this.go(event.ctrlKey ? 0 : r, 0), End: () => this.go(event.ctrlKey ? this.cells.length - 1 : r, this.cells[r].length - 1),
      Enter: () => this.begin(), F2: () => this.begin() };
    if (step) this.go(r + step[0], c + step[1]);
    else if (keys[event.key]) keys[event.key]();
    else if (isLetter(event) && this.cell().text !== undefined) this.write(event.key);
    else return;
    event.preventDefault();
  }

  begin() {
    const { act } = this.cell();
    if (act) act();
    else this.write();
  }

  /// A field in the cell's place; `first`: what stands in it instead of the cell's text.
  write(first) {
    const [cell, place] = [this.cell(), this.at];
    if (cell.text === undefined || this.writing) return;
    const input = fieldOf(cell, first);
    const now = first === undefined ? written(input, cell.draft ?? cell.text) : () => input.value;
    const before = [...cell.node.childNodes];
    this.writing = cell;
    cell.node.classList.add('writing');
    cell.node.replaceChildren(input);
    let over = false;
    const back = () => {
      over = true;
      this.writing = null;
      cell.node.classList.remove('writing');
      cell.node.replaceChildren(...before);
    };
    const keep = (row, column) => {
      if (over) return;
      const text = now();
      back();
      if (row !== null) this.go(row, column);
      if (text !== cell.text) this.save(cell, text);
      else this.draft(cell, null);
      this.goOn();
    };
    const [r, c] = place;
    input.addEventListener('keydown', (event) => {
      const keys = { Enter: () => keep(r + 1, c), Escape: () => { back(); this.go(r, c); this.draft(cell, null); this.goOn(); }, Tab: () => keep(r, c + (event.shiftKey ? -1 : 1)) };
      event.stopPropagation();
      if (event.shiftKey && input.matches('textarea')) delete keys.Enter;
      if (event.isComposing || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    input.addEventListener('input', () => this.draft(cell, now()));
    input.addEventListener('blur', () => keep(null));
    // Of a page that goes nothing half written is kept as if it were meant.
    this.leave = () => { over = true; };
    if (first !== undefined) this.draft(cell, first);
    input.focus();
    if (first === undefined) input.select();
  }
}
