// The room of nodes: a project's tree of URLs.

import { data, el } from '../../dom.js';
import { address } from '../../parts/address.js';
import { isSeen } from '../../record_text.js';
import { t } from '../../words.js';
import { accepted, seems } from './files.js';
import { placeOf } from './names.js';
import one from './one.js';
import { options, policies } from './options.js';
import { settings } from './settings.js';
import tree from './tree.js';

const cell = (record) => [isSeen(record.title) ? el('div', { class: 'record-title' }, data(record.title)) : null,
  record.url ? el('div', { class: 'record-url' }, address(record.url)) : null,
  !isSeen(record.title) && !record.url ? el('span', { class: 'muted' }, t('records.nameless')) : null];

export default {
  name: 'nodes',
  lives: 'project',
  section: { name: 'nodes', href: placeOf },
  pages: [['/projects/{project}/nodes', tree], ['/projects/{project}/nodes/{node}', one]],
  upload: {
    title: 'nodes.upload.title',
    limits: 'nodes.upload.limits',
    accepts: accepted,
    // Whatever it is called: the server tells by its content.
    refusal: () => null,
    seems,
    options,
  },
  facts: ({ options: agreed }) => [['nodes.fact.duplicates', t(`nodes.duplicates.${policies.includes(agreed.on_duplicate) ? agreed.on_duplicate : 'skip'}`)],
    ['nodes.relationships', t(agreed.build_relationships === false ? 'nodes.no' : 'nodes.yes')]],
  record: { what: 'nodes.record', cell },
  settings,
};
