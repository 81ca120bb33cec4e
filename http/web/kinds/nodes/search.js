// Nodes that have a text in their title or path.

import { get, query } from '../../api.js';
import { data, el, replace } from '../../dom.js';
import { cursorNow, pager } from '../../parts/pager.js';
import { failure } from '../../parts/notice.js';
import { t } from '../../words.js';
import { callOf, pageOf, pathOf, placeOf, tellsSchemes } from './names.js';

const page_size = 20;

const found = (project, one) => el('li', { class: 'node-found' },
  el('h2', { class: 'node-title' }, el('a', { href: pageOf(project.id, one.id) }, data(one.title))),
  el('p', { class: 'node-path' }, data(pathOf(one, tellsSchemes(project)))));

const none = ({ id }) => el('div', { class: 'card empty' }, el('h2', {}, t('nodes.none_such')),
  el('p', { class: 'muted' }, t('nodes.none_such.about')), el('a', { class: 'btn btn-primary', href: placeOf(id) }, t('nodes.show_all')));

/// One page of them. The server looks at some thousand nodes a call: of a large tree the page fills as it looks on.
/// Answers {node, leave()}.
export async function searchResults(project, q) {
  const list = el('ul', { class: 'sheet', hidden: true });
  const state = el('p', { class: 'muted', role: 'status' });
  const foot = el('div');
  const node = el('div', { class: 'stack' }, list, state, foot);
  let ended = false;
  let count = 0;
  const ask = (cursor) => get(`${callOf(project.id)}/nodes${query({ q, limit: page_size - count, cursor })}`);
  const show = (page) => {
    count += page.items.length;
    list.append(...page.items.map((one) => found(project, one)));
    list.hidden = count === 0;
  };
  const over = (next) => {
    state.textContent = '';
    const pages = pager(next, ['pager.back', 'pager.on']);
    if (count === 0) replace(node, none(project), pages);
    else replace(foot, pages);
  };
  const lookOn = async (cursor) => {
    let next = cursor;
    while (next && count < page_size && !ended) {
      const page = await ask(next);
      show(page);
      next = page.next_cursor;
    }
    if (!ended) over(next);
  };
  const first = await ask(cursorNow());
  show(first);
  if (first.next_cursor && count < page_size) {
    state.textContent = t('nodes.looking');
    lookOn(first.next_cursor).catch((why) => {
      state.textContent = '';
      failure(why);
    });
  } else {
    over(first.next_cursor);
  }
  return { node, leave: () => { ended = true; } };
}
