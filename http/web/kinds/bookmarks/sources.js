// Which programs' files are read, and where each has them.

import { el } from '../../dom.js';
import { t } from '../../words.js';

const programs = ['chrome', 'edge', 'vivaldi', 'chrome_profile', 'firefox', 'firefox_backup', 'safari', 'safari_plist', 'pinboard', 'delicious', 'raindrop', 'pocket', 'instapaper', 'wallabag', 'omnivore',
  'linkding', 'linkwarden', 'karakeep', 'readwise', 'shaarli', 'elcurator', 'mastodon', 'fediverse', 'takeout', 'feeds', 'waybill', 'others'];

export function sources() {
  return el('details', { class: 'sources' }, el('summary', {}, t('bookmarks.sources')),
    el('ul', {}, programs.map((name) => el('li', {}, t(`bookmarks.source.${name}`)))));
}
