// How much of a record's text a page draws. A file may bring any text: a title of a megabyte without a space, a letter
// under a thousand accents, marks that turn the reading around. A browser takes seconds for a long word, more than
// twice as long for a word twice as long. So lists draw a beginning, and only pages of one thing lead to the whole.

export const list_most = 160;
export const tag_most = 60;
const sentence_most = 400;
const marks_most = 5;
const reach = 64;

const graphemes = Intl.Segmenter ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;
const isLowSurrogate = (text, at) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/// The last point up to `most` (in UTF-16 units) where a text may be cut without breaking what is read as one
/// character. A character longer than any of a real script is broken, but never one code point.
export function cutAt(text, most) {
  if (text.length <= most) return text.length;
  const from = Math.max(0, most - reach);
  const found = graphemes?.segment(text.slice(from, most + reach)).containing(most - from)?.index ?? 0;
  if (found > 0) return from + found;
  return isLowSurrogate(text, most) ? most - 1 : most;
}

/// More accents than any script puts on a letter would be drawn over the lines around it.
const tamed = (text) => text.replace(new RegExp(`(\\p{M}{${marks_most}})\\p{M}+`, 'gu'), '$1');

/// The text, or its beginning and an ellipsis.
export function short(text, most = list_most) {
  const words = String(text);
  const end = cutAt(words, most);
  return end === words.length ? tamed(words) : `${tamed(words.slice(0, end))}…`;
}

const turns = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const mayTurn = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/// A text inside one of our sentences: its own direction stays its own, and its marks turn nothing around it.
export function inSentence(text) {
  const words = short(text, sentence_most);
  return mayTurn.test(words) ? `\u2068${words.replace(turns, '')}\u2069` : words;
}

const visible = /[^\p{Z}\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;

/// Whether anybody could see the text.
export const isSeen = (text) => Boolean(text) && visible.test(text.slice(0, 4 * list_most));
