// The room of leads: a CRM's contacts, looked at before they are committed.

import { query } from '../../api.js';
import { data, el } from '../../dom.js';
import { accepted, refusal, seems as seemsTable } from '../../parts/table_file.js';
import { foundFacts } from '../../parts/table_parts.js';
import { isSeen } from '../../record_text.js';
import { language, t } from '../../words.js';
import { labelOf } from './fields.js';
import list from './list.js';
import { callOf, listPath, reviewCall } from './names.js';
import one from './one.js';
import { review } from './review.js';
import { settings } from './settings.js';

const cell = (record) => [isSeen(record.title) ? el('div', { class: 'record-title' }, data(record.title)) : null,
  ['email', 'phone'].map((name) => record[name]).filter((text) => isSeen(text) && text !== record.title).map((text) => el('div', { class: 'record-url' }, data(text))),
  ['title', 'email', 'phone'].some((name) => isSeen(record[name])) ? null : el('span', { class: 'muted' }, t('leads.nameless'))];

function facts({ options, findings }) {
  return [['leads.fact.duplicates', t(`leads.duplicates.${options.on_duplicate ?? 'skip'}`)],
    ...(options.keys?.length > 0 ? [['leads.fact.keys', options.keys.map(labelOf).join(', ')]] : []),
    ['leads.fact.assignment', t(`leads.assign.${options.assignment?.mode ?? 'none'}`)], ...(findings ? foundFacts(findings) : [])];
}

/// Once it was committed: where its leads are, and the rows that failed, to be mended and handed in again.
function card(of) {
  const link = el('a', { class: 'btn btn-quiet', href: listPath(of.project, { import: of.id }) }, t('leads.of_import'));
  const errors = el('a', { class: 'btn btn-quiet', download: true, href: `${reviewCall(of.id)}/errors.csv${query({ lang: language() })}` }, t('leads.rows.errors'));
  const node = el('section', { class: 'card', 'aria-label': t('leads.of_import') }, el('div', { class: 'row-actions' }, link, errors));
  const update = ({ progress }) => {
    link.hidden = progress.created + progress.updated === 0;
    errors.hidden = progress.failed === 0;
    node.hidden = link.hidden && errors.hidden;
  };
  update(of);
  return { node, update };
}

/// What columns of contacts are called, whatever their accents have become.
const contact = /mail|courriel|phone|mobile|portable|pr.{1,3}nom|(first|last|full).?name|soci.{1,3}t|company/i;
const named = /lead|prospect|contact|client|crm/i;

/// From 0 to 3; what is a table otherwise is one.
function seems(beginning, name) {
  const table = seemsTable(beginning, name);
  if (named.test(name) || (!beginning.startsWith('PK') && contact.test(beginning.split(/[\r\n]/, 1)[0]))) return table > 0 ? 3 : 0;
  return Math.min(table, 1);
}

function options(project) {
  const node = el('div', { class: 'stack close-by' }, el('p', { class: 'muted' }, t('leads.upload.about')),
    project ? el('p', { class: 'hint' }, t('leads.upload.template'), ' ', ['csv', 'xlsx'].map((format, i) => [i > 0 ? ' · ' : null,
      el('a', { download: true, href: `${callOf(project.id)}/template.${format}?lang=${language()}` }, t(`leads.format.${format}`))])) : null);
  return { node, fields: () => ({}) };
}

export default {
  name: 'leads',
  lives: 'project',
  section: { name: 'leads', href: listPath, while_on: true },
  pages: [['/projects/{project}/leads', list], ['/projects/{project}/leads/{lead}', one]],
  facts,
  upload: { title: 'leads.upload.title', limits: 'leads.upload.limits', accepts: accepted, refusal, seems, options, opens: (made) => `/imports/${made.id}` },
  review,
  card,
  record: { what: 'leads.record', cell, field: labelOf },
  settings,
};
