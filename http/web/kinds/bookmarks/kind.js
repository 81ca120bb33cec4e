// Bookmarks' room.

import { data, el, freshId } from '../../dom.js';
import { address } from '../../parts/address.js';
import { isSeen, list_most } from '../../record_text.js';
import { has, t } from '../../words.js';
import allChanges from './all_changes.js';
import list from './list.js';
import near from './near.js';
import one from './one.js';
import { sources } from './sources.js';
import tags from './tags.js';
import { card } from './taken_back.js';

function duplicates() {
  const name = freshId();
  const option = (value) => {
    const [id, about] = [freshId(), freshId()];
    return el('div', { class: 'option' },
      el('input', { type: 'radio', class: 'form-check-input', id, name, value, checked: value === 'skip', 'aria-describedby': about }),
      el('div', {}, el('label', { for: id }, t(`bookmarks.duplicates.${value}`)), el('p', { class: 'hint', id: about }, t(`bookmarks.duplicates.${value}.about`))));
  };
  const node = el('fieldset', { class: 'options' }, el('legend', {}, t('bookmarks.duplicates.title')), option('skip'), option('overwrite'));
  return { node, value: () => node.querySelector('input:checked').value };
}

/// What there is to do about a file that is surely no list of bookmarks. The server knows more kinds, but is not asked.
const signs = [
  ['office', /^PK\x03\x04[^]*(\[Content_Types\]\.xml|_rels\/|mimetype)/],
  ['unpack', /^(\x1f[\x8b\x9d]|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18)/],
  ['safari_as_html', /^bplist0/],
  ['as_json', /^(SQLite format 3|PAR1)/],
];

/// Behind blanks JSON or markup, an address somewhere, text of two bytes a letter, an archive or Firefox's backup.
const readable = /^\s*[[{<]|:\/\/|^(\xff\xfe|\xfe\xff|PK\x03\x04|mozLz40)/;

function refusal(text) {
  const advice = signs.find(([, sign]) => sign.test(text))?.[0];
  if (advice) return { text: 'bookmarks.refused.no_bookmarks', advice };
  return text === '' || (readable.test(text) && !/^(%PDF|\x89PNG)/.test(text)) ? null : { text: 'bookmarks.refused.no_bookmarks', otherwise: 'bookmarks.refused.choose' };
}

/// What only files of bookmarks begin with, of whichever program.
const theirs = [
  /^\s*<!doctype netscape-bookmark/i, /<dl[^]*<dt><a /i, /<title>(pocket export|instapaper: export)/i,
  /^mozLz40/, /^\s*\{[^]*("roots":\s*\{\s*"(bookmark_bar|other|synced)"|text\/x-moz-place)/, /^[^a-z]*(<\?xml[^>]*>\s*)?<opml/i, /WebBookmarkType/,
  /^[^a-z]*(url,title,selection,folder|title,url,time_added,tags,status|id,title,note,excerpt,url,|title,url,id,document tags,|title;url;content;tags;|url,title,description,tags,feed_url,)/i,
  /^\s*\[\s*\{[^]*"(href|is_archived|savedAt|is_saved)"\s*:/, /^\s*\{[^]*"(collections|bookmarks)":\s*\[/,
];

/// How much a file looks like one of bookmarks, from 0 to 4.
function seems(text) {
  if (theirs.some((one) => one.test(text))) return 4;
  return /^\s*\{/.test(text) ? 1 : 0.5;
}

/// In the order of how many people have such a file.
const formats = ['auto', 'netscape', 'csv', 'urls', 'activitystreams', 'chrome', 'firefox', 'firefox-lz4', 'safari', 'pinboard', 'pocket', 'raindrop', 'instapaper', 'readwise',
  'wallabag', 'omnivore', 'linkding', 'linkwarden', 'karakeep', 'delicious', 'elcurator', 'opml', 'zip'];

/// A choice among options, each a value and its words.
function choice(label, hint, offered) {
  const [id, about] = [freshId(), freshId()];
  const choose = el('select', { class: 'form-select', id, 'aria-describedby': about }, offered.map(([value, words]) => el('option', { value }, words)));
  return { node: el('div', { class: 'field' }, el('label', { for: id }, label), choose, el('p', { class: 'hint', id: about }, hint)), value: () => choose.value };
}

function options() {
  const policy = duplicates();
  const places = choice(t('bookmarks.folders'), t('bookmarks.folders.about'), ['tags', 'path', 'ignore'].map((value) => [value, t(`bookmarks.folders.${value}`)]));
  const format = choice(t('bookmarks.formats'), t('bookmarks.formats.about'), formats.map((value) => [value, t(`bookmarks.format.${value}`)]));
  return {
    node: el('div', { class: 'stack' }, policy.node, places.node, format.node),
    fields: () => ({ ...(format.value() === 'auto' ? {} : { format: format.value() }), options: { on_duplicate: policy.value(), folders: places.value() } }),
  };
}

/// What its check found out about the file.
function found({ format_found: format, left_out: left = 0, warnings = [] }, evidence) {
  const rows = [];
  if (format) rows.push(['bookmarks.fact.format', has(`bookmarks.format.${format.format}`) ? t(`bookmarks.format.${format.format}`) : data(format.format)]);
  if (evidence && has(`reason.${evidence.reason}`)) rows.push(['bookmarks.fact.evidence', t(`reason.${evidence.reason}`, evidence.values)]);
  if (left > 0) rows.push(['bookmarks.fact.left_out', t('bookmarks.left_out', { n: left })]);
  if (warnings.includes('file_truncated')) rows.push(['bookmarks.fact.truncated', t('bookmarks.truncated')]);
  if (warnings.includes('encoding_guessed')) rows.push(['bookmarks.fact.truncated', t('bookmarks.encoding_guessed')]);
  if (warnings.includes('nothing_found')) rows.push(['bookmarks.fact.truncated', t('bookmarks.nothing_found')]);
  return rows;
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
  pages: [['/bookmarks', list], ['/bookmarks/tags', tags], ['/bookmarks/duplicates', near], ['/bookmarks/changes', allChanges], ['/bookmarks/{identity}', one]],
  upload: {
    title: 'bookmarks.upload.title',
    limits: 'bookmarks.upload.limits',
    accepts: '.html,.htm,.json,.jsonld,.jsonlz4,.csv,.opml,.xml,.plist,.zip,.txt,.md,text/html,text/plain,text/markdown,application/json,application/ld+json,application/activity+json',
    refusal,
    seems,
    sources,
    options,
  },
  facts: ({ options: agreed, findings, evidence }) => [
    ['bookmarks.fact.duplicates', t(`bookmarks.duplicates.${agreed.on_duplicate === 'overwrite' ? 'overwrite' : 'skip'}`)],
    ...(findings ? found(findings, evidence) : [])],
  card,
  record: {
    what: 'bookmarks.record',
    cell,
    met: ({ warnings, meets }) => (warnings.includes('spelled_differently') && meets?.url ? el('div', { class: 'record-url' }, address(meets.url)) : null),
  },
};
