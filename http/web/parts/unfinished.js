// Uploads that this browser began, by the files that they are of: whoever chooses the same file again goes on with it.

import { user } from '../session.js';

const key = 'waybill.uploads';
const most = 20;
const edge_bytes = 64 * 1024;
/// The server keeps none of them so long.
const most_age_ms = 30 * 86_400_000;

function stored() {
  try {
    const all = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(all) ? all.filter((one) => Date.now() - one.at < most_age_ms) : [];
  } catch {
    return [];
  }
}

function store(all) {
  try {
    localStorage.setItem(key, JSON.stringify(all.slice(0, most)));
  } catch {
    // Nothing is kept here; then a file begins anew after a reload.
  }
}

/// 53 bits of a hash that is no secret's: which file it is, not what stands in it.
function hashOf(bytes) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const one of bytes) {
    a = Math.imul(a ^ one, 2654435761);
    b = Math.imul(b ^ one, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

const bytesOf = async (piece) => new Uint8Array(await piece.arrayBuffer());

/// The same for the same file of the same person. Errors: those of reading it.
export async function markOf(file) {
  const [first, last] = await Promise.all([bytesOf(file.slice(0, edge_bytes)), bytesOf(file.slice(Math.max(0, file.size - edge_bytes)))]);
  return [user().id, file.name, file.size, file.lastModified, hashOf(first), hashOf(last)].join('/');
}

export const placeOf = (mark) => stored().find((one) => one.mark === mark)?.place ?? null;

export function remember(mark, place, file) {
  store([{ mark, place, whose: user().id, name: file.name, size: file.size, at: Date.now() }, ...stored().filter((one) => one.mark !== mark)]);
}

export const forgetPlace = (place) => store(stored().filter((one) => one.place !== place));

/// Those of who is signed in, the latest first: [{place, name, size}].
export const unfinished = () => stored().filter((one) => one.whose === user().id);
