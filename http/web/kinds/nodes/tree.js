// A project's nodes: the tree as it grows, or what a search found.

import { get, query } from '../../api.js';
import { data, el, replace } from '../../dom.js';
import { field } from '../../parts/form.js';
import { leftBehind } from '../../parts/left_behind.js';
import { failure } from '../../parts/notice.js';
import { may } from '../../projects.js';
import { short } from '../../record_text.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { batchDialog } from './batch.js';
import { exports } from './exports.js';
import { figures } from './figures.js';
import { callOf, pageOf, placeOf, tellsSchemes } from './names.js';
import { News, paced } from './news.js';
import { searchResults } from './search.js';
import { TreeView } from './tree_view.js';

const page_size = 100;

const listOf = (node) => (node ? `/${encodeURIComponent(node.id)}/children` : '/roots');

/// `within`: the node whose children are the first level; null: the roots are.
export const treeOf = (project, label, within = null) => new TreeView({
  name: `${project.id}/${within?.id ?? ''}`,
  label,
  within,
  schemes: tellsSchemes(project),
  ask: (node, cursor) => get(`${callOf(project.id)}/nodes${listOf(node ?? within)}${query({ limit: page_size, cursor })}`),
  href: (node) => pageOf(project.id, node.id),
  go,
});

class TreePage {
  constructor(project) {
    this.project = project;
    this.figures = figures();
    this.body = el('div');
    this.news = new News(project, { changed: (whole) => this.again.ask(whole), lost: leftBehind });
    this.again = paced((whole) => this.refresh(whole));
    this.actions = el('div', { class: 'row-actions' });
    this.search = searchForm(project.id, '');
  }

  node() {
    return el('div', { class: 'stack' },
      head(this.project, this.actions), this.news.connection.node, this.news.node, this.figures.node, this.search, this.body);
  }

  async load() {
    await Promise.all([this.refresh(true), this.news.load()]);
  }

  async refresh(whole) {
    const stats = await get(`${callOf(this.project.id)}/tree/stats`);
    if (this.tree) await this.tree.refresh(whole);
    else if (stats.nodes > 0) await this.plant();
    if (this.tree && stats.nodes === 0) this.tree = null;
    this.tree?.tellRoots(stats.roots);
    this.figures.update(stats);
    this.draw();
  }

  async plant() {
    const tree = treeOf(this.project, t('nodes.tree'));
    await tree.fill();
    this.tree = tree;
  }

  draw() {
    const state = this.tree ? 'tree' : 'none';
    this.search.hidden = !this.tree;
    if (this.state === state) return;
    this.state = state;
    replace(this.actions, ...(this.tree ? [exports(this.project.id), this.adding()] : []));
    replace(this.body, this.tree ? el('section', { class: 'card tree-card', 'aria-label': t('nodes.tree') }, this.tree.node) : this.none());
  }

  adding() {
    if (!may(this.project, 'editor')) return null;
    return el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => batchDialog(this.project, (made) => this.news.add(made)).catch(failure) } }, t('nodes.add'));
  }

  none() {
    const about = may(this.project, 'editor') ? 'nodes.none.about' : 'nodes.none.viewer';
    return el('div', { class: 'card empty' }, el('h2', {}, t('nodes.none')), el('p', { class: 'muted' }, t(about)), this.adding(),
      may(this.project, 'manager') ? el('p', {}, el('a', { href: `/projects/${this.project.id}/members` }, t('nodes.none.settings'))) : null);
  }

  begin() {
    const end = this.news.begin();
    return () => {
      end();
      this.again.stop();
    };
  }
}

const head = (project, actions) => el('div', { class: 'section-head' },
  el('div', { class: 'page-head' }, el('a', { class: 'back', href: `/projects/${project.id}` }, data(project.name)), el('h1', {}, t('nodes.heading'))), actions);

function searchForm(project, q) {
  const looking = field({ label: t('nodes.search'), type: 'search', value: q, autocomplete: 'off', placeholder: t('nodes.search.hint') });
  looking.node.querySelector('label').className = 'visually-hidden';
  return el('form', { class: 'search', role: 'search', on: { submit: (event) => {
    event.preventDefault();
    go(`${placeOf(project)}${query({ q: looking.input.value.trim() })}`);
  } } }, looking.node, el('button', { class: 'btn btn-primary' }, t('nodes.look')));
}

async function found(project, q) {
  const results = await searchResults(project, q);
  const all = el('a', { class: 'btn btn-quiet', href: placeOf(project.id) }, t('nodes.show_all'));
  return { node: el('div', { class: 'stack' }, head(project, el('div', { class: 'row-actions' }, all)), searchForm(project.id, q), results.node), leave: results.leave };
}

export default {
  section: 'nodes',
  async show({ project: id, search }) {
    const project = await get(`/api/v1/projects/${encodeURIComponent(id)}`);
    const title = `${t('nodes.heading')} · ${short(project.name, 80)}`;
    const q = search.get('q')?.trim() ?? '';
    if (q) return { title, project: project.id, ...await found(project, q) };
    const page = new TreePage(project);
    await page.load();
    return { title, project: project.id, node: page.node(), leave: page.begin() };
  },
};
