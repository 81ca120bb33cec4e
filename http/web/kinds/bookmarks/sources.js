// Which programs' files are read, and where each has them.

import { el } from '../../dom.js';
import { t } from '../../words.js';

const programs = ['chrome', 'edge', 'firefox', 'safari', 'pinboard', 'raindrop', 'pocket', 'instapaper', 'linkding', 'shaarli', 'waybill', 'others'];

export function sources() {
  return el('details', { class: 'sources' }, el('summary', {}, t('bookmarks.sources')),
    el('ul', {}, programs.map((name) => el('li', {}, t(`bookmarks.source.${name}`)))));
}
