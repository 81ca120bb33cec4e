// The review of an import of leads: five steps, each with an address of its own.

import { get, patch, sentence, Silence } from '../../api.js';
import { el } from '../../dom.js';
import { keptById } from '../../kept.js';
import { failure, success } from '../../parts/notice.js';
import { may } from '../../projects.js';
import { go } from '../../router.js';
import { number, reasonText, t } from '../../words.js';
import { draftOf, keepDraft } from './drafts.js';
import { projectCall, reviewCall, stepPath } from './names.js';
import { columnsStep } from './step_columns.js';
import { commitStep } from './step_commit.js';
import { fileStep } from './step_file.js';
import { optionsStep } from './step_options.js';
import { rowsStep } from './step_rows.js';

const makers = { file: fileStep, columns: columnsStep, rows: rowsStep, options: optionsStep, commit: commitStep };
export const steps = Object.keys(makers);

/// Where somebody was when they left, by import.
const places = keptById(() => localStorage, 'waybill.review', 20);

/// What a step is about, in a few words, as far as is known.
function figureOf(step, { counts, mapping }) {
  if (step === 'columns') return t('leads.step.columns.used', { n: mapping.filter((one) => one.field || one.split || one.join).length, of: mapping.length });
  if (step === 'rows') return counts.invalid > 0 ? t('leads.step.rows.invalid', { n: counts.invalid }) : t('leads.step.rows.all', { n: counts.rows });
  return null;
}

export class Review {
  constructor({ of, search, hear, refresh }, review, project) {
    Object.assign(this, { of, search, hear, refresh, review, project });
    this.mayEdit = may(project, 'editor');
    const asked = search.get('step') ?? places.of(of.id);
    this.step = steps.includes(asked) ? asked : steps[0];
    places.keep(of.id, this.step);
    this.fault = el('p', { class: 'fault', role: 'alert' });
    this.steps = el('ol', { class: 'steps' });
    this.shown = makers[this.step](this);
    this.next = steps[steps.indexOf(this.step) + 1] ?? null;
    this.before = steps[steps.indexOf(this.step) - 1] ?? null;
    this.node = el('div', { class: 'stack' }, el('nav', { 'aria-label': t('leads.steps') }, this.steps),
      this.mayEdit ? null : el('p', { class: 'hint' }, t('leads.viewer')), this.refused(), this.shown.node);
    if (!this.mayEdit) this.shown.lock?.();
    this.shown.foot?.replaceChildren(this.fault, this.buttons());
    this.drawSteps();
    if (this.mayEdit) for (const event of ['change', 'input', 'click']) this.node.addEventListener(event, () => this.keep());
  }

  /// What the step says and nobody has sent yet; a page of this review that is opened next sends it.
  keep() {
    if (this.isSending) return;
    const wish = this.shown.wish?.() ?? null;
    keepDraft(this.of.id, wish && { version: this.review.version, wish });
  }

  /// Somebody wished to have the file read in a way that it cannot be read in.
  refused() {
    const why = this.review.refused_reading;
    if (!why) return null;
    return el('div', { class: 'pause-text', role: 'status' }, el('strong', {}, t('leads.refused')), el('p', {}, `${reasonText(why) || why.message}`));
  }

  drawSteps() {
    const at = steps.indexOf(this.step);
    this.steps.replaceChildren(...steps.map((name, i) => {
      const figure = figureOf(name, this.review);
      return el('li', { class: i < at ? 'done' : null },
        el('a', { href: stepPath(this.of.id, name), 'aria-current': name === this.step ? 'step' : null, on: { click: (event) => this.leaveFor(event, name) } },
          el('span', { class: 'step-number', 'aria-hidden': 'true' }, number(i + 1)),
          el('span', { class: 'step-words' }, el('span', { class: 'step-name' }, t(`leads.step.${name}`)), figure ? el('span', { class: 'step-figure' }, figure) : null)));
    }));
  }

  buttons() {
    const back = this.before ? el('a', { class: 'btn btn-quiet', href: stepPath(this.of.id, this.before), on: { click: (event) => this.leaveFor(event, this.before) } }, t('leads.back')) : el('span');
    this.on = this.next ? el('button', { type: 'button', class: 'btn btn-primary', on: { click: () => this.goOn(this.next) } }, t(`leads.step.${this.next}.on`)) : null;
    this.tell();
    return el('div', { class: 'step-buttons' }, back, this.on);
  }

  /// What the step may say has changed: whether one may go on.
  tell() {
    if (this.on) this.on.disabled = this.mayEdit && (this.shown.blocked?.() ?? false);
  }

  /// What was said on this step is kept, whichever way one leaves it.
  leaveFor(event, step) {
    if (!this.shown.wish?.() && !this.shown.queue?.length) return;
    event.preventDefault();
    this.goOn(step);
  }

  async goOn(step) {
    // A cell that was left by this very click is written first; where it was not, one stays and sees it.
    if (this.shown.queue?.length > 0 && !await this.shown.settled()) return;
    const wish = this.shown.wish?.();
    if (!wish) {
      go(stepPath(this.of.id, step));
      return;
    }
    if (this.on) this.on.disabled = true;
    this.fault.textContent = '';
    this.isSending = true;
    try {
      keepDraft(this.of.id, { version: this.review.version, wish, isSending: true });
      await patch(reviewCall(this.of.id), { version: this.review.version, ...wish });
      keepDraft(this.of.id, null);
      go(stepPath(this.of.id, step));
    } catch (why) {
      this.isSending = false;
      this.keep();
      if (!this.isStale(why)) this.fault.textContent = sentence(why);
      this.tell();
    }
  }

  /// Somebody else was quicker: the page is shown as it is now. True where that was it.
  isStale(why) {
    if (why.code !== 'stale_version' && why.code !== 'wrong_status') return false;
    keepDraft(this.of.id, null);
    failure(t(why.code === 'stale_version' ? 'leads.stale' : 'leads.committed_already'));
    go(location.pathname + location.search, { replace: true, state: history.state });
    return true;
  }

  /// The figures anew, where a step changed them without leaving.
  async look() {
    this.review = await get(reviewCall(this.of.id));
    this.drawSteps();
    return this.review;
  }

  over() {
    places.keep(this.of.id, null);
    success(t('leads.commit.done', { file: this.of.file.name }));
  }
}

/// Sends what was said before on a page that was left without that. True: the review is another one now.
async function sendDraft(id, { version }) {
  const draft = draftOf(id);
  if (!draft) return false;
  if (draft.version !== version) {
    keepDraft(id, null);
    // What was on its way when the page was left has come.
    if (!draft.isSending) failure(t('leads.stale'));
    return false;
  }
  try {
    keepDraft(id, { ...draft, isSending: true });
    await patch(reviewCall(id), { version, ...draft.wish });
  } catch (why) {
    // Without a session, or an answer, it is kept for the next page.
    if (why.status === 401 || why instanceof Silence) throw why;
    keepDraft(id, null);
    const came = draft.isSending && why.code === 'stale_version';
    if (!came) failure(sentence(why));
    return came;
  }
  keepDraft(id, null);
  return true;
}

export async function review(what) {
  const [now, project] = await Promise.all([get(reviewCall(what.of.id)), get(projectCall(what.of.project))]);
  if (may(project, 'editor') && (await sendDraft(what.of.id, now))) {
    go(location.pathname + location.search, { replace: true, state: history.state });
    return { node: el('div') };
  }
  const shown = new Review(what, now, project);
  await shown.shown.load?.();
  return { node: shown.node, leave: () => shown.shown.leave?.() };
}
