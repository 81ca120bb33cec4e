// A project's leads: search, filters, pages; all of them as a file.

import { get, query } from '../../api.js';
import { data, el, freshId } from '../../dom.js';
import { choice, theirs } from '../../parts/form.js';
import { closes } from '../../parts/menu.js';
import { failure } from '../../parts/notice.js';
import { cursorNow, nothingLeft, pager } from '../../parts/pager.js';
import { searchForm } from '../../parts/search_form.js';
import { relative } from '../../parts/time.js';
import { may } from '../../projects.js';
import { isSeen, short } from '../../record_text.js';
import { go } from '../../router.js';
import { day, language, t } from '../../words.js';
import { personText, plainText, statusText, titleOf, valueNode } from './fields.js';
import { callOf, leadPath, listPath, projectCall } from './names.js';

const page_size = 25;
const sorts = ['-created_at', 'created_at', 'name', '-name'];
const wishes = ['q', 'status', 'assigned_to', 'import', 'sort'];
const formats = ['csv', 'xlsx'];
const imports_offered = 50;

const menu = (label, links, look = 'btn-quiet') => closes(el('details', { class: 'pull-down' }, el('summary', { class: `btn ${look}` }, label),
  el('div', { class: 'menu-box' }, links.map(([href, name, about]) => el('a', { class: 'menu-link', download: true, href }, el('strong', {}, name), el('span', { class: 'muted' }, about))))));

const exports = (project, wish) => menu(t('leads.export'), formats.map((format) => [`${callOf(project)}/export.${format}${query({ ...wish, lang: language() })}`, t(`leads.format.${format}`), t(`leads.format.${format}.about`)]));
const template = (project) => menu(t('leads.template'), formats.map((format) => [`${callOf(project)}/template.${format}${query({ lang: language() })}`, t(`leads.format.${format}`), t('leads.template.about')]));

const toImport = (project) => el('a', { class: 'btn btn-primary', href: `/projects/${project.id}` }, t('leads.import'));

/// The first who can be seen: "Bob" before "bob".
const members = (project) => (project.members ?? []).map(({ user }) => [user.id, personText({ name: user.display_name, ...user }), theirs]);

function filters(project, wish, imports) {
  const turn = (name) => ({ change: (event) => go(listPath(project.id, { ...wish, [name]: event.target.value })) });
  const pick = (name, label, options) => choice({ label, options, value: wish[name] ?? '', on: turn(name) }).node;
  const statuses = project.leads?.statuses ?? [];
  const known = imports.some((one) => one.id === wish.import);
  return el('div', { class: 'filters lead-filters' },
    pick('status', t('leads.field.status'), [['', t('leads.every_status')], ...statuses.map((one) => [one.code, statusText(one.code, statuses), theirs])]),
    pick('assigned_to', t('leads.field.assigned_to'), [['', t('leads.every_person')], ['none', t('leads.unassigned')], ...members(project)]),
    pick('import', t('leads.by_import'), [['', t('leads.every_import')], ...(wish.import && !known ? [[wish.import, t('leads.this_import')]] : []),
      ...imports.map((one) => [one.id, `${short(one.file.name, 60)} · ${day(one.created_at)}`, theirs])]),
    pick('sort', t('leads.sort'), sorts.map((one) => [one === sorts[0] ? '' : one, t(`leads.sort.${one.replace('-', 'down_')}`)])));
}

const pillOf = (code, statuses) => (code ? el('span', { class: 'pill lead-status', 'data-status-code': code }, el('bdi', {}, statusText(code, statuses))) : null);

function line(one, project) {
  const statuses = project.leads?.statuses;
  const work = [one.job_title, one.company].filter(isSeen);
  const contact = ['email', 'phone'].filter((field) => isSeen(plainText(field, one[field])));
  return el('tr', {},
    el('th', { scope: 'row' }, el('a', { class: 'lead-name', href: leadPath(project.id, one.id) }, data(titleOf(one), {}, 80)),
      work.length > 0 ? el('div', { class: 'muted small' }, work.map((text, i) => [i > 0 ? ' · ' : null, data(text, {}, 60)])) : null),
    el('td', { 'data-label': t('leads.contact') }, contact.map((field) => el('div', {}, valueNode(field, one[field])))),
    el('td', { 'data-label': t('leads.field.status') }, pillOf(one.status, statuses)),
    el('td', { 'data-label': t('leads.field.assigned_to') }, one.assigned_to ? valueNode('assigned_to', one.assigned_to) : el('span', { class: 'muted' }, t('leads.unassigned'))),
    el('td', { class: 'muted' }, relative(one.created_at)));
}

function table(items, project) {
  const title = freshId();
  const th = (key) => el('th', { scope: 'col' }, t(key));
  return el('div', { class: 'card table-card' }, el('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-labelledby': title },
    el('table', { class: 'table leads-table' }, el('caption', { class: 'visually-hidden', id: title }, t('leads.title')),
      el('thead', {}, el('tr', {}, th('leads.name'), th('leads.contact'), th('leads.field.status'), th('leads.field.assigned_to'), th('leads.since'))),
      el('tbody', {}, items.map((one) => line(one, project))))));
}

function none(project, looked) {
  if (looked) return el('div', { class: 'card empty' }, el('h2', {}, t('leads.none_such')), el('a', { class: 'btn btn-quiet', href: listPath(project.id) }, t('leads.show_all')));
  const editor = may(project, 'editor');
  return el('div', { class: 'card empty' }, el('h2', {}, t('leads.none')), el('p', { class: 'muted' }, t(editor ? 'leads.none.about' : 'leads.none.viewer')),
    editor ? el('div', { class: 'row-actions' }, toImport(project), template(project.id)) : null);
}

export default {
  section: 'leads',
  async show({ project: id, search }) {
    const wish = Object.fromEntries(wishes.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])));
    const ask = () => get(`${callOf(id)}${query({ ...wish, limit: page_size, cursor: cursorNow() })}`);
    const [project, page, imports] = await Promise.all([get(projectCall(id)), ask().catch((why) => {
      // A link that was kept may name a status that the project has given up.
      if (why.status !== 400 || !wish.status) throw why;
      delete wish.status;
      failure(t('leads.status_gone'));
      return ask();
    }),
      get(`/api/v1/imports${query({ project: id, kind: 'leads', limit: imports_offered })}`).catch(() => ({ items: [] }))]);
    const looked = ['q', 'status', 'assigned_to', 'import'].some((name) => wish[name]);
    const empty = page.items.length === 0 && !looked && !cursorNow();
    const node = el('div', { class: 'stack' },
      el('div', { class: 'section-head' },
        el('div', { class: 'page-head' }, el('a', { class: 'back', href: `/projects/${project.id}` }, data(project.name)), el('h1', {}, t('leads.title'))),
        empty ? null : el('div', { class: 'row-actions' }, exports(project.id, wish), may(project, 'editor') ? [template(project.id), toImport(project)] : null)),
      empty ? null : [searchForm(t('leads.search'), wish.q ?? '', (q) => go(listPath(project.id, { ...wish, q }))), filters(project, wish, imports.items)],
      page.items.length === 0 ? nothingLeft() ?? none(project, looked) : table(page.items, project),
      pager(page.next_cursor, ['pager.back', 'pager.on']));
    return { title: `${t('leads.title')} · ${short(project.name, 80)}`, node, project: project.id };
  },
};
