// Every text stands in the languages' files, in all of them, and nowhere else.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { kinds, partsOf, web, wordsOf } from './languages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const languages = Object.fromEntries(['en', 'fr'].map((name) => [name, wordsOf(name)]));

const files = ['.', 'pages', 'parts', ...kinds.map((name) => `kinds/${name}`)].flatMap((folder) => readdirSync(join(web, folder))
  .filter((name) => name.endsWith('.js')).map((name) => ({ name: join(folder, name), text: readFileSync(join(web, folder, name), 'utf8') })));
const code = files.map((one) => one.text).join('\n');

const forms = (words) => (typeof words === 'string' ? [words] : Object.values(words));
const placeholders = (words) => [...new Set(forms(words).flatMap((one) => one.match(/\{\w+\}/g) ?? []))].sort();

test('given two languages, when their keys are compared, then none is missing on either side', () => {
  assert.deepEqual(Object.keys(languages.fr), Object.keys(languages.en));
});

test('given rooms of kinds, when their words are joined to the common ones, then no key stands twice', () => {
  for (const language of ['en', 'fr']) {
    const keys = partsOf(language).flatMap((one) => Object.keys(one));
    assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), []);
  }
});

test('given a sentence with a list, when it is said in a language, then the list is joined as there', async () => {
  const said = {};
  for (const name of ['en', 'fr']) {
    Object.assign(globalThis, { document: { documentElement: {} }, navigator: { languages: [name] }, localStorage: { getItem: () => name },
      fetch: async () => ({ ok: true, json: async () => languages[name] }) });
    const { loadLanguage, reasonText } = await import(`../../http/web/words.js?${name}`);
    await loadLanguage();
    const types = ['Collection', 'OrderedCollection', 'CollectionPage'];
    said[name] = [reasonText({ reason: 'type_missing', values: { types } }), reasonText({ reason: 'method_not_here', values: { methods: ['GET', 'HEAD'] } }),
      reasonText({ reason: 'wide_encoding', values: { encoding: 'UTF-16 (big-endian)' } }),
      reasonText({ reason: 'other_key', values: { name: 't : u', key: 'a', other: 'b' } })];
  }
  assert.match(said.en[0], /Collection, OrderedCollection,? or CollectionPage/);
  assert.match(said.fr[0], /Collection, OrderedCollection ou CollectionPage/);
  assert.match(said.fr[1], /GET ou HEAD/);
  assert.doesNotMatch(said.fr.join(' '), / or |endian/);
  // No line ends before its signs; what people wrote stays as it is.
  assert.match(said.fr[3], /«\u00a0t : u\u00a0» a la clé a\u00a0; un/);
});

