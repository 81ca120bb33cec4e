// One project: hand in a file, its imports as they go.

import { get } from '../api.js';
import { data, el } from '../dom.js';
import { loadKinds, takenIn, withChoices } from '../kinds.js';
import { importList } from '../parts/import_list.js';
import { leftBehind } from '../parts/left_behind.js';
import { uploadPanel } from '../parts/upload_panel.js';
import { may } from '../projects.js';
import { short } from '../record_text.js';
import { t } from '../words.js';

async function incoming(project, limits, kinds, list) {
  if (!may(project, 'editor')) return el('p', { class: 'card muted' }, t('project.viewer'));
  const rooms = await withChoices(takenIn(kinds, project));
  return rooms.length > 0 ? uploadPanel({ limits, rooms, project }, (made) => list.add(made)).node
    : el('p', { class: 'card muted' }, t('upload.none'));
}

export default {
  section: 'imports',
  async show({ id, search }) {
    const project = await get(`/api/v1/projects/${encodeURIComponent(id)}`);
    const list = importList({ home: `/projects/${project.id}`, project, search, lost: leftBehind });
    const [limits, kinds] = await Promise.all([get('/api/v1/limits'), loadKinds(), list.load()]);
    const node = el('div', { class: 'stack' },
      el('div', { class: 'page-head' },
        el('div', { class: 'title-row' }, el('h1', {}, data(project.name)), el('span', { class: 'pill' }, t(`member.${project.role}`))),
        el('p', { class: 'muted' }, el('a', { href: `/projects/${project.id}/members` }, t('projects.members', { n: project.counts.members })),
          ' · ', t('projects.records', { n: project.counts.records }))),
      await incoming(project, limits, kinds, list), list.node);
    return { title: short(project.name, 100), node, project: project.id, leave: list.begin() };
  },
};
