// The file on its way to the server.

import { csrfToken, Problem, problemOf, Silence } from '../api.js';

const sample_ms = 400;

/// A name of our own for this attempt: sent again after a silence, the file is not imported twice.
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('');
}

export const keyOf = freshKey;

/// Resolves to the import. `news({sent, total, perSecond})` while it goes. Errors: Problem, Silence, AbortError.
export function send(file, { onDuplicate, key, news, signal }) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append('on_duplicate', onDuplicate);
    form.append('file', file);
    const request = new XMLHttpRequest();
    let last = { at: performance.now(), sent: 0, perSecond: 0 };
    request.open('POST', '/api/v1/imports');
    request.setRequestHeader('X-CSRF-Token', csrfToken());
    request.setRequestHeader('Idempotency-Key', key);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      const now = performance.now();
      if (now - last.at >= sample_ms)
        last = { at: now, sent: loaded, perSecond: ((loaded - last.sent) * 1000) / (now - last.at) };
      news({ sent: loaded, total, perSecond: last.perSecond });
    });
    request.addEventListener('load', () => {
      if (request.status === 202) resolve(JSON.parse(request.responseText));
      else reject(problemOf(request.status, request.responseText, request.getResponseHeader('Retry-After')));
    });
    request.addEventListener('error', () => reject(new Silence('silence')));
    request.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

/// What there is to do about a file that begins so, and not as JSON does. The server knows more kinds, but is not asked.
const signs = [
  ['office', /^PK\x03\x04[^]*(\[Content_Types\]\.xml|_rels\/|mimetype)/],
  ['unpack', /^(PK\x03\x04|\x1f[\x8b\x9d]|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18)/],
  ['bookmarks_as_json_in_firefox', /^mozLz40/],
  ['bookmarks_as_json', /^\s*<!doctype netscape-bookmark/i],
  ['safari_as_json', /^(bplist0|[^]{0,200}<plist)/],
  ['as_json', /^(SQLite format 3|PAR1|(?![<%])[^\0\n]*(:\/\/|[;\t]|\w,\w)[^\0]*$)/],
];

/// What can be known before any byte is sent; null when nothing speaks against the file.
export async function refusalOf(file, limits) {
  if (file.size === 0) return { code: 'empty_file' };
  if (file.size > limits.file_bytes) return { code: 'too_large' };
  let head;
  try {
    head = String.fromCharCode(...new Uint8Array(await file.slice(0, 4096).arrayBuffer()));
  } catch {
    return { code: 'unreadable' };
  }
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (text === '' || text.startsWith('{')) return null;
  return { code: /^<!doctype netscape-bookmark/i.test(text) ? 'netscape' : 'not_json', advice: signs.find(([, sign]) => sign.test(text))?.[0] };
}

export { Problem };
