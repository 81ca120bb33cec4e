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
export function send(file, { fields, key, news, signal }) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
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

/// How a file begins, for rooms to look at; null when it cannot be read.
export async function beginningOf(file) {
  try {
    const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 4096).arrayBuffer()));
    return head.replace(/^\xef\xbb\xbf/, '').trimStart();
  } catch {
    return null;
  }
}

export { Problem };
