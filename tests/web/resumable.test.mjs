// A client of the tus protocol that is not ours, over a server that is killed in the middle.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as tus from 'tus-js-client';
import { document, House } from './house.mjs';

/// Resolves with the upload's address; `sees` is told of each offset that the server promised.
function upload(house, token, bytes, wishes, sees = () => {}) {
  return new Promise((done, failed) => {
    const one = new tus.Upload(bytes, { endpoint: `${house.url}/api/v1/uploads`, headers: { Authorization: `Bearer ${token}` },
      metadata: { filename: 'many marks.json', filetype: 'application/json' }, retryDelays: Array(40).fill(100),
      onChunkComplete: (size, accepted) => sees(accepted), onError: failed, onSuccess: () => done(one.url), ...wishes });
    one.start();
  });
}

test('given an upload in pieces, when the server is killed in the middle and comes back, then the client goes on and the file is whole', async () => {
  const house = await House.open();
  try {
    const call = await house.as(house.admin);
    const { token } = await call('POST', '/api/v1/tokens', { name: 'uploader' });
    const bytes = Buffer.from(document({ count: 20_000 }));
    const piece = Math.ceil(bytes.length / 9);
    let killed;
    const promised = [];
    const address = await upload(house, token, bytes, { chunkSize: piece }, (accepted) => {
      promised.push(accepted);
      if (promised.length === 4) killed = house.kill().then(() => house.restart());
    });
    await killed;
    // Nothing that was promised came again.
    assert.deepEqual(promised, Array.from({ length: 9 }, (_, i) => Math.min(bytes.length, (i + 1) * piece)));
    const { file_id: id } = await call('GET', new URL(address).pathname);
    const file = await call('GET', `/api/v1/files/${id}`);
    assert.equal(file.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(file.name, 'many marks.json');
    const made = await call('POST', '/api/v1/imports', { file_id: id });
    const ended = await house.await(call, made.id, ['completed', 'failed']);
    assert.equal(ended.progress.created, 20_000);
  } finally {
    await house.close();
  }
});

test('given clients that send a file with the first call, override PATCH or end an upload, when they do, then the server understands', async () => {
  const house = await House.open();
  try {
    const call = await house.as(house.admin);
    const { token } = await call('POST', '/api/v1/tokens', { name: 'uploader' });
    const bytes = Buffer.from(document({ count: 100 }));
    for (const wishes of [{ uploadDataDuringCreation: true }, { overridePatchMethod: true }, { chunkSize: 1_000 }]) {
      const address = await upload(house, token, bytes, wishes);
      const { file_id: id, offset } = await call('GET', new URL(address).pathname);
      assert.ok(id);
      assert.equal(offset, bytes.length);
      await tus.Upload.terminate(address, { headers: { Authorization: `Bearer ${token}` } });
    }
    assert.equal(house.files(), 0);
  } finally {
    await house.close();
  }
});
