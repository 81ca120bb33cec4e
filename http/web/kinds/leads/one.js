// One lead: all that is known, what is done with it most, and everything that ever changed it.

import { get, patch, remove } from '../../api.js';
import { data, el } from '../../dom.js';
import { choice, onceChosen, theirs } from '../../parts/form.js';
import { confirm } from '../../parts/dialog.js';
import { failure, success } from '../../parts/notice.js';
import { exact } from '../../parts/time.js';
import { may } from '../../projects.js';
import { isSeen, short } from '../../record_text.js';
import { go } from '../../router.js';
import { t } from '../../words.js';
import { nameOf } from './assignment.js';
import { editDialog } from './edit.js';
import { fields, labelOf, plainText, statusText, titleOf, valueNode } from './fields.js';
import { History } from './history.js';
import { callOf, listPath, projectCall } from './names.js';

const again = () => go(location.pathname, { replace: true });

async function drop(project, path, lead) {
  if (!await confirm({ title: t('leads.ask.title'), text: t('leads.ask.text', { name: short(titleOf(lead), 100) }), yes: t('action.delete'), danger: true })) return;
  try {
    await remove(path);
    success(t('leads.deleted'));
    go(listPath(project.id));
  } catch (why) {
    failure(why);
  }
}

/// What is changed most, without a form.
function quick(project, path, lead) {
  const statuses = project.leads?.statuses ?? [];
  const change = async (name, target) => {
    target.disabled = true;
    try {
      await patch(path, { [name]: target.value || null });
      success(t('leads.edit.saved'));
      again();
    } catch (why) {
      failure(why);
      target.disabled = false;
      return false;
    }
    return true;
  };
  const before = { status: lead.status ?? '', assigned_to: lead.assigned_to?.username ?? '' };
  const with_own = (all, value, text) => (value === '' || all.some(([one]) => one === value) ? all : [[value, text, theirs], ...all]);
  const members = (project.members ?? []).map((one) => [one.user.username, nameOf(one), theirs]);
  const pick = (name, options) => {
    const { node, input } = choice({ label: labelOf(name), value: before[name], options, name });
    onceChosen(input, () => change(name, input));
    return node;
  };
  return el('div', { class: 'card quick' },
    pick('status', with_own(statuses.map((one) => [one.code, statusText(one.code, statuses), theirs]), before.status, before.status)),
    pick('assigned_to', [['', t('leads.unassigned')], ...with_own(members, before.assigned_to, plainText('assigned_to', lead.assigned_to))]));
}

function facts(lead, statuses, besides) {
  const shown = fields.filter((field) => !besides.includes(field) && isSeen(plainText(field, lead[field], statuses)));
  const extra = Object.entries(lead.extra ?? {}).filter(([, text]) => isSeen(text));
  return el('section', { class: 'card', 'aria-label': t('leads.now') }, el('dl', { class: 'facts wide' },
    shown.map((field) => [el('dt', {}, labelOf(field)), el('dd', {}, valueNode(field, lead[field], statuses))]),
    extra.map(([name, text]) => [el('dt', {}, data(name, {}, 60)), el('dd', {}, data(text, {}, 2_000))]),
    el('dt', {}, t('leads.since')), el('dd', {}, exact(lead.created_at), lead.import ? [' · ', el('a', { href: `/imports/${lead.import}` }, t('change.by_import', { record: lead.row ?? lead.record ?? 0 }))] : null),
    lead.updated_at && lead.updated_at !== lead.created_at ? [el('dt', {}, t('leads.changed')), el('dd', {}, exact(lead.updated_at))] : null));
}

function there(project, path, lead, history) {
  const editor = may(project, 'editor');
  const button = (key, look, act) => el('button', { type: 'button', class: `btn btn-sm ${look}`, on: { click: act } }, t(key));
  const work = [lead.job_title, lead.company].filter(isSeen);
  return el('div', { class: 'stack middle' },
    el('div', { class: 'page-head' }, el('a', { class: 'back', href: listPath(project.id) }, t('leads.title')),
      el('div', { class: 'section-head' },
        el('div', {}, el('h1', {}, data(titleOf(lead), {}, 200)), work.length > 0 ? el('p', { class: 'muted' }, work.map((text, i) => [i > 0 ? ' · ' : null, data(text, {}, 100)])) : null),
        editor ? el('div', { class: 'row-actions' }, button('leads.edit', 'btn-quiet', () => editDialog(path, lead, project, again)), button('action.delete', 'btn-quiet warn', () => drop(project, path, lead))) : null)),
    editor ? quick(project, path, lead) : null, facts(lead, project.leads?.statuses, editor ? ['status', 'assigned_to'] : []), history.node);
}

/// Deleted ones still have their history.
const gone = (project, history) => el('div', { class: 'stack middle' },
  el('div', { class: 'page-head' }, el('a', { class: 'back', href: listPath(project.id) }, t('leads.title')), el('h1', {}, t('leads.gone'))), history.node);

export default {
  section: 'leads',
  async show({ project: id, lead: which }) {
    const path = `${callOf(id)}/${encodeURIComponent(which)}`;
    const [project, lead] = await Promise.all([get(projectCall(id)), get(path).catch((why) => { if (why.status !== 404) throw why; return null; })]);
    const history = new History(path, project);
    await history.load();
    return { title: lead ? short(titleOf(lead), 100) : t('leads.gone'), project: project.id, node: lead ? there(project, path, lead, history) : gone(project, history) };
  },
};
