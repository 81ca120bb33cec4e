// The bar of an import, its numbers, its pace.

import { el, freshId, setText } from '../dom.js';
import { roomOf } from '../kinds.js';
import { duration, percent, rate, t } from '../words.js';

function told({ status, progress }) {
  if (status === 'ready') return t('progress.ready', { n: progress.total ?? 0 });
  if (status === 'parsing') return looked(progress);
  if (progress.total === null) return t('progress.unknown');
  return t('progress.of', { processed: progress.processed, total: progress.total, percent: percent(progress.percent ?? 0) });
}

/// While the file is looked at, no record has an outcome yet.
function looked({ read, total }) {
  if (read === null) return t('progress.checking');
  return total === null ? t('progress.read', { n: read }) : t('progress.read_of', { read, total });
}

/// In percent, of what the bar shows; null: nobody knows.
function shown({ status, progress }) {
  if (status !== 'parsing') return progress.percent;
  return progress.total ? Math.floor((progress.read * 1000) / progress.total) / 10 : null;
}

/// What waited for somebody to look at it took as long as they did: that is no pace.
function pace({ kind, status, progress, started_at: from, finished_at: to }) {
  if ((status === 'processing' || status === 'parsing') && progress.records_per_second > 0)
    return [rate(progress.records_per_second),
      progress.eta_seconds === null ? '' : t('progress.left', { time: duration(progress.eta_seconds) })].filter(Boolean).join(' · ');
  if (status === 'completed' && from && to && !roomOf(kind).review)
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
    const share = shown(now);
    const known = share !== null;
    node.dataset.status = now.status;
    bar.classList.toggle('unknown', !known && now.status === 'parsing');
    fill.style.width = `${known ? share : 0}%`;
    if (known) bar.setAttribute('aria-valuenow', share);
    else bar.removeAttribute('aria-valuenow');
    setText(done, told(now));
    setText(speed, pace(now));
  };
  update(of);
  return { node, update };
}
