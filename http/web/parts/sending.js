// Bytes on their way to the server, and how fast they go.

import { csrfToken, hasFreshToken, problemOf, Silence } from '../api.js';

const sample_ms = 400;

/// Tells of bytes as they go: `{sent, total, perSecond}`. `sent` may begin above zero: that much is there already.
export function paceOf(news) {
  let last = { at: performance.now(), sent: null, perSecond: 0 };
  return (sent, total) => {
    const now = performance.now();
    if (last.sent === null || sent < last.sent) last = { at: now, sent, perSecond: 0 };
    if (now - last.at >= sample_ms) last = { at: now, sent, perSecond: ((sent - last.sent) * 1000) / (now - last.at) };
    news({ sent, total, perSecond: last.perSecond });
  };
}

/// Resolves to the request when its answer is a good one. `moves(bytes, all)` while the body goes. Errors: Problem, Silence, AbortError.
export async function sendBody(method, path, how) {
  try {
    return await sendOnce(method, path, how);
  } catch (why) {
    if (!await hasFreshToken(why)) throw why;
    return sendOnce(method, path, how);
  }
}

function sendOnce(method, path, { headers = {}, body, signal, moves = () => {} }) {
  return new Promise((resolve, reject) => {
    const stopped = () => new DOMException('', 'AbortError');
    if (signal?.aborted) {
      reject(stopped());
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const over = (act, value) => {
      signal?.removeEventListener('abort', abort);
      act(value);
    };
    request.open(method, path);
    request.setRequestHeader('X-CSRF-Token', csrfToken());
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => moves(loaded, total));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) over(resolve, request);
      else over(reject, problemOf(request.status, request.responseText, request.getResponseHeader('Retry-After')));
    });
    request.addEventListener('error', () => over(reject, new Silence('silence')));
    request.addEventListener('abort', () => over(reject, stopped()));
    signal?.addEventListener('abort', abort);
    request.send(body);
  });
}
