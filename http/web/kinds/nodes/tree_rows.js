// The rows of a tree, and their children as far as they are shown. A branch that is loaded again keeps the rows it had: what
// is open stays open, and a row that went elsewhere takes along what stands below it.

import { data, el, freshId, replace } from '../../dom.js';
import { number, t } from '../../words.js';
import { pathWithin } from './names.js';

/// The deepest level that is set further in than the one above it.
const deepest_shown = 16;
/// So many pages more are asked for, to find again the row that Tab leads to.
const extra_pages = 3;

/// One node.
export class Row {
  constructor(tree, branch) {
    this.tree = tree;
    this.branch = branch;
    this.below = null;
    this.changed = false;
    this.names = [freshId(), freshId(), freshId()];
    this.sign = el('span', { class: 'tree-sign', 'aria-hidden': 'true' });
    this.title = el('a', { class: 'tree-title', tabindex: '-1', id: this.names[0] });
    this.path = el('span', { class: 'tree-path', id: this.names[1] });
    this.count = el('span', { class: 'tree-count', id: this.names[2] });
    this.node = el('li', { role: 'treeitem', class: 'tree-item', tabindex: '-1', 'aria-labelledby': `${this.names[0]} ${this.names[1]}` },
      el('div', { class: 'tree-row' }, this.sign, this.title, this.path, this.count));
  }

  get id() {
    return this.item.id;
  }
  get isOpen() {
    return this.node.getAttribute('aria-expanded') === 'true';
  }
  get hasChildren() {
    return this.item.children_count > 0;
  }

  /// Shows the node as it is now, in the branch where it is now.
  become(item, branch) {
    this.changed = this.changed || (this.item && (item.subtree_count !== this.item.subtree_count || item.children_count !== this.item.children_count));
    this.item = item;
    if (branch !== this.branch) this.branch.lose(this);
    this.branch = branch;
    this.draw();
    this.describe();
  }

  /// Only what changed: readers are not disturbed for nothing.
  draw() {
    const path = pathWithin(this.item, this.branch.above?.item ?? this.tree.within, this.tree.schemes);
    const below = this.item.subtree_count - 1;
    const now = JSON.stringify([this.item.title, path, below]);
    if (now === this.drawn) return;
    this.drawn = now;
    this.title.href = this.tree.href(this.item);
    replace(this.title, data(this.item.title));
    replace(this.path, data(path));
    replace(this.count, below === 0 ? null : [el('span', { 'aria-hidden': 'true' }, number(below)),
      el('span', { class: 'visually-hidden' }, t('nodes.below', { n: below }))]);
  }

  describe() {
    if (!this.hasChildren) this.close();
    for (const [name, value] of [['aria-expanded', this.hasChildren ? String(this.isOpen) : null],
      ['aria-describedby', this.hasChildren ? this.names[2] : null]])
      if (value === null) this.node.removeAttribute(name);
      else this.node.setAttribute(name, value);
    this.node.setAttribute('aria-level', this.branch.level);
    this.node.classList.toggle('deep', this.branch.level > deepest_shown);
    this.below?.count();
    for (const row of this.below?.rows ?? []) row.describe();
  }

  /// Where it ends, what was below it is asked for anew when it is opened again.
  close() {
    this.node.setAttribute('aria-expanded', 'false');
    if (!this.below) return;
    this.below.forget();
    this.below.list.remove();
    this.below = null;
  }
}

/// The children of a row (the roots: of none), in order, from the first on; behind them a way to more.
export class Branch {
  constructor(tree, above) {
    this.tree = tree;
    this.above = above;
    this.rows = [];
    this.next = null;
    this.work = Promise.resolve();
    this.list = above ? el('ul', { role: 'group', class: 'tree-group' }) : tree.node;
    this.more = el('li', { role: 'treeitem', class: 'tree-item tree-more', tabindex: '-1' },
      el('div', { class: 'tree-row' }, el('span', { class: 'tree-sign leaf', 'aria-hidden': 'true' }), t('nodes.more')));
  }

  get level() {
    return (this.above?.branch.level ?? 0) + 1;
  }

  /// One after the other: two answers about the same branch would be laid over each other.
  inTurn(act) {
    const mine = this.work.then(act);
    this.work = mine.catch(() => {});
    return mine;
  }

  /// As many as are shown, at least a page.
  load() {
    return this.inTurn(async () => {
      const items = [];
      const kept = this.rows.find((row) => row.id === this.tree.stop)?.id;
      let cursor = null;
      let extra = kept ? extra_pages : 0;
      do {
        const page = await this.tree.ask(this.above?.item ?? null, cursor);
        items.push(...page.items);
        cursor = page.next_cursor;
        if (items.length >= this.rows.length && (!kept || items.some((one) => one.id === kept) || --extra < 0)) break;
      } while (cursor);
      this.show(items, cursor);
    });
  }

  loadMore() {
    return this.inTurn(async () => {
      if (!this.next) return;
      const page = await this.tree.ask(this.above?.item ?? null, this.next);
      this.show([...this.rows.map((row) => row.item), ...page.items], page.next_cursor);
    });
  }

  show(items, next) {
    this.next = next;
    const before = this.rows;
    const unique = new Map(items.map((one) => [one.id, one]));
    this.rows = [];
    this.rows = [...unique.values()].map((one) => this.tree.rowFor(one, this));
    const now = new Set(this.rows);
    for (const row of before) if (row.branch === this && !now.has(row)) this.tree.forget(row);
    let at = this.list.firstElementChild;
    for (const { node } of next ? [...this.rows, { node: this.more }] : this.rows) {
      if (node === at) at = at.nextElementSibling;
      else this.list.insertBefore(node, at);
    }
    if (!next) this.more.remove();
    this.count();
  }

  /// Says of each how many there are, and which it is.
  count() {
    const all = Math.max(this.above ? this.above.item.children_count : this.tree.roots, this.rows.length + (this.next ? 1 : 0));
    [...this.rows.map((row) => row.node), this.more].forEach((node, i) => {
      node.setAttribute('aria-posinset', i + 1);
      node.setAttribute('aria-setsize', all);
    });
    this.more.setAttribute('aria-level', this.level);
    this.more.classList.toggle('deep', this.level > deepest_shown);
  }

  lose(row) {
    this.rows = this.rows.filter((one) => one !== row);
  }

  forget() {
    for (const row of this.rows) this.tree.forget(row);
  }
}
