// Where tables and their rows are: pages for people, calls for us.

import { query } from '../../api.js';

export const tablesPath = (project, q) => `/tables${query({ q, project })}`;
export const tablePath = (name, project, q) => `/tables/${encodeURIComponent(name)}${query({ q, project })}`;
export const rowPath = (name, identity, project) => `/tables/${encodeURIComponent(name)}/records/${encodeURIComponent(identity)}${query({ project })}`;
export const callOf = (name) => `/api/v1/tables/${encodeURIComponent(name)}`;

/// A file may call its columns whatever it likes.
export const cellOf = (row, name) => (Object.hasOwn(row, name) ? row[name] : '');

/// Names, each once, as they stand in `order`; those that do not come last. Of an object whose keys are numbers a browser keeps no order.
export function inOrder(names, order) {
  const there = new Set(names);
  return [...new Set([...order.filter((name) => there.has(name)), ...there])];
}
