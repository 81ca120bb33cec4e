// One import in a list.

import { data, el } from '../dom.js';
import { bytes, t } from '../words.js';
import { actionButtons } from './actions.js';
import { countLine } from './counts.js';
import { faultOf } from './fault.js';
import { announce } from './notice.js';
import { pauseOf } from './pause.js';
import { progressBar } from './progress.js';
import { badge } from './status.js';
import { relative } from './time.js';

export function importRow(of, { changed, owner = null, mayAct = true, allowed = () => true }) {
  let now = of;
  const status = badge(of.status);
  const bar = progressBar(of);
  const counts = countLine(of.progress);
  const actions = mayAct ? actionButtons(of, changed, allowed) : null;
  const fault = el('div', { class: 'row-fault' });
  const showFault = () => fault.replaceChildren(...[now.error ? faultOf(now.error) : null, pauseOf(now)].filter(Boolean));
  const failedLink = el('a', { class: 'failed-link', href: `/imports/${of.id}?outcome=failed` });
  const showFailed = () => {
    failedLink.hidden = now.progress.failed === 0;
    failedLink.textContent = t('row.failed', { n: now.progress.failed });
  };
  const name = mayAct ? el('a', { href: `/imports/${of.id}` }, data(of.file.name)) : data(of.file.name);
  const node = el('li', { class: 'card import-row', 'data-id': of.id, 'data-status': of.status },
    el('div', { class: 'row-head' },
      el('div', { class: 'row-what' },
        el('h3', { class: 'row-name' }, name),
        el('p', { class: 'row-meta' }, owner ? [data(owner), ' · '] : null,
          el('span', {}, t('row.size', { size: bytes(of.file.size_bytes) })), ' · ', relative(of.created_at))),
      status.node),
    bar.node, fault,
    el('div', { class: 'row-foot' }, counts.node, mayAct ? failedLink : null, actions?.node));
  /// Answers and news may overtake each other: the older one is passed over.
  const update = (next) => {
    if (next.position < now.position) return;
    if (next.status !== now.status) announce(t('row.said', { file: next.file.name, status: t(`status.${next.status}`) }));
    now = next;
    node.dataset.status = next.status;
    status.become(next.status);
    bar.update(next);
    counts.update(next.progress);
    actions?.update(next);
    showFault();
    showFailed();
  };
  showFault();
  showFailed();
  return { node, update, id: of.id };
}
