// What a person says of a file's columns: the choices, and what the server is told of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

Object.assign(globalThis, { document: { documentElement: {} }, navigator: { languages: ['en'] }, localStorage: { getItem: () => null } });
const { choiceOf, choose, filledBy, identifies, isChanged, wishes } = await import('../../http/web/kinds/leads/mapping.js');

const column = (index, field, more = {}) => ({ index, column: `column ${index}`, field, confidence: 1, why: 'alias', manual: false, samples: [], ...more });
const columns = [column(0, 'first_name'), column(1, 'email'), column(2, null), column(3, 'address'), column(4, null)];
const choices = columns.map(choiceOf);

test('given columns as they were found, when nothing is chosen, then there is nothing to tell', () => {
  assert.deepEqual(choices, ['first_name', 'email', '', 'address', '']);
  assert.equal(isChanged(columns, choices), false);
  assert.deepEqual(wishes(columns, choices), []);
});

test('given a field that a column has, when another column gets it, then the first one is not used, and both are told', () => {
  const next = choose(choices, 2, 'email');
  assert.deepEqual(next, ['first_name', '', 'email', 'address', '']);
  assert.deepEqual(wishes(columns, next), [{ index: 1, field: null }, { index: 2, field: 'email' }]);
});

test('given a cell with a whole name, when it is split, then columns of its parts are not used', () => {
  const next = choose(choices, 2, 'split:first_name,last_name');
  assert.deepEqual(next, ['', 'email', 'split:first_name,last_name', 'address', '']);
  assert.deepEqual(filledBy(next[2]), ['first_name', 'last_name']);
  assert.deepEqual(wishes(columns, next), [{ index: 0, field: null }, { index: 2, split: ['first_name', 'last_name'] }]);
});

test('given an address in two columns, when the second is joined, then the first is too, and one wish names both', () => {
  const next = choose(choices, 4, 'join:address');
  assert.deepEqual(next, ['first_name', 'email', '', 'join:address', 'join:address']);
  assert.deepEqual(wishes(columns, next), [{ field: 'address', join: [3, 4] }]);
  const alone = choose(next, 4, '');
  assert.deepEqual(alone, choices);
  assert.equal(isChanged(columns, alone), false);
});

test('given what was chosen before, when something else is chosen, then both are told: the server keeps no other list', () => {
  const before = columns.with(2, column(2, 'company', { manual: true }));
  const next = choose(before.map(choiceOf), 0, '');
  assert.deepEqual(wishes(before, next), [{ index: 0, field: null }, { index: 2, field: 'company' }]);
});

test('given choices, when none of them is an e-mail, a telephone or an id, then nothing tells leads apart', () => {
  assert.equal(identifies(choices), true);
  assert.equal(identifies(choose(choices, 1, '')), false);
  assert.equal(identifies(choose(choose(choices, 1, ''), 4, 'external_id')), true);
});

test('given names in a file, when members are known by them, then only the others are asked about', async () => {
  const { unknownOf } = await import('../../http/web/kinds/leads/assignees.js');
  const members = [{ user: { username: 'bob', display_name: 'Bob Martin' } }, { user: { username: 'eve.d', display_name: 'Ève Durand' } }, { user: { username: 'eve2', display_name: 'Ève Petit' } }];
  assert.deepEqual(unknownOf(['BOB', 'bob martin', 'Bob', 'eve durand', 'EVE-D', 'Eve', 'Zoé', '', 'zoe@x.example'], members), ['Eve', 'Zoé']);
});

test('given a mapping as the server tells it, when cells are joined, then both columns have the same choice', () => {
  const join = { join: [3, 4], joined_into: 'address' };
  assert.deepEqual([column(3, 'address', join), column(4, null, join)].map(choiceOf), ['join:address', 'join:address']);
});

test('given postal code and city in one cell, when it is split, then that is told, and a column of the city is not used', () => {
  const places = [column(0, 'email'), column(1, null), column(2, 'city')];
  const next = choose(places.map(choiceOf), 1, 'split:postal_code,city');
  assert.deepEqual(next, ['email', 'split:postal_code,city', '']);
  assert.deepEqual(wishes(places, next), [{ index: 1, split: ['postal_code', 'city'] }, { index: 2, field: null }]);
});
