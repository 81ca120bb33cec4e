// What happened to an import, from the log: who did what when, and how long each phase took.

import { get, query } from '../api.js';
import { el } from '../dom.js';
import { user } from '../session.js';
import { faultText } from './fault.js';
import { bytes, clock, day, duration, has, t } from '../words.js';

const most_pages = 5;
/// Steps that say why.
const told_why = ['failed', 'reading_refused', 'chunk_retried', 'suspended'];

/// The steps of its story, oldest first; its chunks are told by the chart.
export async function loadSteps(id) {
  const steps = [];
  let cursor = null;
  for (let i = 0; i < most_pages; ++i) {
    const page = await get(`/api/v1/imports/${id}/events${query({ detail: 'steps', limit: 100, cursor })}`);
    steps.push(...page.items);
    cursor = page.next_cursor;
    if (!cursor) break;
  }
  return steps;
}

const nameOf = (type) => type.replace(/^import\./, '').replace(/\.v\d+$/, '');

function who(by) {
  if (by === 'system') return t('story.by_server');
  if (by === user().id) return t('story.by_you');
  return t('story.by_other');
}

function words({ type, by, data: facts, summary }) {
  const name = nameOf(type);
  const key = name === 'parsing_started' && facts.attempt > 1 ? 'story.parsing_again'
    : name === 'paused' && by === 'system' ? 'story.paused_by_restore'
    : name === 'records_excluded' && facts.excluded === false ? 'story.records_included' : `story.${name}`;
  if (!has(key)) return summary;
  return t(key, { n: facts.total ?? 0, record: facts.record ?? 0, attempt: facts.attempt ?? 1, next: facts.next_record ?? 1, first: facts.first_record ?? 1, tries: facts.tries ?? 1, fault: told_why.includes(name) ? faultText(facts) : '',
    size: facts.file ? bytes(facts.file.size_bytes) : '' });
}

export function timeline(steps) {
  let shownDay = '';
  return el('ol', { class: 'timeline' }, steps.map((one) => {
    const today = day(one.at);
    const head = today === shownDay ? null : el('p', { class: 'timeline-day' }, el('time', { datetime: one.at }, today));
    shownDay = today;
    return el('li', { 'data-type': nameOf(one.type) }, head,
      el('p', { class: 'timeline-what' }, words(one)),
      el('p', { class: 'muted' }, el('time', { datetime: one.at }, clock(one.at)), ' · ', who(one.by)));
  }));
}

const phase_of = { submitted: 'waiting', parsing_started: 'checking', parsing_finished: 'applying', ready: 'reviewing', read_again: 'waiting', reading_refused: 'reviewing', committed: 'applying', paused: 'paused', suspended: 'paused',
  resumed: 'waiting', retried: 'waiting', failed: 'stopped', cancelled: 'stopped', completed: null, removed: null };

/// How long it was in each phase, in seconds, in the order in which they began. A step that is none of them, as to be
/// taken up after a restart, ends no phase.
export function phases(steps, now = Date.now()) {
  const spent = new Map();
  let phase;
  steps.forEach((one, i) => {
    const next = phase_of[nameOf(one.type)];
    if (next !== undefined) phase = next;
    if (!phase) return;
    const end = steps[i + 1] ? new Date(steps[i + 1].at).getTime() : now;
    if (phase === 'stopped' && !steps[i + 1]) return;
    spent.set(phase, (spent.get(phase) ?? 0) + Math.max(0, end - new Date(one.at).getTime()) / 1000);
  });
  return [...spent].map(([name, seconds]) => ({ name, seconds }));
}

export function phaseList(list) {
  const all = list.reduce((sum, one) => sum + one.seconds, 0);
  return el('dl', { class: 'facts pairs' }, list.map(({ name, seconds }) => [
    el('dt', {}, t(`phase.${name}`)), el('dd', {}, t('phase.time', { time: duration(seconds) }))]),
  list.length > 1 ? [el('dt', {}, t('phase.all')), el('dd', {}, t('phase.time', { time: duration(all) }))] : null);
}

