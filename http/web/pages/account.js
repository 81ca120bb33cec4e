// One's own account: password, API tokens, signing out everywhere.

import { get, post, remove, sentence } from '../api.js';
import { data, el, replace } from '../dom.js';
import { confirm } from '../parts/dialog.js';
import { field, oneAtATime } from '../parts/form.js';
import { failure, success } from '../parts/notice.js';
import { relative } from '../parts/time.js';
import { go } from '../router.js';
import { forget, user, whoAmI } from '../session.js';
import { bytes, number, t } from '../words.js';

const card = (id, title, about, ...children) => el('section', { class: 'card', 'aria-labelledby': id },
  el('h2', { id }, t(title)), el('p', { class: 'muted' }, t(about)), children);

function passwordCard() {
  const present = field({ label: t('password.present'), type: 'password', autocomplete: 'current-password', required: true });
  const fresh = field({ label: t('password.fresh'), hint: t('password.rule'), type: 'password', autocomplete: 'new-password', required: true, minlength: 8 });
  const fault = el('p', { class: 'fault', role: 'alert' });
  const form = el('form', { class: 'narrow', on: { submit: oneAtATime(async () => {
    fault.textContent = '';
    try {
      await post('/api/v1/me/password', { present: present.input.value, fresh: fresh.input.value });
      await whoAmI();
      form.reset();
      success(t('password.done'));
    } catch (why) {
      fault.textContent = sentence(why);
    }
  }) } },
  // Password managers want to know whose it is.
  el('input', { class: 'visually-hidden', type: 'text', autocomplete: 'username', value: user().username, readonly: true, tabindex: '-1', 'aria-hidden': 'true' }),
  present.node, fresh.node, fault, el('button', { class: 'btn btn-primary' }, t('password.do')));
  return card('password-title', 'password.title', 'password.about', form);
}

class Tokens {
  constructor() {
    this.list = el('ul', { class: 'plain-rows' });
    this.fresh = el('div', { role: 'status' });
    const name = field({ label: t('tokens.name'), hint: t('tokens.name.hint'), required: true, maxlength: 100 });
    const form = el('form', { class: 'inline-form', on: { submit: oneAtATime(async () => {
      try {
        const made = await post('/api/v1/tokens', { name: name.input.value });
        form.reset();
        this.show(made);
        await this.load();
      } catch (why) {
        failure(why);
      }
    }) } }, name.node, el('button', { class: 'btn btn-primary' }, t('tokens.make')));
    this.node = card('tokens-title', 'tokens.title', 'tokens.about', form, this.fresh, this.list);
  }

  show(made) {
    const text = el('input', { class: 'form-control code', readonly: true, value: made.token, 'aria-label': t('tokens.text'), on: { focus: (event) => event.target.select() } });
    const copy = el('button', { type: 'button', class: 'btn btn-primary', on: { click: async () => {
      try {
        await navigator.clipboard.writeText(made.token);
        success(t('tokens.copied'));
      } catch {
        // Without TLS browsers keep the clipboard to themselves: selected, a key press copies it.
        text.focus();
        text.select();
      }
    } } }, t('tokens.copy'));
    replace(this.fresh, el('div', { class: 'fresh' }, el('p', {}, el('strong', {}, t('tokens.once'))),
      el('div', { class: 'inline-form' }, text, copy)));
    copy.focus();
  }

  async load() {
    const { items } = await get('/api/v1/tokens');
    replace(this.list, items.length === 0 ? el('li', { class: 'muted' }, t('tokens.none')) : items.map((one) =>
      el('li', {}, el('div', {}, el('strong', {}, data(one.name)), el('p', { class: 'muted' }, t('tokens.made'), ' ', relative(one.created_at))),
        el('button', { type: 'button', class: 'btn btn-sm btn-quiet warn', 'aria-label': t('tokens.revoke.of', { name: one.name }), on: { click: () => this.revoke(one) } }, t('tokens.revoke')))));
  }

  async revoke(one) {
    if (!await confirm({ title: t('tokens.ask.title'), text: t('tokens.ask.text', { name: one.name }), yes: t('tokens.revoke'), danger: true })) return;
    try {
      await remove(`/api/v1/tokens/${one.id}`);
      await this.load();
    } catch (why) {
      failure(why);
    }
  }
}

/// "12 MB of 100 GB", or the number alone where there is no limit.
const ofLimit = (used, limit) => (limit === null ? used : t('usage.of', { used, limit }));

async function usageCard() {
  const { usage } = await get('/api/v1/me');
  if (!usage) return null;
  const line = (label, used, limit, write) => [el('dt', {}, t(label)), el('dd', {}, ofLimit(write(used), limit === null ? null : write(limit)))];
  return card('usage-title', 'usage.title', 'usage.about', el('dl', { class: 'facts wide' },
    line('usage.stored', usage.stored_bytes, usage.stored_limit_bytes, bytes),
    line('usage.records', usage.records, usage.records_limit, number)));
}

async function leaveEverywhere() {
  if (!await confirm({ title: t('everywhere.ask.title'), text: t('everywhere.ask.text'), yes: t('everywhere.do'), danger: true })) return;
  try {
    await remove('/api/v1/sessions');
    forget();
    go('/sign-in');
  } catch (why) {
    failure(why);
  }
}

export default {
  section: 'account',
  async show() {
    const tokens = new Tokens();
    const [usage] = await Promise.all([usageCard(), tokens.load()]);
    const node = el('div', { class: 'stack middle' },
      el('div', { class: 'page-head' }, el('h1', {}, t('account.title')), el('p', { class: 'muted' }, t('account.as'), ' ', data(user().username))),
      usage, passwordCard(), tokens.node,
      card('everywhere-title', 'everywhere.title', 'everywhere.about',
        el('button', { type: 'button', class: 'btn btn-quiet warn', on: { click: leaveEverywhere } }, t('everywhere.do'))));
    return { title: t('account.title'), node };
  },
};
