// How the server is, and who may use it.

import { get } from '../api.js';
import { el, setText } from '../dom.js';
import { Accounts } from '../parts/accounts.js';
import { Backups } from '../parts/backups.js';
import { Operations } from '../parts/operations.js';
import { bytes, number, t } from '../words.js';

const again_ms = 5000;

const lag = (now) => Math.max(now.projections.imports.lag, now.projections.collections.lag);

const figures = [
  ['health.log', (now) => bytes(now.log.size_bytes), (now) => t('health.log.about', { n: now.log.position })],
  ['health.store', (now) => bytes(now.projections.size_bytes), () => t('health.store.about')],
  ['health.lag', (now) => number(lag(now)), (now) => t(now.caught_up && lag(now) === 0 ? 'health.caught_up' : 'health.behind')],
  ['health.running', (now) => number(now.imports.running), (now) => t('health.waiting', { n: now.imports.waiting })],
  ['health.records', (now) => number(now.imports.records_applied), () => t('health.records.about')],
  ['health.streams', (now) => number(now.http.streams), () => t('health.streams.about')],
];

function healthCard() {
  const parts = figures.map(([name, value, about]) => ({ name, value, about, big: el('dd', { class: 'figure', translate: 'no' }), small: el('dd', { class: 'muted' }) }));
  const node = el('section', { 'aria-labelledby': 'health-title' }, el('h2', { id: 'health-title', class: 'visually-hidden' }, t('health.title')),
    el('dl', { class: 'figures' }, parts.map((one) => el('div', { class: 'card' }, el('dt', {}, t(one.name)), one.big, one.small))));
  const load = async () => {
    const now = await get('/api/v1/administration/health');
    for (const one of parts) {
      setText(one.big, one.value(now));
      setText(one.small, one.about(now));
    }
  };
  return { node, load };
}

export const adminTabs = (now) => el('nav', { class: 'tabs', 'aria-label': t('nav.administration') },
  [['administration', '/administration'], ['all_imports', '/administration/imports'], ['all_projects', '/administration/projects']].map(([name, href]) =>
    el('a', { href, 'aria-current': name === now ? 'page' : null }, t(`tab.${name}`))));

export default {
  section: 'administration',
  async show() {
    const accounts = new Accounts();
    const health = healthCard();
    const backups = new Backups();
    const operations = new Operations();
    await Promise.all([accounts.load(), health.load(), backups.load(), operations.load()]);
    const turning = setInterval(() => { if (!document.hidden) Promise.all([health.load(), backups.load(), operations.load()]).catch(() => {}); }, again_ms);
    const node = el('div', { class: 'stack' }, el('h1', {}, t('administration.title')), adminTabs('administration'), health.node, accounts.node, backups.node, operations.node);
    return { title: t('administration.title'), node, leave: () => clearInterval(turning) };
  },
};
