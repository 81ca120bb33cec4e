// JSON whose numbers stay as they are written: a script's own hold no more than 53 bits of a whole number.

/// A number that a script cannot hold: its digits.
export class Exact {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/// A text, or a number outside of texts.
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gsu;
const mayBeLong = /\d{16}/;

/// What no file says by chance.
const freshMark = () => [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, '0')).join('');

/// As JSON.parse, with `Exact` where a number is longer. Errors: SyntaxError.
export function readJson(text) {
  if (!mayBeLong.test(text)) return JSON.parse(text);
  const mark = freshMark();
  const marked = text.replace(tokens, (one) => (one[0] !== '"' && mayBeLong.test(one) && String(Number(one)) !== one ? `"${mark}${one}"` : one));
  return JSON.parse(marked, (_, value) => (typeof value === 'string' && value.startsWith(mark) ? new Exact(value.slice(mark.length)) : value));
}

/// As JSON.stringify; an `Exact` as it was written.
export function writeJson(value) {
  let mark = null;
  const text = JSON.stringify(value, (_, one) => {
    if (!(one instanceof Exact)) return one;
    mark ??= freshMark();
    return mark + one.text;
  });
  return mark === null ? text : text.replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
}
