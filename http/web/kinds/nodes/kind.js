// The room of nodes: a project's tree of URLs.

import { data, el, freshId } from '../../dom.js';
import { address } from '../../parts/address.js';
import { isSeen } from '../../record_text.js';
import { t } from '../../words.js';

const policies = ['skip', 'update', 'error'];

function option(name, value, checked) {
  const [id, about] = [freshId(), freshId()];
  return el('div', { class: 'option' },
    el('input', { type: 'radio', class: 'form-check-input', id, name, value, checked, 'aria-describedby': about }),
    el('div', {}, el('label', { for: id }, t(`nodes.duplicates.${value}`)), el('p', { class: 'hint', id: about }, t(`nodes.duplicates.${value}.about`))));
}

function options() {
  const name = freshId();
  const duplicates = el('fieldset', { class: 'options' }, el('legend', {}, t('nodes.duplicates')),
    policies.map((value) => option(name, value, value === 'skip')));
  const [id, about] = [freshId(), freshId()];
  const relates = el('input', { type: 'checkbox', class: 'form-check-input', id, checked: true, 'aria-describedby': about });
  const node = el('div', { class: 'stack' }, duplicates, el('div', { class: 'option' }, relates,
    el('div', {}, el('label', { for: id }, t('nodes.relationships')), el('p', { class: 'hint', id: about }, t('nodes.relationships.about')))));
  return { node, fields: () => ({ options: JSON.stringify({
    on_duplicate: duplicates.querySelector('input:checked').value, build_relationships: relates.checked }) }) };
}

const cell = (record) => [isSeen(record.title) ? el('div', { class: 'record-title' }, data(record.title)) : null,
  record.url ? el('div', { class: 'record-url' }, address(record.url)) : null,
  !isSeen(record.title) && !record.url ? el('span', { class: 'muted' }, t('records.nameless')) : null];

export default {
  name: 'nodes',
  lives: 'project',
  pages: [],
  upload: {
    title: 'nodes.upload.title',
    limits: 'nodes.upload.limits',
    accepts: '.json,.jsonl,.ndjson,.csv,.tsv,.xml,.gz,.zip,application/json,text/csv,application/xml,application/gzip,application/zip',
    // Whatever it is called: the server tells by its content.
    refusal: () => null,
    options,
  },
  facts: ({ options: agreed }) => [['nodes.fact.duplicates', t(`nodes.duplicates.${policies.includes(agreed.on_duplicate) ? agreed.on_duplicate : 'skip'}`)],
    ['nodes.relationships', t(agreed.build_relationships === false ? 'nodes.no' : 'nodes.yes')]],
  record: { what: 'nodes.record', cell },
};
