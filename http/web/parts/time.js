// Moments in words, "5 minutes ago", with the exact one beside the pointer; they grow older by themselves.

import { el } from '../dom.js';
import { ago, moment } from '../words.js';

const turn_ms = 20_000;

export const relative = (text) =>
  el('time', { datetime: text, title: moment(text), 'data-relative': true }, ago(text));

export const exact = (text) => el('time', { datetime: text }, moment(text));

setInterval(() => {
  for (const node of document.querySelectorAll('time[data-relative]')) {
    const now = ago(node.dateTime);
    if (node.textContent !== now) node.textContent = now;
  }
}, turn_ms);
