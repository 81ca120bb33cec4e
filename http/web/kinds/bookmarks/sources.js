// Which programs' files are read, and where each has them.

import { el } from '../../dom.js';
import { t } from '../../words.js';

const programs = ['chrome', 'chrome_profile', 'edge', 'firefox', 'firefox_backup', 'safari', 'safari_plist', 'pinboard', 'raindrop', 'pocket', 'instapaper', 'wallabag', 'omnivore',
  'linkding', 'linkwarden', 'karakeep', 'readwise', 'shaarli', 'mastodon', 'takeout', 'feeds', 'waybill', 'others'];

export function sources() {
  return el('details', { class: 'sources' }, el('summary', {}, t('bookmarks.sources')),
    el('ul', {}, programs.map((name) => el('li', {}, t(`bookmarks.source.${name}`)))));
}
