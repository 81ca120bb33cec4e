// Real paths, shown without loading the page anew; reload and deep links work, because the server gives the same
// shell for each.

const routes = [];
// Another part of the same page is no other page.
const address = () => location.pathname + location.search;
let shown = '';
let show = () => {};

/// `pattern` like `/imports/{id}`.
export function route(pattern, page) {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map((one) => one[1]);
  const form = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`);
  routes.push({ form, names, page });
}

/// Nothing: it is no way of ours, or its escapes are broken.
export function find(path) {
  for (const { form, names, page } of routes) {
    const found = form.exec(path);
    if (!found) continue;
    try {
      return { page, parameters: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1])])) };
    } catch {
      return null;
    }
  }
  return null;
}

/// A path of ours and nothing else: where a link from outside may send a person after signing in.
export function safePath(text) {
  if (!text?.startsWith('/')) return null;
  const target = new URL(text, location.origin);
  return target.origin === location.origin && find(target.pathname) ? target.pathname + target.search + target.hash : null;
}

export function go(path, { replace = false, state = null } = {}) {
  history[replace ? 'replaceState' : 'pushState'](state, '', path);
  show();
}

/// The page shows something else by itself, and the entry of the history that it has says so.
export function rename(path, state) {
  history.replaceState(state, '', path);
  shown = address();
}

export function start(act) {
  show = () => {
    shown = address();
    return act();
  };
  addEventListener('popstate', (event) => {
    if (location.hash !== '' && event.state === null && address() === shown) return;
    show();
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target || link.hasAttribute('download')) return;
    const target = new URL(link.href);
    if (target.origin !== location.origin || !find(target.pathname)) return;
    if (target.pathname === location.pathname && target.search === location.search && target.hash) return;
    event.preventDefault();
    go(target.pathname + target.search + target.hash);
  });
  show();
}
