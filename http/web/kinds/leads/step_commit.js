// The last step: what would happen, in figures, and the one button that makes it happen.

import { post, sentence } from '../../api.js';
import { el, freshId, replace } from '../../dom.js';
import { isSeen } from '../../record_text.js';
import { go } from '../../router.js';
import { number, reasonText, t } from '../../words.js';
import { tick } from './inputs.js';
import { reviewCall, stepPath } from './names.js';

const figures = ['create', 'update', 'skip', 'fail'];

/// What speaks against it, in the person's language where that is known.
function whyNot(why) {
  if (!why) return t('leads.commit.cannot');
  if (typeof why === 'string') return why;
  return reasonText(why) || why.message || why.detail || t('leads.commit.cannot');
}

/// `{create}` as it is asked for; answers of the server may say `created`.
const figureOf = (plan, name) => plan?.[name] ?? plan?.[{ create: 'created', update: 'updated', skip: 'skipped', fail: 'failed' }[name]] ?? 0;

class CommitStep {
  constructor(review) {
    Object.assign(this, { review, plan: review.review.plan });
    this.foot = null;
    this.fault = el('p', { class: 'fault', role: 'alert' });
    this.changed = el('div');
    this.tiles = el('dl', { class: 'tree-figures plan-figures' });
    this.button = el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => this.commit() } });
    this.back = el('a', { class: 'btn btn-quiet', href: stepPath(review.of.id, 'options') }, t('leads.back'));
    const title = freshId();
    this.node = el('section', { class: 'card', 'aria-labelledby': title }, el('h2', { id: title }, t('leads.commit.title')),
      el('p', { class: 'muted' }, t('leads.commit.about')), this.tiles, this.links(), this.changed, this.cannot(), this.keeping(), this.fault,
      el('div', { class: 'step-buttons' }, this.back, this.button));
    this.draw();
  }

  cannot() {
    const { can_commit: can, why_not: why } = this.review.review;
    if (can) return null;
    const words = whyNot(why);
    return el('p', { class: 'fault-text' }, el('strong', {}, t('leads.commit.not_yet')), isSeen(words) ? ` ${words}` : '');
  }

  /// Who has chosen columns by hand need not do so again.
  keeping() {
    const { mapping } = this.review.review;
    if (!this.review.mayEdit || !mapping.some((one) => one.manual)) return null;
    const { node, input } = tick(t('leads.commit.keep'), t('leads.commit.keep.about'), false);
    this.keep = input;
    return node;
  }

  /// What deserves a look before.
  links() {
    const { counts } = this.review.review;
    const link = (state, n) => (n > 0 ? el('li', {}, el('a', { href: stepPath(this.review.of.id, 'rows', { state }) }, t(`leads.look.${state}`, { n }))) : null);
    const all = [link('invalid', counts.invalid), link('warning', counts.warning), link('duplicate', counts.duplicate + counts.duplicate_in_file), link('excluded', counts.excluded)].filter(Boolean);
    return all.length > 0 ? el('ul', { class: 'look-list' }, all) : null;
  }

  draw() {
    replace(this.tiles, figures.map((name) => el('div', { class: `is-${name}` }, el('dt', {}, t(`leads.figure.${name}`, { n: figureOf(this.plan, name) })), el('dd', {}, number(figureOf(this.plan, name))))));
    const [create, update] = [figureOf(this.plan, 'create'), figureOf(this.plan, 'update')];
    this.button.textContent = create === 0 && update > 0 ? t('leads.commit.update', { n: update }) : t('leads.commit.create', { n: create });
    this.button.disabled = !this.review.review.can_commit;
    this.button.hidden = !this.review.mayEdit;
  }

  async commit() {
    this.button.disabled = true;
    this.fault.textContent = '';
    const expect = Object.fromEntries(['create', 'update', 'skip'].map((name) => [name, figureOf(this.plan, name)]));
    try {
      if (this.keep?.checked) await post(`${reviewCall(this.review.of.id)}/keep-mapping`, {});
      const made = await post(`/api/v1/imports/${this.review.of.id}/commit`, { version: this.review.review.version, expect });
      this.review.over();
      if (made?.status) this.review.hear(made);
      else go(location.pathname, { replace: true });
    } catch (why) {
      this.button.disabled = false;
      if (why.code === 'plan_outdated') await this.outdated(why);
      else if (!this.review.isStale(why)) this.fault.textContent = sentence(why);
    }
  }

  /// The project has changed meanwhile: both are shown, and the new one is offered.
  async outdated({ body }) {
    const [before, now] = [body.expected ?? this.plan, body.now];
    const review = await this.review.look().catch(() => this.review.review);
    this.plan = { ...review.plan, ...now };
    const row = (name) => el('tr', { class: figureOf(before, name) === figureOf(this.plan, name) ? null : 'is-other' }, el('th', { scope: 'row' }, t(`leads.figure.${name}`, { n: 2 })),
      el('td', { class: 'num' }, number(figureOf(before, name))), el('td', { class: 'num' }, number(figureOf(this.plan, name))));
    const head = (name) => el('th', { scope: 'col', class: 'num' }, t(`leads.commit.${name}`));
    replace(this.changed, el('div', { class: 'pause-text', role: 'alert' }, el('p', {}, el('strong', {}, t('leads.commit.outdated')), ' ', t('leads.commit.outdated.about')),
      el('table', { class: 'table outdated' }, el('thead', {}, el('tr', {}, el('td', {}), head('shown'), head('now'))), el('tbody', {}, ['create', 'update', 'skip'].map(row)))));
    this.draw();
    this.button.focus();
  }
}

export const commitStep = (review) => new CommitStep(review);
