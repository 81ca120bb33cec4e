// What would become of a row, in words.

import { data, el } from '../../dom.js';
import { isSeen } from '../../record_text.js';
import { has, t } from '../../words.js';
import { labelOf, personText, plainText } from './fields.js';
import { leadPath } from './names.js';

export const outcomeOf = ({ state, plan }) => (state === 'excluded' ? 'excluded' : state === 'invalid' ? 'fail' : plan?.outcome ?? 'fail');

/// The lead, or the earlier row, that it meets.
function met({ plan }, project) {
  const { meets, by } = plan;
  if (meets === null || meets === undefined) return null;
  const word = t(has(`leads.meets.${by}`) ? `leads.meets.${by}` : 'leads.meets');
  const id = typeof meets === 'string' ? meets : meets.id ?? meets.identity;
  const row = meets.row ?? meets.record;
  const name = typeof meets === 'object' && isSeen(meets.title) ? data(meets.title, {}, 60) : t('leads.meets.lead');
  return el('p', { class: 'plan-line' }, word, ' ', id ? el('a', { href: leadPath(project, id) }, name) : t('leads.meets.row', { n: row ?? 0 }));
}

/// `{field: {before, after}}`, or pairs.
const sides = (one) => (Array.isArray(one) ? one : [one?.before, one?.after]);

function changes({ plan }, statuses) {
  const all = Object.entries(plan.changes ?? {});
  if (all.length === 0) return null;
  return el('ul', { class: 'plan-changes' }, all.map(([field, one]) => {
    const [before, after] = sides(one).map((value) => plainText(field, value, statuses));
    return el('li', {}, el('span', { class: 'muted' }, `${labelOf(field)} `), isSeen(before) ? [el('s', {}, el('span', { class: 'visually-hidden' }, t('leads.before'), ' '), data(before, {}, 60)), ' '] : null,
      el('span', { 'aria-hidden': 'true' }, '→ '), el('span', { class: 'visually-hidden' }, t('leads.after'), ' '), isSeen(after) ? data(after, {}, 60) : t('leads.nothing'));
  }));
}

/// Faults and warnings that belong to none of the cells that are shown.
const others = (row, shown) => [...(row.faults ?? []), ...(row.warnings ?? [])].filter((one) => !one.field || !shown.has(one.field));

/// Of a value the server's sentence says more than the code; of a whole row the code says it in every language.
export function faultText(one) {
  const known = has(`code.${one.code}`);
  if (one.message && (one.value || !known)) return one.message;
  return t(known ? `code.${one.code}` : 'code.unknown', { code: one.code });
}

/// `shown`: the fields whose faults stand at their cells. `people`: members by user name.
export function planNode(row, { project, statuses, shown, people }) {
  const outcome = outcomeOf(row);
  const plan = row.plan ?? {};
  const assigned = plan.assigned_to ? personText(people.get(plan.assigned_to) ?? plan.assigned_to) : '';
  const faults = new Set(outcome === 'fail' ? row.faults : []);
  return [
    el('div', { class: 'plan-words' }, el('span', { class: `plan-word is-${outcome}` }, t(`leads.plan.${outcome}`)),
      row.edited ? el('span', { class: 'pill' }, t('leads.rows.was_edited')) : null),
    ['update', 'skip', 'fail'].includes(outcome) && row.plan ? met(row, project) : null,
    outcome === 'update' ? changes(row, statuses) : null,
    outcome === 'create' && isSeen(assigned) ? el('p', { class: 'plan-line' }, t('leads.plan.for'), ' ', data(assigned)) : null,
    others(row, shown).map((one) => el('p', { class: faults.has(one) ? 'cell-fault' : 'warning' }, data(faultText(one), {}, 400))),
  ];
}
