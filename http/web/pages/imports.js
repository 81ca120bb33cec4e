// Import: hand in a file, and all imports below, newest first, as they go.

import { get } from '../api.js';
import { el } from '../dom.js';
import { loadKinds, takenIn, withChoices } from '../kinds.js';
import { importList } from '../parts/import_list.js';
import { uploadPanel } from '../parts/upload_panel.js';
import { t } from '../words.js';

export default {
  section: 'imports',
  async show({ search }) {
    const list = importList({ home: '/imports', search });
    const [limits, kinds] = await Promise.all([get('/api/v1/limits'), loadKinds(), list.load()]);
    const rooms = await withChoices(takenIn(kinds));
    const node = el('div', { class: 'stack' },
      el('h1', {}, t('imports.title')),
      rooms.length > 0 ? uploadPanel({ limits, rooms, project: null }, (made) => list.add(made)).node
        : el('p', { class: 'card muted' }, t('upload.none')),
      list.node);
    return { title: t('imports.title'), node, leave: list.begin() };
  },
};
