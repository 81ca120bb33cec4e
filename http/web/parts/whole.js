// All of a record's text, however long, a step at a time: the beginning first, more of it by a button, and the whole
// as a file.

import { el, replace } from '../dom.js';
import { cutAt } from '../record_text.js';
import { t } from '../words.js';

const first = { characters: 1_000, lines: 20 };
const step = { characters: 20_000, lines: 400 };
/// Longer words get points where a line may end: without them a browser's time grows with the square of the length.
const word_most = 200;
/// How far back a cut goes so as not to stand inside a common word.
const word_reach = 30;

function endOf(text, from, most) {
  // A short rest is not worth a button.
  const left = text.length - from;
  if (left <= most.characters * 1.2) return lineEnd(text, from, text.length, most.lines);
  const end = from + cutAt(text.slice(from, from + most.characters + 100), most.characters);
  const space = text.lastIndexOf(' ', end);
  return lineEnd(text, from, space > end - word_reach ? space + 1 : end, most.lines);
}

/// `end`, or the end of the last line that is drawn, when that is earlier.
function lineEnd(text, from, end, lines) {
  let line = from - 1;
  for (let i = 0; i < lines; ++i) {
    line = text.indexOf('\n', line + 1);
    if (line < 0 || line >= end) return end;
  }
  return line + 1;
}

const hasLongWord = new RegExp(`\\S{${word_most}}`);

function piecesOf(text) {
  if (!hasLongWord.test(text)) return [text];
  const pieces = [];
  for (let at = 0; at < text.length;) {
    const end = at + cutAt(text.slice(at, at + 2 * word_most), word_most);
    if (at > 0) pieces.push(el('wbr'));
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

function save(text, name) {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  el('a', { href, download: `${name}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/// `name` is that of the file. `most`: how much is drawn at first.
export function whole(text, name, most = first) {
  const at = el('bdi');
  const foot = el('span', { class: 'whole-foot' });
  let end = 0;
  const button = (label, act) => el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: act } }, label);
  const more = (until) => {
    const to = endOf(text, end, until);
    // A block a step: what stands there already is not laid out again.
    at.append(el('span', { class: 'step' }, piecesOf(text.slice(end, to))));
    end = to;
    const left = text.length - end;
    replace(foot, left === 0 ? null : [
      button(t('whole.more', { n: left }), () => {
        more(step);
        (foot.querySelector('button') ?? at).focus();
      }),
      button(t('whole.save'), () => save(text, name))]);
    foot.hidden = left === 0;
    at.classList.toggle('cut', left > 0);
  };
  more(most);
  return el('span', { class: 'whole' }, at, foot);
}
