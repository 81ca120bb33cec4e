// The words of the web app, as the build joins them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const web = fileURLToPath(new URL('../../http/web', import.meta.url));
export const kinds = readdirSync(join(web, 'kinds')).filter((name) => existsSync(join(web, 'kinds', name, 'en.json')));

const read = (path) => JSON.parse(readFileSync(join(web, path), 'utf8'));

/// Those that all kinds share first, then the words of each room.
export const partsOf = (language) => [read(`languages/${language}.json`), ...kinds.map((name) => read(`kinds/${name}/${language}.json`))];
export const wordsOf = (language) => Object.assign({}, ...partsOf(language));
