// Who looks at what is not there any more, or not for them, is led away, and told why.

import { get } from '../api.js';
import { loadProjects } from '../projects.js';
import { go } from '../router.js';
import { t } from '../words.js';
import { failure } from './notice.js';

/// Of an import: it was deleted, or its project is gone for who looks at it.
export async function importGone({ project, file }) {
  const stays = !project || await get(`/api/v1/projects/${encodeURIComponent(project)}`).then(() => true, (why) => why.status !== 404);
  if (!stays) {
    await leftBehind();
    return;
  }
  failure(t('one.gone', { file: file.name }));
  go(project ? `/projects/${project}` : '/imports', { replace: true });
}

export async function leftBehind() {
  failure(t('project.lost'));
  await loadProjects().catch(() => {});
  go('/projects', { replace: true });
}
