// A tree that opens level by level, a page of children at a time. Keys and roles are those of the tree pattern of the ARIA
// Authoring Practices: Tab leads to one row, arrows go on from there, letters look for a title.

import { el } from '../../dom.js';
import { failure } from '../../parts/notice.js';
import { Branch, Row } from './tree_rows.js';

/// Letters that come faster than this are one word.
const word_ms = 700;

/// What was open, and where the person was, by the name of the tree: who comes back finds it so.
const remembered = new Map();

/// `name`: which tree it is. `ask(item, cursor)` answers a page of the children of a node (the roots: of null),
/// `href(item)` is where a node's page stands, and `go(href)` leads there.
/// `within`: the node whose children are the first level, if they are not the roots. `schemes`: they are told
/// apart.
export class TreeView {
  constructor({ name, label, ask, href, go, within = null, schemes = false }) {
    Object.assign(this, { ask, href, leadTo: go, within, schemes });
    this.rows = new Map();
    this.known = new WeakMap();
    this.roots = 0;
    this.memory = remembered.get(name) ?? { open: new Set(), stop: null };
    remembered.set(name, this.memory);
    this.typed = { word: '', at: 0 };
    this.node = el('ul', { class: 'tree', role: 'tree', 'aria-label': label, on: {
      keydown: (event) => this.key(event), click: (event) => this.clicked(event), focusin: (event) => this.stopAt(event.target.closest('[role=treeitem]')) } });
    this.top = new Branch(this, null);
  }

  /// Which node Tab leads to.
  get stop() {
    return this.memory.stop;
  }

  /// Shows the first level, and below it what was open before. Answers how many roots are shown.
  async fill() {
    await this.top.load();
    const { rows } = this.top;
    // One root alone says little.
    if (rows.length === 1 && !this.top.next && !this.memory.seen) this.memory.open.add(rows[0].id);
    this.memory.seen = true;
    await this.openAgain(this.top);
    this.settle();
    return rows.length;
  }

  async openAgain(branch) {
    for (const row of [...branch.rows]) if (this.memory.open.has(row.id)) await this.open(row);
  }

