// A change of many bookmarks: begun here, shown on every page of bookmarks until somebody puts it away, cancelled, taken back.

import { get, post } from '../../api.js';
import { el, freshId, replace, setText } from '../../dom.js';
import { failure } from '../../parts/notice.js';
import { keyOf } from '../../parts/upload.js';
import { user } from '../../session.js';
import { percent, reasonText, t } from '../../words.js';

const ask_again_ms = 400;
const changes = '/api/v1/bookmarks/changes';

/// The one that is shown, as the server told of it last, and the pages that show it: {draw(), ended()}.
let shown = null;
/// Whose it is: whoever signs in after them, in the same window, is shown nothing of it.
let whose = null;
const strips = new Set();

const left = ['unchanged', 'gone', 'changed_since', 'too_large'];

/// What came of it, in words.
export function outcomeOf({ what, status, progress, error }) {
  if (status === 'failed') return [t('changes.failed'), ' ', reasonText(error ?? {}) || t('fault.unknown')];
  return [t(`changes.ended.${what}`, { n: progress.changed }), status === 'cancelled' ? ` ${t('changes.cancelled')}` : '',
    left.filter((name) => progress[name] > 0).map((name) => ` ${t(`changes.left.${name}`, { n: progress[name] })}`)];
}

function become(now) {
  const had_ended = shown && shown.id === now.id && shown.status !== 'running';
  shown = now;
  for (const one of [...strips]) one.draw();
  if (now.status !== 'running' && !had_ended) for (const one of [...strips]) one.ended();
}

/// Asks until it has ended. What goes wrong on the way is tried again: the change goes on without us.
async function follow(id) {
  while (shown?.id === id && shown.status === 'running') {
    await new Promise((go) => { setTimeout(go, ask_again_ms); });
    try {
      const now = await get(`${changes}/${id}`);
      if (shown?.id === id) become(now);
    } catch (why) {
      if (why.status === 401 || why.status === 404) return;
    }
  }
}

function take(now) {
  const is_followed = shown?.id === now.id && shown.status === 'running';
  shown = null;
  whose = user()?.id;
  become(now);
  if (!is_followed) follow(now.id);
}

/// Wishes that nobody has answered yet, each with its key: sent by a second click, or again soon after a silence, it is one and the same.
const unanswered = new Map();
const same_for_ms = 300_000;

async function send(path, body) {
  const wish = `${path} ${JSON.stringify(body)}`;
  const known = unanswered.get(wish);
  const { key, at } = known && Date.now() - known.at < same_for_ms ? known : { key: keyOf(), at: Date.now() };
  unanswered.set(wish, { key, at });
  try {
    const made = await post(path, body, { key });
    unanswered.delete(wish);
    return made;
  } catch (why) {
    // Refused, it can be meant anew; of a server that failed nobody knows what it did.
    if (why.status < 500) unanswered.delete(wish);
    throw why;
  }
}

/// Errors are told; null then.
export async function begin(body, path = changes) {
  try {
    const made = await send(path, body);
    take(made);
    return made;
  } catch (why) {
    failure(why);
    return null;
  }
}

export const undo = (id) => begin(undefined, `${changes}/${id}/undo`);

async function cancel(id) {
  try {
    become(await post(`${changes}/${id}/cancel`));
  } catch (why) {
    failure(why);
  }
}

let is_adopted = false;

/// After a reload, once: one that is still under way is shown again.
async function adopt() {
  if (is_adopted || shown) return;
  is_adopted = true;
  const [newest] = (await get(`${changes}?limit=1`).catch(() => ({ items: [] }))).items;
  if (newest?.status === 'running') take(newest);
}

const button = (name, act) => el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: act } }, t(name));

/// What a page of bookmarks has above its list: {node, leave}. `ended()` is called when a change has ended: the page shows what is there now.
export function strip(ended) {
  if (whose !== user()?.id) {
    shown = null;
    whose = user()?.id;
    is_adopted = false;
  }
  const id = freshId();
  const fill = el('div', { class: 'bar-fill' });
  const bar = el('div', { class: 'bar', role: 'progressbar', 'aria-labelledby': id, 'aria-valuemin': 0, 'aria-valuemax': 100 }, fill);
  const said = el('p', { id, role: 'status' });
  const tools = el('div', { class: 'row-actions' });
  const node = el('section', { class: 'card many', 'aria-label': t('changes.label'), hidden: true }, said, bar, tools);
  let drawn = '';
  const draw = () => {
    node.hidden = !shown;
    if (!shown) return;
    const runs = shown.status === 'running';
    const { processed, total } = shown.progress;
    const share = total > 0 ? processed / total * 100 : 0;
    bar.hidden = !runs;
    fill.style.width = `${share}%`;
    bar.setAttribute('aria-valuenow', Math.round(share));
    if (runs) setText(said, t(`changes.running.${shown.what}`, { processed, total, percent: percent(share) }));
    else replace(said, outcomeOf(shown));
    const wanted = `${shown.id} ${shown.status} ${shown.actions.join()}`;
    if (wanted === drawn) return;
    drawn = wanted;
    replace(tools, shown.actions.includes('cancel') ? button('action.cancel', () => cancel(shown.id)) : null,
      shown.actions.includes('undo') ? button('changes.undo', () => undo(shown.id)) : null,
      runs ? null : button('close', () => { shown = null; draw(); }), el('a', { class: 'small', href: '/bookmarks/changes' }, t('changes.all')));
  };
  const mine = { draw, ended };
  strips.add(mine);
  draw();
  adopt();
  return { node, leave: () => strips.delete(mine) };
}
