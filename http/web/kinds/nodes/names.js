// How a node's place is written for people.

/// Escapes of a path as the characters they stand for, where that is text.
function readable(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function siteOf(url, schemes) {
  try {
    const { protocol, host } = new URL(url);
    return schemes ? `${protocol}//${host}` : host;
  } catch {
    return '';
  }
}

/// Whether http and https are two nodes in this project.
export const tellsSchemes = (project) => project.nodes?.scheme === true;

/// Host and path; `schemes`: with the scheme before them.
export const pathOf = ({ url, path }, schemes = false) => siteOf(url, schemes) + readable(path);

/// What it adds to its parent's path; of a root, host and path. A page with a query is below the same path without one.
export function pathWithin(node, parent, schemes) {
  if (!parent) return pathOf(node, schemes);
  const above = parent.path === '/' ? '' : parent.path;
  return readable(node.path.startsWith(above) ? node.path.slice(above.length) : node.path) || node.slug;
}

export const placeOf = (project) => `/projects/${encodeURIComponent(project)}/nodes`;
export const pageOf = (project, id) => `${placeOf(project)}/${encodeURIComponent(id)}`;
export const callOf = (project) => `/api/v1/projects/${encodeURIComponent(project)}`;
