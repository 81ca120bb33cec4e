// What somebody wrote into a field that showed a text.

const ends = /\r\n?|\n/g;

export const hasLines = (text) => /[\r\n]/.test(text);

/// A field shows what it can: an <input> no line ends, a <textarea> each as \n. Answers what stands in it now, where
/// nobody touched it the text itself; a text whose lines ended with \r\n keeps them so.
export function written(input, text) {
  const shown = input.value;
  const end = text.match(ends)?.every((one) => one === '\r\n') ? '\r\n' : '\n';
  return () => (input.value === shown ? text : input.value.replace(ends, end));
}
