// One node: the way to it, what it says, what is below it, and everything that ever changed it.

import { get, remove } from '../../api.js';
import { data, el } from '../../dom.js';
import { confirm } from '../../parts/dialog.js';
import { failure, success } from '../../parts/notice.js';
import { may } from '../../projects.js';
import { short } from '../../record_text.js';
import { go } from '../../router.js';
import { number, t } from '../../words.js';
import { editDialog } from './edit.js';
import { facts } from './facts.js';
import { History } from './history.js';
import { callOf, pathOf, placeOf, tellsSchemes } from './names.js';
import { treeOf } from './tree.js';
import { drawWay, wayTo } from './way.js';

async function drop(project, path, node) {
  const above = node.children_count > 0 ? 'nodes.ask.text.parent' : 'nodes.ask.text';
  if (!await confirm({ title: t('nodes.ask.title'), text: t(above, { title: short(node.title, 100), n: node.children_count }), yes: t('action.delete'), danger: true })) return;
  try {
    await remove(path);
    success(t('nodes.deleted'));
    go(placeOf(project.id));
  } catch (why) {
    failure(why);
  }
}

const again = () => go(location.pathname, { replace: true });

const actions = (project, path, node) => el('div', { class: 'row-actions' },
  el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: () => editDialog(path, node, again) } }, t('nodes.edit')),
  el('button', { type: 'button', class: 'btn btn-sm btn-quiet warn', on: { click: () => drop(project, path, node) } }, t('action.delete')));

const place = (node) => el('dl', { class: 'tree-figures' }, [['level', node.depth + 1], ['children_count', node.children_count], ['below', node.subtree_count - 1]]
  .map(([name, n]) => el('div', {}, el('dt', {}, t(`nodes.stats.${name}`)), el('dd', {}, number(n)))));

async function below(project, node) {
  if (node.children_count === 0) return null;
  const tree = treeOf(project, t('nodes.below_it'), node);
  await tree.fill();
  tree.tellRoots(node.children_count);
  return el('section', { class: 'card tree-card', 'aria-labelledby': 'below-title' }, el('h2', { id: 'below-title' }, t('nodes.below_it')), tree.node);
}

async function there(project, path, node, history) {
  const [way, tree] = await Promise.all([wayTo(project.id, node), below(project, node)]);
  return el('div', { class: 'stack' },
    el('div', { class: 'page-head' }, drawWay(project.id, way, node),
      el('div', { class: 'section-head' },
        el('div', {}, el('h1', {}, data(node.title)), el('p', { class: 'muted' }, data(pathOf(node, tellsSchemes(project))))),
        may(project, 'editor') ? actions(project, path, node) : null)),
    place(node), el('section', { class: 'card', 'aria-label': t('nodes.now') }, facts(node)), tree, history.node);
}

/// Deleted ones still have their history.
const gone = (project, history) => el('div', { class: 'stack' },
  el('div', { class: 'page-head' }, el('a', { class: 'back', href: placeOf(project.id) }, t('nodes.heading')), el('h1', {}, t('nodes.gone'))), history.node);

export default {
  section: 'nodes',
  async show({ project: id, node: which }) {
    const path = `${callOf(id)}/nodes/${encodeURIComponent(which)}`;
    const history = new History(path);
    const [project, node] = await Promise.all([get(callOf(id)),
      get(path).catch((why) => { if (why.status !== 404) throw why; return null; }), history.load()]);
    return { title: node ? short(node.title, 100) : t('nodes.gone'), project: project.id,
      node: node ? await there(project, path, node, history) : gone(project, history) };
  },
};
