// How an import stands: in words and with a sign, never by colour alone.

import { el, svg } from '../dom.js';
import { t } from '../words.js';

const strokes = {
  pending: 'M8 4.5V8l2.5 1.5',
  parsing: 'M5.5 7h5M5.5 9.5h3',
  ready: 'M5.5 8h5',
  processing: 'M5.5 9.5L8 7l2.5 2.5',
  paused: 'M6.5 6v4M9.5 6v4',
  completed: 'M5 8.2l2.1 2.1L11 6.2',
  failed: 'M8 4.8v3.7M8 11v.1',
  cancelled: 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
};

export const statuses = ['pending', 'parsing', 'ready', 'processing', 'paused', 'completed', 'failed', 'cancelled'];

export function badge(status) {
  const label = el('span');
  const line = svg('path', {});
  const node = el('span', { class: 'badge-status' },
    svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('circle', { cx: 8, cy: 8, r: 7 }), line), label);
  const become = (next) => {
    if (node.dataset.status === next) return;
    node.dataset.status = next;
    line.setAttribute('d', strokes[next] ?? strokes.pending);
    label.textContent = t(`status.${next}`);
  };
  become(status);
  return { node, become };
}

export const isMoving = (status) => status === 'pending' || status === 'parsing' || status === 'processing';
export const isOver = (status) => status === 'completed' || status === 'failed' || status === 'cancelled';
