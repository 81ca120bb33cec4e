// The guide for users: both languages say the same, know every code, and show what really happens.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, House } from './house.mjs';
import { wordsOf } from './languages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const languages = ['en', 'fr'];
const kinds = ['bookmarks', 'leads', 'rows', 'nodes'];
const read = (path) => readFileSync(join(root, path), 'utf8');
const found = (text, form) => [...text.matchAll(form)].map((one) => one[1]);
const pathOf = (language, chapter) => join(root, 'docs/guide', language, `${chapter}.md`);
const chapter = (language, name) => readFileSync(pathOf(language, name), 'utf8');

const sources = (folder) => readdirSync(join(root, folder), { recursive: true }).filter((name) => name.endsWith('.cpp')).map((name) => read(`${folder}/${name}`)).join('\n');
const listed = (text) => found(/names\[\] = \{([^}]*)\}/.exec(text)[1], /"(\w+)"/g);

/// What tables tell of rows and of the file, whichever kind reads them.
const ofTables = [...listed(read('domains/rows/table_source.cpp')), ...found(sources('domains/rows'), /warnings\.emplace_back\("(\w+)"\)/g), 'wrong_extension'];
/// Codes of the whole file or of a call, as docs/errors.md has them.
const faults = found(read('docs/errors.md'), /^\| `(\w+)` \| \d/gm);
/// What sources of bookmarks name of them, as a text or as a value.
const ofFiles = ['domains/bookmarks', 'formats/links', 'formats/activitystreams'].map(sources).join('\n') + read('domains/reading.cpp');
const told = {
  bookmarks: [...found(read('domains/bookmarks/kind.cpp'), /code_sentence\{"(\w+)"/g), ...found(read('domains/bookmarks/candidate.cpp'), /\{warning_\w+, "(\w+)"\}/g),
    ...found(sources('domains/bookmarks'), /\["warnings"\]\.push_back\("(\w+)"\)/g), ...found(ofFiles, /(?:"|errc::)(\w+)\b/g).filter((one) => faults.includes(one)),
    'storage_failed', 'too_large', 'too_many_records', 'quota_exceeded', 'storage_full'],
  leads: [...found(read('domains/leads/record_codes.cpp'), /code_sentence\{"(\w+)"/g), ...found(read('domains/leads/record_codes.cpp'), /lead_code::(\w+)/g),
    ...found(read('domains/leads/record_codes.cpp'), /names\.emplace_back\("(\w+)"\)/g), ...ofTables],
  rows: [...found(sources('domains/rows'), /code_sentence\{\s*"(\w+)"/g), ...ofTables],
  nodes: [...found(read('domains/nodes/kind.cpp'), /code_sentence\{"(\w+)"/g), ...listed(read('domains/nodes/record.cpp'))],
};
const ownWords = (kind) => found(Object.keys(JSON.parse(read(`http/web/kinds/${kind}/en.json`))).join('\n'), /^code\.(\w+)$/gm);
/// Why a column was given a field; `now` is what somebody chose and did not keep yet, `manual` what is said when no reason is told.
const whys = found(Object.keys(wordsOf('en')).join('\n'), /^leads\.why\.(\w+)$/gm).filter((one) => !['now', 'manual'].includes(one));
const codesOf = (kind) => [...new Set([...told[kind], ...ownWords(kind), ...(kind === 'leads' ? whys : [])])];
/// Codes stand in the first column of a table.
const explained = (text) => found(text, /^\| `(\w+)` \|/gm);

for (const kind of kinds)
  test(`given every code that an import of ${kind} may tell, when the guide is read, then both languages explain it, and none that is not there`, () => {
    const codes = codesOf(kind);
    assert.ok(codes.length > 12, `${codes}`);
    const known = new Set([...codes, ...faults, ...Object.keys(wordsOf('en')).map((key) => key.replace(/^code\./, ''))]);
    for (const language of languages) {
      const here = explained(chapter(language, kind));
      assert.deepEqual(codes.filter((one) => !here.includes(one)), [], `not in docs/guide/${language}/${kind}.md`);
      assert.deepEqual(here.filter((one) => !known.has(one)), [], `nobody tells what docs/guide/${language}/${kind}.md explains`);
      assert.deepEqual(here.filter((one, i) => here.indexOf(one) !== i), [], 'explained twice');
    }
  });

test('given the formats and programs that are read, when the chapter on bookmarks is read, then it has each, with where its file is found', () => {
  const formats = [...found(read('formats/links/producers.cpp'), /producer\{"([\w-]+)"/g), ...found(read('domains/bookmarks/link_formats.cpp'), /\{"(\w+)", /g)];
  assert.ok(formats.length > 18, `${formats}`);
  for (const language of languages) {
    const here = chapter(language, 'bookmarks');
    const places = here.split(/^## /m)[3].split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split(' | '));
    const named = new Set(places.flatMap(([, , last]) => found(last ?? '', /`([\w-]+)`/g)));
    assert.deepEqual([...formats, 'activitystreams'].filter((one) => !named.has(one)), [], `formats that docs/guide/${language}/bookmarks.md has no program for`);
    const programs = places.map(([first]) => first).join('\n');
    const words = wordsOf(language);
    for (const key of Object.keys(words).filter((one) => one.startsWith('bookmarks.source.')))
      for (const program of words[key].split(/\u00a0?\s*: /)[0].split(', ')) assert.ok(programs.includes(program), `docs/guide/${language}/bookmarks.md: ${program}`);
  }
});

test('given the guide in two languages, when they are held together, then chapters, headings, tables and examples are the same in number', () => {
  const names = (language) => readdirSync(join(root, 'docs/guide', language)).sort();
  assert.deepEqual(names('en'), ['README.md', 'bookmarks.md', 'leads.md', 'nodes.md', 'rows.md']);
  assert.deepEqual(names('fr'), names('en'));
  const bare = (text) => text.replace(/^```[\s\S]*?^```$/gm, '```');
  const shape = (text) => ({ headings: found(bare(text), /^(#+) /gm), examples: bare(text).split('```').length, tables: found(bare(text), /^(\|--.*)$/gm).map((one) => one.split('|').length) });
  for (const name of names('en'))
    assert.deepEqual(shape(chapter('fr', name.slice(0, -3))), shape(chapter('en', name.slice(0, -3))), name);
});

test('given a text in bold, when the web app is asked, then it says exactly that in the language of the guide', () => {
  for (const language of languages) {
    const plain = (text) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
    const texts = Object.values(wordsOf(language)).flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one))).map(plain);
    const whole = new Set(texts);
    const forms = texts.filter((one) => /[a-zé]{3}.*\{\w+\}|\{\w+\}.*[a-zé]{3}/i.test(one)).map((one) => new RegExp(`^${one.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`));
    for (const name of ['README', ...kinds]) {
      const bold = found(chapter(language, name).replace(/^```[\s\S]*?^```$/gm, ''), /\*\*([^*]+)\*\*/g).map(plain);
      assert.deepEqual(bold.filter((one) => !whole.has(one) && !forms.some((form) => form.test(one))), [], `docs/guide/${language}/${name}.md`);
    }
  }
});

/// Blocks of a chapter in their order: files to begin with (```csv people.csv), and what is typed (```console).
function blocksOf(text) {
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([whole, language, name, body]) => ({ whole, language, name, body }));
}

/// `$ command` with the lines that answer it; a command goes on behind a backslash.
function typedOf(body) {
  const all = [];
  for (const line of body.split('\n').slice(0, -1)) {
    const last = all.at(-1);
    if (line.startsWith('$ ')) all.push({ command: line.slice(2), answer: [] });
    else if (last.answer.length === 0 && last.command.endsWith('\\')) last.command += `\n${line}`;
    else last.answer.push(line);
  }
  return all;
}

const id = /(?:imp|led|prj|nod|chg)_[0-9a-z]{26}/g;
/// Of a terminal, how far it is, and byte order marks, which nobody sees.
const seen = (text) => text.replaceAll('\ufeff', '').replaceAll('\r', '').split('\n').filter((line) => !/^(pending|parsing)$|^(processing|ready|completed|failed): \d|: accepted, /.test(line))
  .join('\n').replace(/\n+$/, '').split('\n').filter((line, _, all) => all.length > 1 || line !== '');
/// What is another in each run.
const changing = (line) => line.replace(/in [\d.,]+ s \([\d,]+ records? a second\)/, 'in 0 s').replace(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, '(time)').replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://server').replace(/position: \d+/, 'position');

class Reader {
  constructor(house, token) {
    this.folder = mkdtempSync(join(tmpdir(), 'waybill-guide-'));
    this.env = { PATH: `${build}:/usr/local/bin:/usr/bin:/bin`, HOME: this.folder, LANG: 'C.UTF-8', WAYBILL_SERVER: house.url, WAYBILL_TOKEN: token };
    this.ids = new Map();
  }

  async type(command) {
    const now = command.replace(id, (one) => this.ids.get(one) ?? one);
    return new Promise((done) => { execFile('bash', ['-c', `exec 2>&1\n${now}`], { cwd: this.folder, env: this.env }, (_, said) => done(seen(said))); });
  }

  /// Ids of the guide stand for those of now, in the order in which they are seen.
  compare(command, answer, now) {
    const [theirs, ours] = [answer, now].map((lines) => lines.join('\n').match(id) ?? []);
    theirs.forEach((one, i) => { if (!this.ids.has(one) && ours[i]) this.ids.set(one, ours[i]); });
    assert.deepEqual(now.map(changing), answer.map((line) => changing(line.replace(id, (one) => this.ids.get(one) ?? one))), `$ ${command}`);
  }
}

const settingsOf = (blocks) => Object.fromEntries(blocks.filter((one) => one.name?.endsWith('.conf') || one.name?.endsWith('.schema.json')).map((one) => [one.name, one.body]));

async function walk(blocks, reader) {
  for (const block of blocks) {
    if (block.name) writeFileSync(join(reader.folder, block.name), block.body);
    if (block.language !== 'console') continue;
    for (const { command, answer } of typedOf(block.body)) reader.compare(command, answer, await reader.type(command));
  }
}

for (const language of languages)
  test(`given the guide (${language}), when its commands are typed, then the answers are those that stand there`, async () => {
    const chapters = kinds.map((kind) => blocksOf(chapter(language, kind)));
    const house = await House.open({}, settingsOf(chapters.flat()));
    const readers = [];
    try {
      copyFileSync(join(root, 'docs/examples/handlers/people.py'), join(house.beside, 'people.py'));
      for (const name of ['bob', 'eve']) await house.person(name);
      const { token } = await (await house.as(house.admin))('POST', '/api/v1/tokens', { name: 'guide' });
      readers.push(...kinds.map(() => new Reader(house, token)));
      // Each reader has one chapter, and all read at once: chapters say nothing of each other.
      const ends = await Promise.allSettled(chapters.map((blocks, i) => walk(blocks, readers[i])));
      for (const { reason } of ends) if (reason) throw reason;
    } finally {
      for (const { folder } of readers) rmSync(folder, { recursive: true, force: true });
      await house.close();
    }
  });
