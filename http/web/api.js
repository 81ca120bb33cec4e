// Calls of the server's API. Refusals are `Problem`s; what they say is shown to people by `sentence`.

import { readJson, writeJson } from './exact.js';
import { has, language, reasonText, t } from './words.js';

export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? String(status));
    this.status = status;
    this.code = body.code ?? 'unavailable';
    this.detail = body.detail ?? '';
    this.reason = body.reason;
    this.values = body.values;
    /// What a code tells beside: which import, which figures.
    this.body = body;
    this.wait_s = Number(retryAfter ?? 0) || null;
  }
}

/// The server did not answer at all.
export class Silence extends Error {}

let csrf = '';
let whenSignedOut = async () => false;
let whenTokenIsOld = async () => false;

export const setCsrf = (token) => { csrf = token; };
export const csrfToken = () => csrf;
/// Both resolve to true when a call that was refused may be made again.
export const onSignedOut = (act) => { whenSignedOut = act; };
export const onOldToken = (act) => { whenTokenIsOld = act; };
/// Whether `why` is of a session that another window has begun, and this one has its token now.
export const hasFreshToken = (why) => why.reason === 'csrf_needed' && whenTokenIsOld();

export function problemOf(status, text, retryAfter) {
  let body = {};
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's own page: its status is all it says.
  }
  return new Problem(status, body, retryAfter);
}

async function ask(method, path, body, { signal, key }) {
  // What the server says of cells is said in the language of the page.
  const headers = { Accept: 'application/json', 'Accept-Language': language() || 'en' };
  if (key) headers['Idempotency-Key'] = key;
  if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    return await fetch(path, { method, headers, signal, body: body === undefined ? undefined : writeJson(body) });
  } catch (why) {
    if (why.name === 'AbortError') throw why;
    throw new Silence('silence');
  }
}

async function callOnce(method, path, body, { signal, key }) {
  const answer = await ask(method, path, body, { signal, key });
  const text = await answer.text();
  if (answer.ok) return text ? readJson(text) : null;
  throw problemOf(answer.status, text, answer.headers.get('Retry-After'));
}

/// The answer's JSON, or null when it has none. `key`: sent again after a silence, the call is not obeyed twice.
export async function call(method, path, body, options = {}) {
  try {
    return await callOnce(method, path, body, options);
  } catch (why) {
    const again = (why.status === 401 && !options.quiet && await whenSignedOut()) || await hasFreshToken(why);
    if (!again) throw why;
    return callOnce(method, path, body, options);
  }
}

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body, options) => call('POST', path, body, options);
export const put = (path, body, options) => call('PUT', path, body, options);
export const patch = (path, body, options) => call('PATCH', path, body, options);
export const remove = (path, options) => call('DELETE', path, options?.body, options);

/// `{a: 1, b: null, c: ['x', 'y']}` as `?a=1&c=x&c=y`, or nothing.
export function query(fields) {
  const list = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) if (one !== null && one !== undefined && one !== '') list.append(name, one);
  const text = list.toString();
  return text ? `?${text}` : '';
}

/// A fault in the person's language.
export function sentence(why) {
  if (why instanceof Silence) return t('fault.silence');
  if (!(why instanceof Problem)) return t('fault.internal');
  // Of what is not there, or is not theirs, the code says more.
  const told = why.status === 404 ? '' : reasonText(why);
  if (told) return told;
  if (why.wait_s !== null && why.status === 429) return t('fault.wait', { n: why.wait_s });
  return t(has(`fault.${why.code}`) ? `fault.${why.code}` : 'fault.unavailable');
}
