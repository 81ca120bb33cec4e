// One table: its rows, a search in them, all of them as a file.

import { get, query } from '../../api.js';
import { data, el } from '../../dom.js';
import { field } from '../../parts/form.js';
import { cursorNow, pager } from '../../parts/pager.js';
import { go } from '../../router.js';
import { t } from '../../words.js';

const page_size = 20;

/// The columns of the rows on the page, in the order in which they come up.
const columnsOf = (items) => [...new Set(items.flatMap((one) => Object.keys(one.row)))];

function grid(items) {
  const columns = columnsOf(items);
  return el('div', { class: 'card table-card' }, el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, columns.map((name) => el('th', { scope: 'col' }, data(name))))),
    el('tbody', {}, items.map(({ row }) => el('tr', {}, columns.map((name) => el('td', {}, data(row[name] ?? ''))))))));
}

export default {
  async show({ name, search }) {
    const [q, project] = [search.get('q') ?? '', search.get('project')];
    const path = `/api/v1/tables/${encodeURIComponent(name)}`;
    const page = await get(`${path}/records${query({ q, project, limit: page_size, cursor: cursorNow() })}`);
    const looking = field({ label: t('rows.search'), type: 'search', value: q, autocomplete: 'off' });
    looking.node.querySelector('label').className = 'visually-hidden';
    const form = el('form', { class: 'search', role: 'search', on: { submit: (event) => {
      event.preventDefault();
      go(`/tables/${encodeURIComponent(name)}${query({ q: looking.input.value.trim(), project })}`);
    } } }, looking.node, el('button', { class: 'btn btn-primary' }, t('rows.look')));
    const node = el('div', { class: 'stack' },
      el('div', { class: 'section-head' }, el('h1', {}, data(name)),
        el('a', { class: 'btn btn-quiet', download: true, href: `${path}/export.csv${query({ project })}` }, t('rows.export'))),
      form, page.items.length === 0 ? el('div', { class: 'card empty' }, el('h2', {}, t('rows.none'))) : grid(page.items), pager(page.next_cursor));
    return { title: name, node };
  },
};
