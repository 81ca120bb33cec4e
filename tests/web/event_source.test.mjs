// A client of the browsers' EventSource rules that is not a browser, over a server that dies.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventSource } from 'eventsource';
import { document, House } from './house.mjs';

test('given a followed import, when the server is killed and comes back, then the client goes on where it was and hears the end once', async () => {
  const house = await House.open({ WAYBILL_IMPORTS_CHUNK_RECORDS: '2' });
  let stream;
  try {
    const call = await house.as(house.admin);
    const form = new FormData();
    form.append('file', new Blob([document({ count: 5_000 })]), 'followed.json');
    const { id } = await call('POST', '/api/v1/imports', form);
    await call('POST', `/api/v1/imports/${id}/pause`);
    await house.await(call, id, ['paused']);
    const { token } = await call('POST', '/api/v1/tokens', { name: 'follower' });

    const asked = [];
    stream = new EventSource(`${house.url}/api/v1/imports/${id}/progress`, { fetch: (url, wishes) => {
      asked.push(wishes.headers['Last-Event-ID'] ?? null);
      return fetch(url, { ...wishes, headers: { ...wishes.headers, Authorization: `Bearer ${token}` } });
    } });
    const heard = [];
    const next = (name) => new Promise((told) => { stream.addEventListener(name, told, { once: true }); });
    stream.addEventListener('progress', (event) => heard.push(event));
    stream.addEventListener('finished', (event) => heard.push(event));

    const first = await next('progress');
    assert.equal(JSON.parse(first.data).status, 'paused');
    const broken = next('error');
    await house.kill();
    await broken;
    await house.restart();
    const finished = next('finished');
    // Credentials outlive the server: sessions are events too.
    await call('POST', `/api/v1/imports/${id}/resume`);
    const last = await finished;
    stream.close();

    const said = JSON.parse(last.data);
    assert.equal(said.status, 'completed');
    assert.equal(said.progress.processed, 5_000);
    assert.deepEqual(asked.filter((one) => one !== null && one !== first.lastEventId), []);
    assert.ok(asked.includes(first.lastEventId), `asked again with ${asked}`);
    assert.equal(heard.filter((event) => event.type === 'finished').length, 1);
    const ids = heard.map((event) => Number(event.lastEventId));
    assert.deepEqual(ids, [...ids].sort((a, b) => a - b));
  } finally {
    stream?.close();
    await house.close();
  }
});
