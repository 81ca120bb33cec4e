// The rooms of the kinds of import. What is common to all of them (uploads, imports, records) knows them by this list
// alone. A room answers:
//
//   name            as the API calls the kind; `kinds.NAME` is its word
//   lives           'user': among a person's own things; 'project': in projects; 'either'
//   section?        what the navigation leads to: {name, href(project), while_on?: only while the kind takes files};
//                   `nav.NAME` is its word
//   pages           [[pattern, page]]
//   upload?         {title, limits: keys of its words, accepts: file types, refusal(beginning, name): null, or
//                   {text, advice?, otherwise?, sure?: it is known what the file is},
//                   opens?(import): the page on which it goes on, once it is handed in,
//                   seems?(beginning, name): from 0, surely none of its files, to 3, surely one (1 where it does not say),
//                   options(project): {node, fields()}, or
//                   choices?(): a promise of what its files may be beside: [{name, label, about, ...}]
//                   look({id, file: name, choice, project}): a promise of {node, fields(), ready(tell)}: a look at the file when
//                   it is on the server, before its import begins; `tell(yes)`: whether it may}
//   facts(import)   [[label, value]]: what was agreed for it
//   settings?(project)  a card for its managers: what a project sets for the kind
//   review?({of: import, search, hear(import), refresh()})  a promise of {node, leave?()}: what its page shows of an import that waits to be
//                   committed; `hear` is told what a call made of it
//   card?(import)   {node, update(import)}: what its page has beside what all kinds have
//   record          {what: key of the column's word, cell(record): node, field?(name): what people call it, met?(record): node}; records that are rows of a table
//                   have columns(records, import): {names, rest}, and text(record, name), too
//
// Its words stand in its own en.json and fr.json, its looks in its look.css: the build joins them to the common ones.

import bookmarks from './kinds/bookmarks/kind.js';
import nodes from './kinds/nodes/kind.js';
import leads from './kinds/leads/kind.js';
import rows from './kinds/rows/kind.js';
import { data, el } from './dom.js';
import { get } from './api.js';
import { isSeen } from './record_text.js';
import { t } from './words.js';

export const rooms = [bookmarks, nodes, leads, rows];

let known = null;

/// What the server says of its kinds; asked once.
export async function loadKinds() {
  known ??= (await get('/api/v1/kinds')).items;
  return known;
}

/// Whether it is taken in here, as far as the server was asked.
export const isOn = (name) => known?.some((one) => one.name === name && one.enabled) ?? false;

/// The rooms whose files may be handed in here now.
export const takenIn = (kinds, project = null) => rooms.filter((room) => room.upload && [project ? 'project' : 'user', 'either'].includes(room.lives)
  && kinds.some((one) => one.name === room.name && one.enabled));

/// What the files of these rooms may be besides, for who is signed in; then the rooms.
export async function withChoices(some) {
  await Promise.all(some.filter((room) => room.upload.choices).map(async (room) => { room.choices = await room.upload.choices().catch(() => []); }));
  return some;
}

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
