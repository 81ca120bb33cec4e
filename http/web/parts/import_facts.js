// What is known of an import: its file, who handed it in, what was agreed for it.

import { data, el } from '../dom.js';
import { roomOf } from '../kinds.js';
import { bytes, number, t } from '../words.js';
import { exact } from './time.js';

/// A list of them.
export function facts(of) {
  const rows = [
    ['fact.size', t('row.size', { size: bytes(of.file.size_bytes) })],
    ['fact.uploaded', exact(of.created_at)],
    ...(of.project ? [['fact.started_by', data(of.started_by.username)]] : []),
    ...roomOf(of.kind).facts(of),
    ['fact.attempt', number(of.attempt)],
    ['fact.id', el('bdi', { class: 'code' }, of.id)],
    ['fact.sha256', el('bdi', { class: 'code' }, of.file.sha256)],
  ];
  return el('dl', { class: 'facts' }, rows.map(([name, value]) => [el('dt', {}, t(name)), el('dd', {}, value)]));
}

export const card = (id, title, ...children) => el('section', { class: 'card', 'aria-labelledby': id }, el('h2', { id }, t(title)), children);
