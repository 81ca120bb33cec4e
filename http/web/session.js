// Who is signed in.

import { call, get, remove, setCsrf } from './api.js';

let me = null;

export const user = () => me;
export const isAdmin = () => me?.role === 'admin';

const key = 'waybill.signed_in';

/// Whether it is worth asking: nobody signed in here before is nobody now. The cookie itself no script can see. Other windows hear of it.
function remember(yes) {
  try {
    if (yes) localStorage.setItem(key, `${me.id} ${Date.now()}`);
    else localStorage.removeItem(key);
  } catch {
    // Nothing is kept here; then it is asked every time.
  }
}

function maySomebodyBe() {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return true;
  }
}

/// Null when nobody is.
export async function whoAmI() {
  if (!maySomebodyBe()) return null;
  try {
    me = await get('/api/v1/me', { quiet: true });
    setCsrf(me.csrf_token ?? '');
  } catch (why) {
    if (why.status !== 401) throw why;
    forget();
  }
  return me;
}

/// Whether somebody else has signed in, in another window, since this page knew who it is; its token is known anew. Errors: as of calls.
export async function isSomebodyElse() {
  const before = me;
  const now = await get('/api/v1/me', { quiet: true });
  if (before !== me) return false;
  if (before && now.id !== before.id) return true;
  me = now;
  setCsrf(now.csrf_token ?? '');
  return false;
}

/// Calls `act` when another window may have signed somebody in.
export function whenOthersSignIn(act) {
  addEventListener('storage', (event) => { if (event.key === key && event.newValue !== null) act(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) act(); });
}

export async function signIn(username, password) {
  const opened = await call('POST', '/api/v1/session', { username, password }, { quiet: true });
  me = opened.user;
  remember(true);
  setCsrf(opened.csrf_token);
}

export async function signOut() {
  try {
    await remove('/api/v1/session', { quiet: true });
  } catch (why) {
    if (why.status !== 401) throw why;
  }
  forget();
}

export function forget() {
  me = null;
  remember(false);
  setCsrf('');
}
