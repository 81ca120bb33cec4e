// What a person sees of a file that is chosen, or on its way.

import { data, el, freshId, setText } from '../dom.js';
import { bytes, percent, t } from '../words.js';
import { announce } from './notice.js';
import { relative } from './time.js';

/// What it is, of `choices`: [{room, name, label, about}].
export function kindChoice(choices, chosen, change) {
  const group = freshId();
  return el('fieldset', { class: 'options' }, el('legend', {}, t('upload.kind')), choices.map((one) => {
    const [id, about] = [freshId(), one.about ? freshId() : null];
    return el('div', { class: 'option' },
      el('input', { type: 'radio', class: 'form-check-input', id, name: group, value: one.name ?? one.room.name, checked: one === chosen, 'aria-describedby': about,
        on: { change: () => change(one) } }),
      el('div', {}, el('label', { for: id }, one.label), about ? el('p', { class: 'hint', id: about }, one.about) : null));
  }));
}

function doneText({ sent, total, continued, waiting }) {
  if (waiting) return t('upload.waiting');
  if (sent >= total) return t('upload.storing');
  const facts = { sent: bytes(sent), total: bytes(total), percent: percent(Math.floor((sent * 100) / total)) };
  return t(continued ? 'upload.continued' : 'upload.sent', facts);
}

/// Answers {node, update(news), cancel: the button}.
export function sendingView(name, stop) {
  const fill = el('div', { class: 'bar-fill' });
  const id = freshId();
  const bar = el('div', { class: 'bar', role: 'progressbar', 'aria-labelledby': id, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': 0 }, fill);
  const done = el('span', { id }, t('upload.sending'));
  const pace = el('span', { class: 'bar-pace' });
  const box = el('div', { class: 'bar-box', 'data-status': 'processing' }, bar, el('div', { class: 'bar-words' }, done, pace));
  const cancel = el('button', { type: 'button', class: 'btn btn-quiet warn', on: { click: stop } }, t('upload.cancel'));
  const update = (news) => {
    const part = news.total > 0 ? (news.sent * 100) / news.total : 0;
    fill.style.width = `${part}%`;
    bar.setAttribute('aria-valuenow', Math.round(part));
    if (news.waiting && box.dataset.status !== 'paused') announce(t('upload.waiting'));
    box.dataset.status = news.waiting ? 'paused' : 'processing';
    setText(done, doneText(news));
    setText(pace, news.perSecond > 0 && news.sent < news.total ? t('upload.pace', { size: bytes(news.perSecond) }) : '');
  };
  return { nodes: [el('h2', { id: 'upload-title', class: 'file-name' }, data(name)), box, el('div', { class: 'row-actions' }, cancel)], cancel, update };
}

/// The import that brought the same file already, and a way to import it all the same.
export function sameFile({ id, created_at: at, started_by: by, status }, act) {
  return el('div', { class: 'pause-text', role: 'alert' }, el('p', {}, el('strong', {}, t('upload.same')), ' ',
    by ? [data(typeof by === 'string' ? by : by.username ?? ''), ' · '] : null, at ? relative(at) : null, status ? ` · ${t(`status.${status}`)}` : null),
  el('div', { class: 'row-actions' }, el('a', { class: 'btn btn-sm btn-quiet', href: `/imports/${id}` }, t('upload.same.open')),
    el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: act } }, t('upload.same.again'))));
}
