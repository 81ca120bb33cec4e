// Who is no member of a project any more is led away, and told why.

import { loadProjects } from '../projects.js';
import { go } from '../router.js';
import { t } from '../words.js';
import { failure } from './notice.js';

export async function leftBehind() {
  failure(t('project.lost'));
  await loadProjects().catch(() => {});
  go('/projects', { replace: true });
}
