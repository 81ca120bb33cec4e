// Why the server itself rests an import, and when it tries again.

import { el } from '../dom.js';
import { faultText } from './fault.js';
import { exact } from './time.js';
import { t } from '../words.js';

/// null where there is nothing to say: it works, or a person paused it.
export function pauseOf({ status, pause }) {
  if (status !== 'paused' || pause?.by !== 'system') return null;
  return el('div', { class: 'pause-text', role: 'status' }, el('p', {}, el('strong', {}, t('pause.by_server')), ' ', faultText(pause)),
    pause.next_try_at ? el('p', {}, t('pause.next'), ' ', exact(pause.next_try_at)) : null, el('p', { class: 'hint' }, t('pause.about')));
}
