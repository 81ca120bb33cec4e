// A field with a list: what is typed finds, one of what was found is taken, by mouse or keys.

import { data, el, freshId, replace } from '../dom.js';
import { field } from './form.js';

const shown_most = 50;

/// `find(text, most)`: {found: texts, rest: how many more}; `take(text)` answers what is said of it; `words(found, rest)`: what
/// is said below the list. Answers {node, input}.
export function finder({ label, placeholder, find, take, words }) {
  const listId = freshId();
  const list = el('ul', { id: listId, class: 'finder-list', role: 'listbox', 'aria-label': label });
  const more = el('p', { class: 'hint', 'aria-hidden': 'true' });
  const box = el('div', { class: 'finder-box', hidden: true, on: { mousedown: (event) => event.preventDefault() } }, list, more);
  const state = el('p', { class: 'hint', role: 'status' });
  let at = -1;

  const close = () => {
    box.hidden = true;
    at = -1;
    state.textContent = '';
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const point = (to) => {
    const all = list.children;
    if (all.length === 0) return;
    all[at]?.setAttribute('aria-selected', 'false');
    at = (to + all.length) % all.length;
    all[at].setAttribute('aria-selected', 'true');
    all[at].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', all[at].id);
  };
  const takeOne = (text) => {
    input.value = '';
    close();
    const said = take(text);
    input.focus();
    state.textContent = said;
  };
  const open = () => {
    const { found, rest } = find(input.value.trim(), shown_most);
    at = -1;
    input.removeAttribute('aria-activedescendant');
    replace(list, found.map((text) => el('li', { id: freshId(), role: 'option', 'aria-selected': 'false', on: { click: () => takeOne(text) } }, data(text))));
    box.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    more.textContent = words(found.length, rest);
    state.textContent = more.textContent;
  };
  const keys = {
    ArrowDown: () => { if (box.hidden) open(); point(at + 1); },
    ArrowUp: () => { if (box.hidden) open(); point(at < 0 ? -1 : at - 1); },
    // The first one, when something was typed and nothing pointed at.
    Enter: () => { if (!box.hidden && (at >= 0 || input.value !== '')) list.children[Math.max(at, 0)].click(); },
    Escape: close,
  };
  const { node, input } = field({ label, placeholder, type: 'text', role: 'combobox', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
    'aria-expanded': 'false', 'aria-controls': listId, 'aria-autocomplete': 'list',
    on: { input: open, click: () => { if (box.hidden) open(); }, blur: close,
      keydown: (event) => {
        if (!keys[event.key] || event.isComposing) return;
        // Escape closes what is open, and nothing around it.
        if (event.key === 'Escape' && box.hidden) return;
        event.preventDefault();
        event.stopPropagation();
        keys[event.key]();
      } } });
  node.classList.add('finder');
  const around = el('div', { class: 'finder-around' });
  input.replaceWith(around);
  around.append(input, box);
  node.append(state);
  return { node, input };
}