  /// `whole`: also what did not grow or shrink is asked for, for titles may have changed.
  async refresh(whole) {
    const had = this.node.contains(document.activeElement);
    await this.top.load();
    await this.openAgain(this.top);
    for (const row of this.openRows()) {
      if (!whole && !row.changed) continue;
      row.changed = false;
      // It may have gone since its parent was asked.
      await row.below?.load().catch((why) => { if (why.status !== 404) throw why; });
      if (row.below) await this.openAgain(row.below);
    }
    this.settle();
    if (had && !this.node.contains(document.activeElement)) this.node.querySelector('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  * openRows(branch = this.top) {
    for (const row of [...branch.rows]) {
      if (!row.below || row.branch !== branch) continue;
      yield row;
      if (row.below) yield* this.openRows(row.below);
    }
  }

  /// How many roots there are: more than are shown, perhaps.
  tellRoots(n) {
    this.roots = n;
    this.top.count();
  }

  // --- rows ---

  rowFor(item, branch) {
    let row = this.rows.get(item.id);
    if (!row) {
      row = new Row(this, branch);
      this.rows.set(item.id, row);
      this.known.set(row.node, row);
    }
    row.become(item, branch);
    return row;
  }

  forget(row) {
    row.below?.forget();
    row.below = null;
    row.node.remove();
    if (this.rows.get(row.id) === row) this.rows.delete(row.id);
  }

  async open(row) {
    if (!row.hasChildren || row.isOpen || row.busy) return;
    const below = new Branch(this, row);
    row.busy = true;
    row.node.setAttribute('aria-busy', 'true');
    try {
      await below.load();
    } finally {
      row.busy = false;
      row.node.removeAttribute('aria-busy');
    }
    if (below.rows.length === 0) return;
    row.below = below;
    row.node.append(below.list);
    row.node.setAttribute('aria-expanded', 'true');
    this.memory.open.add(row.id);
    await this.openAgain(below);
  }

  close(row) {
    if (!row.isOpen) return;
    const within = row.node.contains(document.activeElement) && document.activeElement !== row.node;
    const held = [...row.node.querySelectorAll('[tabindex="0"]')].length > 0;
    row.close();
    this.memory.open.delete(row.id);
    if (within) this.go(row.node);
    else if (held) this.stopAt(row.node);
  }

  async more(node) {
    const branch = this.branchOf(node);
    const shown = branch.rows.length;
    await branch.loadMore();
    this.go(branch.rows[shown]?.node ?? branch.rows.at(-1)?.node);
  }

  branchOf(more) {
    const above = this.known.get(more.parentElement.closest('[role=treeitem]'));
    return above?.below ?? this.top;
  }

  // --- where the person is ---

  shown() {
    return [...this.node.querySelectorAll('[role=treeitem]')];
  }

  /// Tab leads here from now on.
  stopAt(node) {
    if (!node) return;
    for (const one of this.node.querySelectorAll('[tabindex="0"]')) one.setAttribute('tabindex', '-1');
    node.setAttribute('tabindex', '0');
    this.memory.stop = this.known.get(node)?.id ?? this.memory.stop;
  }

  /// Tab always leads somewhere.
  settle() {
    const held = this.node.contains(document.activeElement) ? document.activeElement.closest('[role=treeitem]') : null;
    const now = held ?? this.rows.get(this.stop)?.node ?? this.node.querySelector('[tabindex="0"]') ?? this.node.querySelector('[role=treeitem]');
    this.stopAt(now);
  }

  go(node) {
    if (!node) return;
    this.stopAt(node);
    node.focus();
  }

  step(node, by) {
    const all = this.shown();
    this.go(all[all.indexOf(node) + by]);
  }

  act(node) {
    const row = this.known.get(node);
    if (row) this.leadTo(this.href(row.item));
    else this.more(node).catch(failure);
  }

  clicked(event) {
    const node = event.target.closest('[role=treeitem]');
    if (!node || event.target.closest('a')) return;
    this.go(node);
    const row = this.known.get(node);
    if (!row) this.act(node);
    else if (row.isOpen) this.close(row);
    else this.open(row).catch(failure);
  }

  async openAll(node) {
    const branch = this.known.get(node)?.branch;
    for (const row of [...(branch?.rows ?? [])]) await this.open(row);
  }

  right(node, row) {
    if (row?.isOpen) this.go(node.querySelector('[role=treeitem]'));
    else if (row) this.open(row).catch(failure);
  }

  left(node, row) {
    if (row?.isOpen) this.close(row);
    else this.go(node.parentElement.closest('[role=treeitem]'));
  }

  key(event) {
    const node = event.target.closest('[role=treeitem]');
    if (!node || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = this.known.get(node);
    const keys = {
      ArrowDown: () => this.step(node, 1),
      ArrowUp: () => this.step(node, -1),
      ArrowRight: () => this.right(node, row),
      ArrowLeft: () => this.left(node, row),
      Home: () => this.go(this.shown()[0]),
      End: () => this.go(this.shown().at(-1)),
      Enter: () => this.act(node),
      ' ': () => this.act(node),
      '*': () => this.openAll(node).catch(failure),
    };
    const letter = event.key.length === 1 && event.key !== '*' && (event.key !== ' ' || this.isTyping(event));
    const act = letter ? () => this.find(node, event) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  isTyping(event) {
    return this.typed.word !== '' && event.timeStamp - this.typed.at < word_ms;
  }

  /// Letters lead to the next title that begins with them; the same letter again, to the one behind it.
  find(from, event) {
    const word = (this.isTyping(event) ? this.typed.word : '') + event.key.toLowerCase();
    this.typed = { word, at: event.timeStamp };
    const letters = [...word];
    const again = letters.every((one) => one === letters[0]);
    const wanted = again ? letters[0] : word;
    const all = this.shown();
    const at = all.indexOf(from);
    const begins = (one) => this.known.get(one)?.item.title.toLowerCase().startsWith(wanted);
    const behind = again ? at + 1 : at;
    this.go([...all.slice(behind), ...all.slice(0, behind)].find(begins));
  }
}
