// Accounts, for administrators.

import { get, post, sentence } from '../api.js';
import { data, el, replace } from '../dom.js';
import { user } from '../session.js';
import { t } from '../words.js';
import { confirm, askPassword } from './dialog.js';
import { choice, field, oneAtATime } from './form.js';
import { failure, success } from './notice.js';
import { relative } from './time.js';

export class Accounts {
  constructor() {
    this.list = el('ul', { class: 'plain-rows' });
    this.node = el('section', { class: 'card', 'aria-labelledby': 'accounts-title' },
      el('h2', { id: 'accounts-title' }, t('accounts.title')), this.list,
      el('details', { class: 'fold' }, el('summary', {}, t('accounts.add')), this.form()));
  }

  form() {
    const name = field({ label: t('sign_in.name'), hint: t('accounts.name_rule'), required: true, maxlength: 64, autocomplete: 'off', autocapitalize: 'none' });
    const password = field({ label: t('sign_in.password'), hint: t('password.rule'), type: 'password', required: true, minlength: 8, autocomplete: 'new-password' });
    const role = choice({ label: t('accounts.role'), options: ['user', 'admin'].map((one) => [one, t(`role.${one}`)]), value: 'user' });
    const fault = el('p', { class: 'fault', role: 'alert' });
    const form = el('form', { class: 'narrow', on: { submit: oneAtATime(async () => {
      fault.textContent = '';
      try {
        await post('/api/v1/accounts', { username: name.input.value, password: password.input.value, role: role.input.value });
        success(t('accounts.added', { name: name.input.value }));
        form.reset();
        form.parentElement.open = false;
        await this.load();
      } catch (why) {
        fault.textContent = sentence(why);
      }
    }) } }, name.node, password.node, role.node, fault, el('button', { class: 'btn btn-primary' }, t('accounts.add.do')));
    return form;
  }

  async load() {
    this.items = (await get('/api/v1/accounts')).items.sort((a, b) => a.username.localeCompare(b.username));
    replace(this.list, this.items.map((one) => this.row(one)));
    return this.items;
  }

  row(one) {
    const button = (name, act, look = '') => el('button', { type: 'button', class: `btn btn-sm btn-quiet ${look}`,
      'aria-label': t(`accounts.${name}.of`, { name: one.username }), on: { click: act } }, t(`accounts.${name}`));
    return el('li', { class: one.disabled ? 'off' : null, 'data-name': one.username },
      el('div', {}, el('p', { class: 'who' }, el('strong', {}, data(one.username)), ' ',
        el('span', { class: 'pill' }, t(`role.${one.role}`)), one.disabled ? el('span', { class: 'pill warn' }, t('accounts.disabled')) : null),
      el('p', { class: 'muted' }, t('accounts.since'), ' ', relative(one.created_at))),
      el('div', { class: 'row-actions' }, button('reset', () => this.reset(one)),
        one.id === user().id ? null
          : one.disabled ? button('enable', () => this.turn(one, 'enable')) : button('disable', () => this.turn(one, 'disable'), 'warn')));
  }

  async reset(one) {
    const chosen = await askPassword({ title: t('accounts.reset.title', { name: one.username }), text: t('accounts.reset.text'), also: t('accounts.reset.tokens') });
    if (chosen === null) return;
    try {
      await post(`/api/v1/accounts/${one.id}/password`, { password: chosen.password, revoke_tokens: chosen.also });
      success(t('accounts.reset.done', { name: one.username }));
    } catch (why) {
      failure(why);
    }
  }

  async turn(one, verb) {
    if (verb === 'disable' && !await confirm({ title: t('accounts.ask.title', { name: one.username }), text: t('accounts.ask.text'), yes: t('accounts.disable'), danger: true })) return;
    try {
      await post(`/api/v1/accounts/${one.id}/${verb}`);
      await this.load();
    } catch (why) {
      failure(why);
    }
  }
}
