// Files that a page's things can be had as: a button, and what there is below it.

import { el } from '../dom.js';
import { closes } from './menu.js';

/// `files`: each with its name, what it is for, and where it is had.
export const exports = (title, files) => closes(el('details', { class: 'pull-down' },
  el('summary', { class: 'btn btn-quiet' }, title),
  el('div', { class: 'menu-box' }, files.map(({ name, about, href }) => el('a', { class: 'menu-link', download: true, href },
    el('strong', {}, name), el('span', { class: 'muted' }, about))))));
