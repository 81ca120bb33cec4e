// Every text stands in the languages' files, in all of them, and nowhere else.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const web = join(root, 'http/web');
const languages = Object.fromEntries(['en', 'fr'].map((name) => [name, JSON.parse(readFileSync(join(web, 'languages', `${name}.json`), 'utf8'))]));

const files = ['.', 'pages', 'parts'].flatMap((folder) => readdirSync(join(web, folder))
  .filter((name) => name.endsWith('.js')).map((name) => ({ name: join(folder, name), text: readFileSync(join(web, folder, name), 'utf8') })));
const code = files.map((one) => one.text).join('\n');

const forms = (words) => (typeof words === 'string' ? [words] : Object.values(words));
const places = (words) => [...new Set(forms(words).flatMap((one) => one.match(/\{\w+\}/g) ?? []))].sort();

test('given two languages, when their keys are compared, then none is missing on either side', () => {
  assert.deepEqual(Object.keys(languages.fr), Object.keys(languages.en));
});

test('given a text, when it is translated, then the same places are filled in, and it is not empty', () => {
  for (const [key, words] of Object.entries(languages.en)) {
    assert.deepEqual(places(languages.fr[key]), places(words), key);
    for (const one of [...forms(words), ...forms(languages.fr[key])]) assert.notEqual(one.trim(), '', key);
  }
});

test('given plural forms, when a language needs one for some number, then it is there', () => {
  for (const [name, all] of Object.entries(languages))
    for (const [key, words] of Object.entries(all))
      if (typeof words === 'object') assert.ok(words.one && words.other, `${name} ${key}`);
});

/// Keys as they stand in the code: whole ones, and the beginnings of those that are put together.
const whole = new Set([...code.matchAll(/'([a-z_]+(?:\.[a-z_0-9]+)*)'/g)].map((one) => one[1]));
const begun = [...code.matchAll(/`([a-z_]+\.(?:[a-z_]+\.)?)\$\{/g)].map((one) => one[1]);
const ended = [...code.matchAll(/`[a-z_]+\.\$\{\w+(?:\.\w+)*\}(\.[a-z_]+)`/g)].map((one) => one[1]);

test('given a key in the code, when it is looked up, then it is there', () => {
  for (const [, key] of code.matchAll(/\bt\('([^']+)'/g)) assert.ok(languages.en[key] !== undefined, key);
  for (const beginning of begun)
    assert.ok(Object.keys(languages.en).some((key) => key.startsWith(beginning)), beginning);
  assert.ok(ended.every((end) => Object.keys(languages.en).some((key) => key.endsWith(end))));
});

test('given a text, when the code is searched, then somebody uses it', () => {
  for (const key of Object.keys(languages.en))
    assert.ok(whole.has(key) || begun.some((beginning) => key.startsWith(beginning)), key);
});

test('given the codes a server may answer, when they are looked up, then each has its words', () => {
  const table = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  for (const [, name] of table.matchAll(/^\| `(\w+)` \|/gm)) assert.ok(languages.en[`fault.${name}`], name);
  const kinds = readdirSync(join(root, 'domains/bookmarks')).filter((name) => name.endsWith('.cpp'))
    .map((name) => readFileSync(join(root, 'domains/bookmarks', name), 'utf8')).join('\n');
  const used = [...kinds.matchAll(/"((?:url|title|date|duplicate|not_a)_?[a-z_]*|unchanged)"/g)].map((one) => one[1])
    .filter((name) => /^(url|title|date)_[a-z]/.test(name) || /^(duplicate|duplicate_in_file|not_a_bookmark|unchanged)$/.test(name));
  assert.ok(used.length >= 5);
  for (const name of used) assert.ok(languages.en[`code.${name}`], name);
});

test('given the code, when words are looked for outside the languages, then there are none', () => {
  for (const { name, text } of files) {
    const bare = text.replace(/^\s*\/\/.*$/gm, '').replace(/class: `[^`]*`|class: '[^']*'|rel: '[^']*'|'btn[^']*'|`M[^`]*`|Error\('[^']*'\)/g, '');
    const spoken = [...bare.matchAll(/'([^'\n]*)'|`([^`\n]*)`/g)].map((one) => one[1] ?? one[2])
      .filter((one) => /[A-Za-zÀ-ÿ]{2,} [A-Za-zÀ-ÿ]{2,}/.test(one.replace(/\$\{[^}]*\}/g, '')) && !/^[.#\w[\]>:=' -]*[[.#>:][^ ]*/.test(one));
    assert.deepEqual(spoken, [], name);
    const capital = [...bare.matchAll(/'([A-ZÀ-Ý][a-zà-ÿ]{2,})'/g)].map((one) => one[1])
      .filter((one) => !['Accept', 'Content', 'Files', 'Escape', 'Waybill', 'AbortError', 'PluralRules', 'NumberFormat'].includes(one));
    assert.deepEqual(capital, [], name);
  }
});

test('given the shell, when it is read, then it holds the name and nothing inline', () => {
  const shell = readFileSync(join(web, 'page.html'), 'utf8');
  assert.equal(shell.replace(/<title>Waybill<\/title>/, '').replace(/<[^>]*>/g, '').trim(), '');
  assert.ok(!/\son\w+=|style=|<style|<script>|https?:\/\//.test(shell));
});
