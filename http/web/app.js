// The start: language, who is signed in, and the page that the address names.

import { get, onOldToken, onSignedOut } from './api.js';
import { el } from './dom.js';
import { loadKinds, rooms } from './kinds.js';
import { frame, bare } from './parts/frame.js';
import { failure, problemCard } from './parts/notice.js';
import { signInAgain } from './parts/sign_in_again.js';
import { find, go, route, start } from './router.js';
import { forget, isSomebodyElse, user, whenOthersSignIn, whoAmI } from './session.js';
import { loadLanguage, t } from './words.js';
import account from './pages/account.js';
import administration from './pages/administration.js';
import allImports from './pages/all_imports.js';
import help from './pages/help.js';
import oneImport from './pages/one_import.js';
import imports from './pages/imports.js';
import notFound from './pages/not_found.js';
import allProjects from './pages/all_projects.js';
import members from './pages/members.js';
import project from './pages/project.js';
import projectsPage from './pages/projects.js';
import signIn from './pages/sign_in.js';
import { knowProjects } from './projects.js';

route('/', imports);
route('/sign-in', signIn);
route('/imports', imports);
route('/imports/{id}', oneImport);
route('/projects', projectsPage);
route('/projects/{id}', project);
route('/projects/{id}/members', members);
route('/account', account);
route('/administration', administration);
route('/administration/imports', allImports);
route('/administration/projects', allProjects);
route('/help', help);
route('/help/{chapter}', help);
for (const [pattern, page] of rooms.flatMap((room) => room.pages)) route(pattern, page);

let leave = () => {};
let turn = 0;

const toSignIn = () => {
  const here = location.pathname + location.search + location.hash;
  go(here === '/' || here === '/imports' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`, { replace: true });
};

/// The part of the page that the address names, as in /help/import#options.
function placeNow() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

/// A page answers {title, node, leave?}; while it thinks, the one before stays.
async function show() {
  const mine = ++turn;
  const found = find(location.pathname) ?? { page: notFound, parameters: {} };
  if (found.page.open !== true && !user()) return toSignIn();
  leave();
  leave = () => {};
  let page;
  try {
    if (user()) await Promise.all([knowProjects(), loadKinds().catch(() => {})]);
    page = await found.page.show({ ...found.parameters, search: new URLSearchParams(location.search) });
  } catch (why) {
    if (why.status === 401) return undefined;
    page = { title: t('fault.title'), node: problemCard(why, () => show()) };
  }
  if (mine !== turn) return page.leave?.();
  leave = page.leave ?? leave;
  document.title = `${page.title} · Waybill`;
  if (found.page.open && !user()) bare(page.node);
  else frame(page.node, { section: found.page.section, project: page.project });
  const place = placeNow();
  if (place) {
    place.scrollIntoView();
    place.focus({ preventScroll: true });
    return undefined;
  }
  if (mine > 1) document.querySelector('h1')?.focus({ preventScroll: true });
  if (!history.state?.stay) scrollTo(0, 0);
  return undefined;
}

// A download tells nobody that it was refused: whoever is not signed in any more is led to where they sign in.
document.addEventListener('click', (event) => {
  if (event.target.closest?.('a[download][href^="/api/"]')) get('/api/v1/me').catch(() => {});
});

// What is wrong in a part that is folded up can be seen, and be gone to.
document.addEventListener('invalid', (event) => {
  for (let fold = event.target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
}, true);

let signingIn = null;

/// What stands in an open dialog is not left behind.
onSignedOut(async () => {
  if (user() && document.querySelector('dialog[open]')) {
    signingIn ??= signInAgain(user().username).finally(() => { signingIn = null; });
    if (await signingIn) return true;
  }
  forget();
  toSignIn();
  return false;
});

const other = 'waybill.other';

/// A page never goes on under one name with what is somebody else's. False: it is not known, or nobody is signed in.
async function stillMine() {
  if (!user()) return false;
  if (!await isSomebodyElse()) return true;
  try {
    sessionStorage.setItem(other, 'yes');
  } catch {
    // Then the name in the menu is all that says it.
  }
  location.reload();
  return new Promise(() => {});
}

onOldToken(() => stillMine().catch(() => false));

function tellOther() {
  try {
    if (!sessionStorage.getItem(other)) return;
    sessionStorage.removeItem(other);
    if (user()) failure(t('sign_in.other', { name: user().username }));
  } catch {
    // Nothing was kept.
  }
}

async function begin() {
  await loadLanguage();
  await whoAmI();
  tellOther();
  whenOthersSignIn(() => { stillMine().catch(() => {}); });
  start(show);
}

begin().catch(() => {
  // Without words there is only one thing to offer, and it needs none.
  document.body.replaceChildren(el('p', { class: 'failed-start' }, el('a', { href: location.href }, '↻')));
});
