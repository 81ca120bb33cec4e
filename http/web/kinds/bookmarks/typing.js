// A search while somebody writes: a moment behind the last letter, and what comes late is thrown away.

/// Who writes goes on within that time, mostly.
export const typing_ms = 200;

/// One thing that is looked for, as the server reads them: what it leaves out, a filter's name, and words or a phrase.
const parts = /(-(?=\S))?((?:tag|site|before|after|is):)?("[^"]*(?:"\*?|$)|\S+)/giu;
/// Two characters at least, to the end; marks belong to the letter before them.
const long_word = /(?:[\p{L}\p{N}]\p{M}*){2}$/u;

/// What is searched when somebody has written so much: the word at the end may go on, so it gets a star. A blank behind it ends it. Filters,
/// phrases and what is left out are no words, and a single letter would find half of everything.
export function asTyped(written) {
  const [last] = [...written.matchAll(parts)].slice(-1);
  const q = written.trim();
  if (!last || last.index + last[0].length < written.length) return q;
  const [, without, filter, value] = last;
  return without || filter || value.startsWith('"') || !long_word.test(value) ? q : `${q}*`;
}

/// `shown`: the search that the page shows at first. `ask(q, signal)` resolves to what is found; `show(q, written, found)` draws it; `refuse(why)`
/// says why nothing is. Answers {end, again}:
/// `again()` searches the same anew, at once.
export function whileTyping(input, shown, { ask, show, refuse }) {
  let wanted = shown;
  let timer = 0;
  let aborter = null;
  const stop = () => {
    clearTimeout(timer);
    aborter?.abort();
    aborter = null;
  };
  const search = async (q, written) => {
    const mine = new AbortController();
    aborter = mine;
    try {
      const found = await ask(q, mine.signal);
      if (aborter === mine) show(q, written, found);
    } catch (why) {
      if (aborter !== mine) return;
      // The next letter asks again, even where it leads to the same search.
      wanted = null;
      refuse(why);
    }
  };
  const typed = (event) => {
    // Half a character of an input method is nothing to look for; its end is told by another event.
    if (event.isComposing) return;
    const written = input.value;
    const q = asTyped(written);
    if (q === wanted) return;
    stop();
    wanted = q;
    timer = setTimeout(search, typing_ms, q, written);
  };
  input.addEventListener('input', typed);
  input.addEventListener('compositionend', typed);
  return {
    again: () => {
      stop();
      wanted ??= asTyped(input.value);
      search(wanted, input.value);
    },
    end: () => {
      stop();
      input.removeEventListener('input', typed);
      input.removeEventListener('compositionend', typed);
    },
  };
}
