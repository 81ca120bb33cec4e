// What may be done with an import now; the server says what that is.

import { post, remove } from '../api.js';
import { el } from '../dom.js';
import { t } from '../words.js';
import { confirm } from './dialog.js';
import { failure } from './notice.js';

const asks = { cancel: true, delete: true };
const looks = { resume: 'btn-primary', retry: 'btn-primary', cancel: 'btn-quiet warn', delete: 'btn-quiet warn' };

async function act(name, of) {
  const path = `/api/v1/imports/${of.id}`;
  if (name === 'delete') {
    await remove(path);
    return null;
  }
  return post(`${path}/${name}`);
}

/// `changed(import)` with what became of it, null when it is gone. `allowed(action)`: may who is asking do that?
export function actionButtons(of, changed, allowed = () => true) {
  const node = el('div', { class: 'row-actions' });
  let now = of;
  let shown = null;
  const press = async (name, button) => {
    const file = now.file.name;
    if (asks[name] && !await confirm({ title: t(`ask.${name}.title`), text: t(`ask.${name}.text`, { file }), yes: t(`ask.${name}.yes`), danger: true })) return;
    button.disabled = true;
    try {
      changed(await act(name, now));
    } catch (why) {
      failure(why.code === 'wrong_status' ? t('fault.wrong_status_now') : why);
      button.disabled = false;
    }
  };
  const update = (next) => {
    now = next;
    if (next.actions === undefined) return;
    const names = next.actions.filter(allowed);
    const wanted = names.join();
    if (wanted === shown) return;
    const hadFocus = node.contains(document.activeElement);
    shown = wanted;
    node.replaceChildren(...names.map((name) => {
      // What waits to be looked at is committed where it is looked at.
      if (name === 'commit') return el('a', { class: 'btn btn-sm btn-primary', 'data-action': name, href: `/imports/${now.id}` }, t('action.commit'));
      const button = el('button', { type: 'button', class: `btn btn-sm ${looks[name] ?? 'btn-quiet'}`, 'data-action': name }, t(`action.${name}`));
      button.addEventListener('click', () => press(name, button));
      return button;
    }));
    if (hadFocus) node.querySelector('button, a')?.focus();
  };
  update(of);
  return { node, update };
}
