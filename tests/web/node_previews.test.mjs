// The tree that is shown before pasted URLs are handed in is the one that comes of them.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { linesOf, previewOf } from '../../http/web/kinds/nodes/preview.js';
import { site } from './site.mjs';

const here = await site();

/// Each node of a preview with its parent's place.
function flat(nodes) {
  return nodes.flatMap((node) => [[node.place, node.parent?.place ?? null], ...flat(node.below)]);
}

const cases = new URL('../domains/nodes/data/', import.meta.url);
const bare = (url) => url?.replace(/^https?:\/\//, '') ?? null;

test('given the cases of identities and parents, when a preview is made of each, then it says the same', () => {
  const files = readdirSync(cases).filter((name) => name.endsWith('.json'));
  let compared = 0;
  for (const name of files) {
    const { urls, items, existing } = JSON.parse(readFileSync(new URL(name, cases), 'utf8'));
    // What is there before, no preview knows.
    if (existing) continue;
    const told = previewOf(linesOf(urls.join('\n')));
    const wanted = items.filter((one) => one.status === 'created').map((one) => [bare(one.identity), bare(one.parent)]);
    assert.deepEqual(flat(told.roots).sort(), wanted.sort(), name);
    assert.equal(told.faulty, items.filter((one) => one.code === 'url_invalid').length, name);
    ++compared;
  }
  assert.ok(compared > 10, `${compared}`);
});

test('given URLs in any order, when a preview is made of them, then it has the parents that the server finds', async () => {
  const seed = 20_261_127;
  let state = seed;
  const below = (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
  const words = ['a', 'b', 'A', 'index.html', 'caf%C3%A9', 'café', '%7Eme', '~me', 'x%2fy', '.', '..', '', 'c d', '100%', '%zz', 'x[1]|^', 'back\\slash', 'a:b@c;d=e'];
  const urls = Array.from({ length: 600 }, () => `http${below(2) ? 's' : ''}://${['one.example', 'ONE.example', 'one.example:80', 'two.example:8443', 'bücher.example'][below(5)]}/${
    Array.from({ length: below(5) }, () => words[below(words.length)]).join('/')}${['', '?q=1', '#f'][below(3)]}`);
  const project = await here.project('Compared', urls);
  const all = [];
  for (let cursor = ''; cursor !== null;) {
    const page = await here.call('GET', `/api/v1/projects/${project}/nodes?limit=100${cursor ? `&cursor=${cursor}` : ''}`);
    all.push(...page.items);
    cursor = page.next_cursor;
  }
  const placeOf = (node) => new URL(node.url).host.replace(/:80$/, '') + node.path;
  const byId = new Map(all.map((node) => [node.id, node]));
  const wanted = all.map((node) => [placeOf(node), node.parent ? placeOf(byId.get(node.parent)) : null]);
  const seen = flat(previewOf(linesOf(urls.join('\n'))).roots);
  assert.deepEqual(seen.sort(), wanted.sort(), `seed ${seed}`);
});
