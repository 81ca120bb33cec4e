// Backups: how the last ones ended, the one that is being made, and a button for the next.

import { get, post } from '../api.js';
import { data, el, replace, setText } from '../dom.js';
import { bytes, percent, t } from '../words.js';
import { faultText } from './fault.js';
import { failure } from './notice.js';
import { relative } from './time.js';

const shown_at_once = 10;

const head = (name) => el('th', { scope: 'col' }, t(`backups.${name}`));

function how(one) {
  if (one.status === 'failed') return faultText(one);
  if (one.status === 'restored') return t('backups.restored.about', { n: one.paused_imports, position: one.position });
  const what = t('backups.finished.about', { position: one.position, size: bytes(one.size_bytes), copied: bytes(one.copied_bytes) });
  return one.missing_files > 0 ? `${what} ${t('backups.missing', { n: one.missing_files })}` : what;
}

const row = (one) => el('tr', { 'data-status': one.status },
  el('td', {}, relative(one.at)),
  el('td', {}, one.by === null ? t('backups.by_server') : data(one.by)),
  el('td', {}, el('span', { class: `pill${one.status === 'failed' ? ' warn' : ''}` }, t(`backups.${one.status}`)), ' ', how(one)));

export class Backups {
  constructor() {
    this.about = el('p', { class: 'muted' });
    this.now = el('p', { role: 'status' });
    this.body = el('tbody');
    this.table = el('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-labelledby': 'backups-title' },
      el('table', { class: 'table backups' }, el('thead', {}, el('tr', {}, head('when'), head('who'), head('how'))), this.body));
    this.button = el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => this.begin() } }, t('backups.begin'));
    this.node = el('section', { class: 'card', 'aria-labelledby': 'backups-title' },
      el('h2', { id: 'backups-title' }, t('backups.title')), this.about, this.now, this.table, el('div', {}, this.button));
  }

  async begin() {
    this.button.disabled = true;
    try {
      await post('/api/v1/administration/backups');
    } catch (why) {
      failure(why);
    }
    await this.load().catch(failure);
  }

  async load() {
    const { folder, every_hours: every, running, items } = await get('/api/v1/administration/backups');
    replace(this.about, folder === null ? t('backups.no_folder')
      : [t('backups.folder'), ' ', data(folder), ' · ', every > 0 ? t('backups.every', { n: every }) : t('backups.on_demand')]);
    setText(this.now, running ? t('backups.running', { share: percent(running.bytes_total > 0 ? (100 * running.bytes_done) / running.bytes_total : 0) }) : '');
    this.now.hidden = !running;
    this.button.hidden = folder === null;
    this.button.disabled = Boolean(running);
    this.table.hidden = items.length === 0;
    replace(this.body, items.slice(0, shown_at_once).map(row));
  }
}
