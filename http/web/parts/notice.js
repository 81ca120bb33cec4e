// Short notices in the corner, and what stands where a page could not be shown.

import { sentence } from '../api.js';
import { el } from '../dom.js';
import { t } from '../words.js';

const shown_ms = 6000;

function corner() {
  let at = document.getElementById('notices');
  if (!at) {
    at = el('div', { id: 'notices', role: 'status', 'aria-live': 'polite' });
    document.body.append(at);
  }
  return at;
}

function put(text, kind) {
  const note = el('div', { class: `notice ${kind}` }, el('p', {}, text),
    el('button', { type: 'button', class: 'close', 'aria-label': t('close'), on: { click: () => note.remove() } }));
  corner().append(note);
  if (kind === 'good') setTimeout(() => note.remove(), shown_ms);
}

export const success = (text) => put(text, 'good');
export const failure = (why) => put(typeof why === 'string' ? why : sentence(why), 'bad');

/// Said to those who listen, shown to nobody.
export function announce(text) {
  let at = document.getElementById('announced');
  if (!at) {
    at = el('div', { id: 'announced', class: 'visually-hidden' });
    corner().append(at);
  }
  at.textContent = text;
}

export function problemCard(why, again) {
  return el('section', { class: 'card empty' },
    el('h1', {}, why.status === 404 ? t('not_found.title') : t('fault.title')),
    el('p', {}, sentence(why)),
    el('div', { class: 'row-actions' },
      why.status === 404 ? null : el('button', { type: 'button', class: 'btn btn-primary', on: { click: again } }, t('again')),
      el('a', { class: 'btn btn-quiet', href: '/imports' }, t('not_found.back'))));
}

/// A line that says the page is not told of news at the moment.
export function connection() {
  const node = el('p', { class: 'connection', role: 'status', hidden: true });
  return { node, become(state) {
    node.hidden = state !== 'lost' && state !== 'polling';
    node.className = `connection ${state}`;
    node.textContent = node.hidden ? '' : t(`connection.${state}`);
  } };
}
