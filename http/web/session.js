// Who is signed in.

import { call, get, remove, setCsrf } from './api.js';

let me = null;

export const user = () => me;
export const isAdmin = () => me?.role === 'admin';

const key = 'waybill.signed_in';

/// Whether it is worth asking: nobody signed in here before is nobody now. The cookie itself no script can see.
function remember(yes) {
  try {
    if (yes) localStorage.setItem(key, 'yes');
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
