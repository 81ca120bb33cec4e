// The whole tree as a file.

import { query } from '../../api.js';
import { el } from '../../dom.js';
import { closes } from '../../parts/menu.js';
import { t } from '../../words.js';
import { callOf } from './names.js';

const formats = ['csv', 'json', 'json-nested', 'sitemap'];

export const exports = (project) => closes(el('details', { class: 'pull-down' },
  el('summary', { class: 'btn btn-quiet' }, t('nodes.export')),
  el('div', { class: 'menu-box' }, formats.map((format) => el('a', { class: 'menu-link', download: true, href: `${callOf(project)}/nodes/export${query({ format })}` },
    el('strong', {}, t(`nodes.export.${format}`)), el('span', { class: 'muted' }, t(`nodes.export.${format}.about`)))))));
