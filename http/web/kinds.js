// The rooms of the kinds of import. What is common to all of them (uploads, imports, records) knows them by this list
// alone. A room answers:
//
//   name            as the API calls the kind; `kinds.NAME` is its word
//   lives           'user': among a person's own things; 'project': in projects; 'either'
//   section?        what the navigation leads to: {name, href(project)}; `nav.NAME` is its word
//   pages           [[pattern, page]]
//   upload?         {title, limits: keys of its words, accepts: file types, refusal(beginning): {text, advice?} or null,
//                   options(): {node, fields()}}
//   facts(import)   [[label, value]]: what was agreed for it
//   settings?(project)  a card for its managers: what a project sets for the kind
//   record          {what: key of the column's word, cell(record): node, met?(record): node}
//
// Its words stand in its own en.json and fr.json, its looks in its look.css: the build joins them to the common ones.

import bookmarks from './kinds/bookmarks/kind.js';
import nodes from './kinds/nodes/kind.js';
import rows from './kinds/rows/kind.js';
import { data, el } from './dom.js';
import { get } from './api.js';
import { isSeen } from './record_text.js';
import { t } from './words.js';

export const rooms = [bookmarks, nodes, rows];

let known = null;

/// What the server says of its kinds; asked once.
export async function loadKinds() {
  known ??= (await get('/api/v1/kinds')).items;
  return known;
}

/// The rooms whose files may be handed in here now.
export const takenIn = (kinds, project = null) => rooms.filter((room) => room.upload && [project ? 'project' : 'user', 'either'].includes(room.lives)
  && kinds.some((one) => one.name === room.name && one.enabled));

/// What a project may set for kinds, for its managers.
export const settingsOf = (project) => Promise.all(rooms.filter((room) => room.settings && project[room.name]).map((room) => room.settings(project)));

/// A kind that has no room is shown by what the server names.
function plain(name) {
  const shown = known?.find((one) => one.name === name)?.shown ?? [];
  return {
    name,
    facts: () => [],
    record: {
      what: 'records.what',
      cell: (one) => {
        const texts = shown.map((key) => one[key]).filter(isSeen);
        return texts.length > 0 ? texts.map((text) => el('div', { class: 'record-title' }, data(text)))
          : el('span', { class: 'muted' }, t('records.nameless'));
      },
    },
  };
}

export const roomOf = (name) => rooms.find((room) => room.name === name) ?? plain(name);
