// A file handed in: sent, and its import begun.

import { post } from '../api.js';
import { paceOf, sendBody } from './sending.js';
import { resumable_from_bytes, sendResumable } from './resumable.js';
import { forgetPlace } from './unfinished.js';

/// A name of our own for this attempt: sent again after a silence, the file is not imported twice.
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('');
}

export const keyOf = freshKey;

/// In one call, as a form.
async function send(file, { fields, key, news, signal }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, typeof value === 'object' ? JSON.stringify(value) : value);
  form.append('file', file);
  const answer = await sendBody('POST', '/api/v1/imports', { body: form, signal, moves: paceOf(news), headers: { 'Idempotency-Key': key } });
  return JSON.parse(answer.responseText);
}

/// The import of a file that is on the server. Errors: those of calls.
export async function importStored({ id, place }, { fields, key, signal }) {
  try {
    const made = await post('/api/v1/imports', { ...fields, file_id: id }, { key, signal });
    forgetPlace(place);
    return made;
  } catch (why) {
    // Whoever chooses it again sends it again.
    if (['file_used', 'not_found'].includes(why.code)) forgetPlace(place);
    throw why;
  }
}

/// Resolves to the import. `fields`: what the API takes beside the file; `stored`: what `sendResumable` answered, when it was
/// sent already. `news({sent, total, perSecond, ...})` while it goes. Errors: Problem, Silence, Changed, AbortError.
export async function handIn(file, { stored = null, ...wishes }) {
  if (!stored && file.size < resumable_from_bytes) return send(file, wishes);
  return importStored(stored ?? await sendResumable(file, wishes), wishes);
}

/// How a file begins, for rooms to look at; null when it cannot be read.
export async function beginningOf(file) {
  try {
    const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 4096).arrayBuffer()));
    return head.replace(/^\xef\xbb\xbf/, '').trimStart();
  } catch {
    return null;
  }
}
