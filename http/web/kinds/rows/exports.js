// The whole table as a file.

import { query } from '../../api.js';
import { el } from '../../dom.js';
import { closes } from '../../parts/menu.js';
import { t } from '../../words.js';
import { callOf } from './names.js';

const formats = ['csv', 'xlsx'];

export const exports = (name, project) => closes(el('details', { class: 'pull-down' },
  el('summary', { class: 'btn btn-quiet' }, t('rows.export')),
  el('div', { class: 'menu-box' }, formats.map((format) => el('a', { class: 'menu-link', download: true, href: `${callOf(name)}/export.${format}${query({ project })}` },
    el('strong', {}, t(`rows.format.${format}`)), el('span', { class: 'muted' }, t(`rows.format.${format}.about`)))))));
