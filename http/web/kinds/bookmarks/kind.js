// Bookmarks' room.

import { data, el, freshId } from '../../dom.js';
import { address } from '../../parts/address.js';
import { isSeen, list_most } from '../../record_text.js';
import { t } from '../../words.js';
import list from './list.js';
import one from './one.js';

function duplicates() {
  const name = freshId();
  const option = (value) => {
    const [id, about] = [freshId(), freshId()];
    return el('div', { class: 'option' },
      el('input', { type: 'radio', class: 'form-check-input', id, name, value, checked: value === 'skip', 'aria-describedby': about }),
      el('div', {}, el('label', { for: id }, t(`bookmarks.duplicates.${value}`)), el('p', { class: 'hint', id: about }, t(`bookmarks.duplicates.${value}.about`))));
  };
  const node = el('fieldset', { class: 'options' }, el('legend', {}, t('bookmarks.duplicates.title')), option('skip'), option('overwrite'));
  return { node, fields: () => ({ on_duplicate: node.querySelector('input:checked').value }) };
}

/// What there is to do about a file that begins so, and not as JSON does. The server knows more kinds, but is not asked.
const signs = [
  ['office', /^PK\x03\x04[^]*(\[Content_Types\]\.xml|_rels\/|mimetype)/],
  ['unpack', /^(PK\x03\x04|\x1f[\x8b\x9d]|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18)/],
  ['bookmarks_as_json_in_firefox', /^mozLz40/],
  ['bookmarks_as_json', /^\s*<!doctype netscape-bookmark/i],
  ['safari_as_json', /^(bplist0|[^]{0,200}<plist)/],
  ['as_json', /^(SQLite format 3|PAR1|(?![<%])[^\0\n]*(:\/\/|[;\t]|\w,\w)[^\0]*$)/],
];

function refusal(text) {
  if (text === '' || text.startsWith('{')) return null;
  const advice = signs.find(([, sign]) => sign.test(text))?.[0];
  if (/^<!doctype netscape-bookmark/i.test(text)) return { text: 'bookmarks.refused.netscape', advice, sure: true };
  return { text: 'bookmarks.refused.not_json', advice, otherwise: 'bookmarks.refused.choose' };
}

const cell = (record) => [isSeen(record.title) ? el('div', { class: 'record-title' }, data(record.title)) : null,
  record.url ? el('div', { class: 'record-url' }, address(record.url)) : null,
  record.identity && (record.title?.length > list_most || record.url?.length > list_most)
    ? el('div', {}, el('a', { href: `/bookmarks/${record.identity}` }, t('records.whole'))) : null,
  !isSeen(record.title) && !record.url ? el('span', { class: 'muted' }, t('bookmarks.record.nameless')) : null];

export default {
  name: 'bookmarks',
  lives: 'user',
  section: { name: 'bookmarks', href: () => '/bookmarks' },
  pages: [['/bookmarks', list], ['/bookmarks/{identity}', one]],
  upload: {
    title: 'bookmarks.upload.title',
    limits: 'bookmarks.upload.limits',
    accepts: '.json,.jsonld,application/json,application/ld+json,application/activity+json',
    refusal,
    options: duplicates,
  },
  facts: ({ options }) => [['bookmarks.fact.duplicates', t(`bookmarks.duplicates.${options.on_duplicate === 'overwrite' ? 'overwrite' : 'skip'}`)]],
  record: {
    what: 'bookmarks.record',
    cell,
    met: ({ warnings, meets }) => (warnings.includes('spelled_differently') && meets?.url ? el('div', { class: 'record-url' }, address(meets.url)) : null),
  },
};
