// The whole tree as a file.

import { query } from '../../api.js';
import { exports as pullDown } from '../../parts/exports.js';
import { t } from '../../words.js';
import { callOf } from './names.js';

const formats = ['csv', 'json', 'json-nested', 'sitemap'];

export const exports = (project) => pullDown(t('nodes.export'), formats.map((format) => ({
  name: t(`nodes.export.${format}`), about: t(`nodes.export.${format}.about`), href: `${callOf(project)}/nodes/export${query({ format })}` })));
