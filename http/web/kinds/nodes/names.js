// How a node's place is written for people.

/// Escapes of a path as the characters they stand for, where that is text.
function readable(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}

/// Host and path.
export const pathOf = ({ url, path }) => hostOf(url) + readable(path);

/// What it adds to its parent's path; of a root, host and path.
export function pathWithin(node, parent) {
  if (!parent) return pathOf(node);
  const above = parent.path === '/' ? '' : parent.path;
  return readable(node.path.startsWith(above) ? node.path.slice(above.length) : node.path);
}

export const placeOf = (project) => `/projects/${encodeURIComponent(project)}/nodes`;
export const pageOf = (project, id) => `${placeOf(project)}/${encodeURIComponent(id)}`;
export const callOf = (project) => `/api/v1/projects/${encodeURIComponent(project)}`;