test('given a text, when it is translated, then the same placeholders are filled in, and it is not empty', () => {
  for (const [key, words] of Object.entries(languages.en)) {
    assert.deepEqual(placeholders(languages.fr[key]), placeholders(words), key);
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

const table = (heading) => [...readFileSync(join(root, 'docs/errors.md'), 'utf8').split(/^## /m)[heading].matchAll(/^\| `(\w+)` \| (.*) \|$/gm)];

test('given the codes a server may answer, when they are looked up, then each has its words', () => {
  for (const [, name] of table(0)) assert.ok(languages.en[`fault.${name}`], name);
  const modules = foldersOf('domains').map((one) => join(root, one, 'kind.cpp')).filter((one) => existsSync(one)).map((one) => readFileSync(one, 'utf8'));
  const used = modules.flatMap((one) => [...one.matchAll(/code_sentence\{"(\w+)"/g)].map((found) => found[1]));
  assert.ok(used.length >= 7);
  for (const name of used) assert.ok(languages.en[`code.${name}`], name);
});

test('given the reasons a server may tell, when they are looked up, then each has its words, with values it has', () => {
  const reasons = table(1);
  assert.ok(reasons.length > 100);
  for (const [, name, sentence] of reasons) {
    const words = languages.en[`reason.${name}`];
    assert.ok(words, `docs/errors.md tells of ${name}; languages/*.json have no reason.${name}`);
    for (const one of placeholders(words)) assert.ok(sentence.includes(one), `${name}: ${one}`);
    assert.equal(typeof words === 'object', sentence.includes('{n}') && name !== 'too_many', `${name}: {n} chooses the plural form`);
  }
  const known = new Set(reasons.map((one) => `reason.${one[1]}`));
  assert.deepEqual(Object.keys(languages.en).filter((key) => key.startsWith('reason.') && !known.has(key)), []);
});

test('given the advice a server may tell, when it is looked up, then each has its words', () => {
  const advices = table(2).map((one) => `advice.${one[1]}`);
  assert.ok(advices.length >= 4);
  assert.deepEqual(Object.keys(languages.en).filter((key) => key.startsWith('advice.')).sort(), advices.toSorted());
});

/// Where sentences for people are written, and what of it speaks to others: of measures, routes and columns, to operators. Those of one
/// record are told by their code.
const foldersOf = (at) => readdirSync(join(root, at), { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => `${at}/${one.name}`);
const engine = ['actors', 'domains', ...foldersOf('domains'), 'events/import', 'formats', ...foldersOf('formats'), 'http', 'http/resources', ...foldersOf('http/kinds'), 'projections'];
const not_told = /openapi|operator_desk|log_check|stalled|metrics|faults|reasons|route|room|events\.hpp$|import\/status|story|data_directory|rebuild|listen|shapes|item_parser|type_groups|recognise\.cpp$|text_shape/;
/// Of these a person is told by the code alone (`told_message`).
const by_code_alone = /\bleave\(self|errc::(corrupt|unavailable|timeout|locked|wrong_version|internal|storage_full)|journal::|answer_all|code_sentence/;

/// Every text of a source that reads as a sentence, or as the beginning of one that goes on with a value.
function sentencesOf(source) {
  const bare = source.replace(/^\s*\/\/.*$/gm, '').replace(/ \/\/.*$/gm, '').replace(/R"(\w*)\([\s\S]*?\)\1"/g, '""');
  const texts = [...bare.matchAll(/"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*/g)];
  return texts.map((one) => ({
    text: one[0].replace(/"\s+"/g, '').slice(1, -1).replace(/\\(["\\'])/g, '$1'),
    before: bare.slice(Math.max(bare.lastIndexOf(';', one.index), bare.lastIndexOf('}', one.index)) + 1, one.index),
    open: /^\s*\+/.test(bare.slice(one.index + one[0].length)),
  })).filter(({ text, before, open }) => /^['A-Z].* /.test(text) && !text.startsWith('HTTP/') && (open || text.endsWith('.')) && !by_code_alone.test(before) && !/\+\s*$/.test(before));
}

test('given a sentence in the engine, when it is looked up, then it is a reason, so that every language has it', () => {
  const reasons = table(1).map((one) => one[2]);
  const forms = reasons.map((one) => new RegExp(`^${one.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`));
  const missing = [];
  let seen = 0;
  for (const folder of engine)
    for (const name of readdirSync(join(root, folder)).filter((one) => /\.[ch]pp$/.test(one) && !not_told.test(`${folder}/${one}`)))
      for (const { text, open } of sentencesOf(readFileSync(join(root, folder, name), 'utf8'))) {
        ++seen;
        if (!(open ? reasons.some((one) => one.startsWith(text)) : forms.some((one) => one.test(text)))) missing.push(`${folder}/${name}: ${text}`);
      }
  assert.ok(seen > 80, `${seen}`);
  assert.deepEqual(missing, [], 'each of these needs a row in http/reasons.cpp and a reason.* in both languages');
});

test('given what a file is said to be, when it is looked up, then each language has a word for it', () => {
  const phrases = ['actors', ...foldersOf('domains'), 'formats', ...foldersOf('formats')].flatMap((folder) => readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.cpp') && (folder !== 'actors' || /upload|desk/.test(name)))
    .flatMap((name) => [...readFileSync(join(root, folder, name), 'utf8').matchAll(/"an? ([A-Za-z0-9 ]+)(?<! was expected)"/g)].map((one) => one[1])));
  assert.ok(phrases.length > 10);
  for (const one of phrases) assert.ok(languages.en[`kind.${one.toLowerCase().replaceAll(' ', '_')}`], one);
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
