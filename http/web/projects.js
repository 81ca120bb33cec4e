// The projects of who is signed in: kept for the navigation, asked for anew after every change.

import { get } from './api.js';
import { user } from './session.js';

let whose = null;
let mine = [];

export const projects = () => (whose === user()?.id ? mine : []);

export async function loadProjects() {
  const asking = user()?.id;
  const { items } = await get('/api/v1/projects');
  whose = asking;
  mine = items.sort((a, b) => a.name.localeCompare(b.name));
  return mine;
}

/// Once a sign-in; pages are shown also where it cannot be known.
export async function knowProjects() {
  if (whose !== user()?.id) await loadProjects().catch(() => {});
}

/// What a role allows, as the server holds it.
const rank = { viewer: 0, editor: 1, manager: 2 };
export const may = (project, role) => (rank[project?.role] ?? -1) >= rank[role];

/// What may be done with an import by who is asking: all with one's own, in a project by role.
export function actionsIn(project) {
  if (!project) return () => true;
  return (action) => may(project, action === 'delete' ? 'manager' : 'editor');
}
