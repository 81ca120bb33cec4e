// Who is a member of a project and as what; its name, and its end.

import { get, patch, put, remove, sentence } from '../api.js';
import { data, el, replace } from '../dom.js';
import { settingsOf } from '../kinds.js';
import { confirm } from '../parts/dialog.js';
import { choice, field, onceChosen, oneAtATime } from '../parts/form.js';
import { failure, success } from '../parts/notice.js';
import { loadProjects, may } from '../projects.js';
import { short } from '../record_text.js';
import { go } from '../router.js';
import { user } from '../session.js';
import { day, moment, t } from '../words.js';

const roles = ['viewer', 'editor', 'manager'];
const roleOptions = () => roles.map((one) => [one, t(`member.${one}`)]);

class Members {
  constructor(project) {
    this.project = project;
    this.path = `/api/v1/projects/${project.id}`;
    this.list = el('ul', { class: 'plain-rows' });
    this.adding = el('div');
    this.node = el('section', { class: 'card', 'aria-labelledby': 'members-title' },
      el('h2', { id: 'members-title' }, t('members.title')), el('p', { class: 'muted' }, t('members.about')), this.list, this.adding);
    this.draw();
  }

  draw() {
    replace(this.list, this.project.members.map((one) => this.row(one)));
    replace(this.adding, may(this.project, 'manager') && !this.adding.firstChild ? this.form() : [...this.adding.childNodes]);
  }

  /// Does it, and shows the members as they are then.
  async change(act, told) {
    try {
      await act();
      if (told) success(told);
    } catch (why) {
      failure(why);
    }
    try {
      this.project = await get(this.path);
      this.draw();
    } catch (why) {
      if (why.status === 404) await this.left();
      else failure(why);
    }
  }

  async left() {
    await loadProjects().catch(() => {});
    go('/projects', { replace: true });
  }

  row(one) {
    const { username } = one.user;
    const mine = one.user.id === user().id;
    const at = `${this.path}/members/${encodeURIComponent(username)}`;
    const manages = may(this.project, 'manager');
    const role = manages ? choice({ label: t('members.role.of', { name: username }), hiddenLabel: true, options: roleOptions(), value: one.role }) : null;
    if (role) onceChosen(role.input, () => this.change(() => put(at, { role: role.input.value }), t('members.changed', { name: username })));
    const pick = role ? role.node : el('span', { class: 'pill' }, t(`member.${one.role}`));
    const drop = async () => {
      const ask = mine ? 'leave' : 'remove';
      if (!await confirm({ title: t(`members.${ask}.title`, { name: username }), text: t(`members.${ask}.text`), yes: t(`members.${ask}`), danger: true })) return;
      await this.change(() => remove(at), mine ? null : t('members.removed', { name: username }));
    };
    return el('li', { class: one.disabled ? 'off' : null, 'data-name': username },
      el('div', {}, el('p', { class: 'who' }, el('strong', {}, data(one.user.display_name ?? username)),
        one.user.display_name ? [' ', el('span', { class: 'muted' }, data(username))] : null,
        mine ? [' ', el('span', { class: 'pill' }, t('members.you'))] : null,
        one.disabled ? [' ', el('span', { class: 'pill warn' }, t('accounts.disabled'))] : null),
      el('p', { class: 'muted' }, t('members.since'), ' ', el('time', { datetime: one.since, title: moment(one.since) }, day(one.since)))),
      el('div', { class: 'row-actions' }, pick, manages || mine
        ? el('button', { type: 'button', class: 'btn btn-sm btn-quiet warn', 'aria-label': t(mine ? 'members.leave' : 'members.remove.of', { name: username }), on: { click: drop } },
          t(mine ? 'members.leave' : 'members.remove')) : null));
  }

  form() {
    const name = field({ label: t('sign_in.name'), required: true, maxlength: 64, autocomplete: 'off', autocapitalize: 'none' });
    const role = choice({ label: t('members.role'), options: roleOptions(), value: 'editor' });
    const fault = el('p', { class: 'fault', role: 'alert' });
    const form = el('form', { class: 'narrow', on: { submit: oneAtATime(async () => {
      fault.textContent = '';
      const username = name.input.value.trim();
      try {
        this.project = await get(this.path);
        if (this.project.members.some((one) => one.user.username.toLowerCase() === username.toLowerCase())) {
          this.draw();
          fault.textContent = t('members.already', { name: username });
          return;
        }
        await put(`${this.path}/members/${encodeURIComponent(username)}`, { role: role.input.value });
        form.reset();
        await this.change(async () => {}, t('members.added', { name: username }));
      } catch (why) {
        fault.textContent = sentence(why);
      }
    }) } }, name.node, role.node, el('p', { class: 'hint' }, t('members.roles')), fault, el('button', { class: 'btn btn-primary' }, t('members.add')));
    return el('details', { class: 'fold', open: this.project.members.length === 1 }, el('summary', {}, t('members.add.title')), form);
  }
}

function renaming(project) {
  const name = field({ label: t('projects.name'), value: project.name, required: true, maxlength: 100, autocomplete: 'off' });
  const fault = el('p', { class: 'fault', role: 'alert' });
  const form = el('form', { class: 'narrow', on: { submit: oneAtATime(async () => {
    fault.textContent = '';
    try {
      await patch(`/api/v1/projects/${project.id}`, { name: name.input.value });
      await loadProjects();
      success(t('project.renamed'));
      go(`/projects/${project.id}/members`, { replace: true });
    } catch (why) {
      fault.textContent = sentence(why);
    }
  }) } }, name.node, fault, el('button', { class: 'btn btn-quiet' }, t('project.rename')));
  return el('section', { class: 'card', 'aria-labelledby': 'name-title' }, el('h2', { id: 'name-title' }, t('project.name')), form);
}

/// Its name has to be written: nobody deletes the wrong one by a slip.
function ending(project) {
  const name = field({ label: t('project.delete.name', { name: project.name }), required: true, autocomplete: 'off' });
  const fault = el('p', { class: 'fault', role: 'alert' });
  const form = el('form', { class: 'narrow', on: { submit: oneAtATime(async () => {
    fault.textContent = '';
    try {
      await remove(`/api/v1/projects/${project.id}`, { body: { name: name.input.value } });
      await loadProjects();
      success(t('project.deleted', { name: project.name }));
      go('/projects', { replace: true });
    } catch (why) {
      fault.textContent = sentence(why);
    }
  }) } }, name.node, fault, el('button', { class: 'btn btn-danger' }, t('project.delete')));
  return el('section', { class: 'card', 'aria-labelledby': 'end-title' }, el('h2', { id: 'end-title' }, t('project.delete')),
    el('p', { class: 'muted' }, t('project.delete.about')), form);
}

export default {
  section: 'members',
  async show({ id }) {
    const project = await get(`/api/v1/projects/${encodeURIComponent(id)}`);
    const cards = may(project, 'manager') ? [renaming(project), ...await settingsOf(project), ending(project)] : [];
    const node = el('div', { class: 'stack middle' },
      el('div', { class: 'page-head' }, el('a', { class: 'back', href: `/projects/${project.id}` }, data(project.name)), el('h1', {}, t('nav.members'))),
      new Members(project).node, ...cards);
    return { title: `${t('nav.members')} · ${short(project.name, 80)}`, node, project: project.id };
  },
};
