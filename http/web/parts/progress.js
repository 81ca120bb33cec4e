// The bar of an import, its numbers, its pace.

import { el, freshId, setText } from '../dom.js';
import { duration, percent, rate, t } from '../words.js';

function told({ status, progress }) {
  if (status === 'ready') return t('progress.ready', { n: progress.total ?? 0 });
  if (progress.total === null) return t(status === 'parsing' ? 'progress.checking' : 'progress.unknown');
  return t('progress.of', { processed: progress.processed, total: progress.total, percent: percent(progress.percent ?? 0) });
}

function pace({ status, progress, started_at: from, finished_at: to }) {
  if (status === 'processing' && progress.records_per_second > 0)
    return [rate(progress.records_per_second),
      progress.eta_seconds === null ? '' : t('progress.left', { time: duration(progress.eta_seconds) })].filter(Boolean).join(' · ');
  if (status === 'completed' && from && to)
    return t('progress.took', { time: duration((new Date(to) - new Date(from)) / 1000) });
  return '';
}

export function progressBar(of) {
  const id = freshId();
  const fill = el('div', { class: 'bar-fill' });
  const bar = el('div', { class: 'bar', role: 'progressbar', 'aria-labelledby': id, 'aria-valuemin': 0, 'aria-valuemax': 100 }, fill);
  const done = el('span', { id, class: 'bar-done' });
  const speed = el('span', { class: 'bar-pace' });
  const node = el('div', { class: 'bar-box' }, bar, el('div', { class: 'bar-words' }, done, speed));
  const update = (now) => {
    const known = now.progress.percent !== null;
    node.dataset.status = now.status;
    bar.classList.toggle('unknown', !known && now.status === 'parsing');
    fill.style.width = `${known ? now.progress.percent : 0}%`;
    if (known) bar.setAttribute('aria-valuenow', now.progress.percent);
    else bar.removeAttribute('aria-valuenow');
    setText(done, told(now));
    setText(speed, pace(now));
  };
  update(of);
  return { node, update };
}
