// The words of the web app, as the build joins them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const web = fileURLToPath(new URL('../../http/web', import.meta.url));
export const kinds = readdirSync(join(web, 'kinds')).filter((name) => existsSync(join(web, 'kinds', name, 'en.json')));

const read = (path) => JSON.parse(readFileSync(join(web, path), 'utf8'));

/// Those that all kinds share first, then the words of each room.
export const partsOf = (language) => [read(`languages/${language}.json`), ...kinds.map((name) => read(`kinds/${name}/${language}.json`))];
/// A file that the build joins, as it is then; null: it is served as it stands.
export function joined(path) {
  const language = /^languages\/(\w+)\.json$/.exec(path)?.[1];
  if (language) return JSON.stringify(wordsOf(language));
  if (path !== 'parts.css') return null;
  const looks = kinds.map((name) => join(web, 'kinds', name, 'look.css')).filter((one) => existsSync(one));
  return [join(web, path), ...looks].map((one) => readFileSync(one, 'utf8')).join('\n');
}

export const wordsOf = (language) => Object.assign({}, ...partsOf(language));
