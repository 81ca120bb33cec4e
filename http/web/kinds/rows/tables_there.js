// The tables that are there already, for who imports into one: the first of them, and of many those that are asked for.

import { get, query } from '../../api.js';

const page_size = 100;

export class TablesThere {
  constructor(project) {
    Object.assign(this, { project, known: new Map(), areAll: false, names: [] });
  }

  /// Without an answer a name can still be said: the server has the last word.
  async list(prefix) {
    const page = await get(`/api/v1/tables${query({ prefix, project: this.project, limit: page_size })}`).catch(() => ({ items: [], next_cursor: null }));
    for (const one of page.items) this.known.set(one.name, one);
    this.names = page.items.map((one) => one.name);
    return page.next_cursor === null;
  }

  async begin() {
    this.areAll = await this.list('');
    return this;
  }

  /// Whether it is known if there is a table of that name.
  knows(name) {
    return this.areAll || this.known.has(name);
  }

  /// Of those whose names begin so it is the first.
  async ask(name) {
    await this.list(name);
    if (!this.known.has(name)) this.known.set(name, null);
  }

  find(name) {
    return this.known.get(name) ?? null;
  }
}
