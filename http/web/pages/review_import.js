// One import that waits until somebody has looked at it: what its kind shows of it, step by step, before anything is
// imported. Once it is committed its page is that of every import.

import { get } from '../api.js';
import { data, el, replace } from '../dom.js';
import { roomOf } from '../kinds.js';
import { follow } from '../live.js';
import { actionButtons } from '../parts/actions.js';
import { facts } from '../parts/import_facts.js';
import { importGone } from '../parts/left_behind.js';
import { announce, connection, success } from '../parts/notice.js';
import { progressBar } from '../parts/progress.js';
import { badge } from '../parts/status.js';
import { loadSteps, timeline } from '../parts/story.js';
import { relative } from '../parts/time.js';
import { actionsIn, projects } from '../projects.js';
import { short } from '../record_text.js';
import { go } from '../router.js';
import { t } from '../words.js';

/// Of a kind whose imports are looked at before they are committed, and this one was not yet.
export const waits = (of) => Boolean(roomOf(of.kind).review) && ['pending', 'parsing', 'ready'].includes(of.status);

class ReviewPage {
  constructor(of) {
    Object.assign(this, { now: of, leaveBody: () => {} });
    const project = projects().find((one) => one.id === of.project) ?? null;
    const may = of.project ? actionsIn(project) : () => true;
    this.status = badge(of.status);
    this.news = connection();
    this.bar = progressBar(of);
    this.body = el('div');
    // What leads on is the last step's, not a button beside others.
    this.actions = actionButtons(of, (next) => (next ? this.hear(next) : this.gone()), (action) => action !== 'commit' && may(action));
    this.about = el('div', { class: 'stack' });
    this.fold = el('details', { class: 'card review-about' }, el('summary', {}, t('review.about')), this.about);
    this.fold.addEventListener('toggle', () => { if (this.fold.open) this.drawAbout().catch(() => {}); });
    this.node = el('div', { class: 'stack' },
      el('div', { class: 'page-head' },
        el('a', { class: 'back', href: this.home() }, t('one.back')),
        el('div', { class: 'title-row' }, el('h1', {}, data(of.file.name)), this.status.node),
        el('p', { class: 'muted' }, t('one.uploaded'), ' ', relative(of.created_at))),
      this.news.node, this.body, this.fold);
  }

  home() {
    return this.now.project ? `/projects/${this.now.project}` : '/imports';
  }

  async drawAbout() {
    const steps = await loadSteps(this.now.id);
    replace(this.about, this.actions.node, facts(this.now), timeline(steps));
  }

  /// What its kind shows of it once it was read; until then how far that is.
  async draw() {
    this.leaveBody();
    this.leaveBody = () => {};
    if (this.now.status !== 'ready') {
      this.bar.update(this.now);
      replace(this.body, el('section', { class: 'card', 'aria-label': t('one.progress') }, this.bar.node, el('p', { class: 'muted' }, t('review.reading'))));
      return;
    }
    const shown = await roomOf(this.now.kind).review({ of: this.now, search: new URLSearchParams(location.search), hear: (next) => this.hear(next), refresh: () => this.refresh() });
    this.leaveBody = shown.leave ?? this.leaveBody;
    replace(this.body, shown.node);
  }

  hear(next) {
    if (next.position < this.now.position) return;
    const before = this.now.status;
    this.now = next;
    this.status.become(next.status);
    this.actions.update(next);
    if (!waits(next)) {
      go(location.pathname, { replace: true });
      return;
    }
    if (next.status === before) {
      this.bar.update(next);
      return;
    }
    announce(t('row.said', { file: next.file.name, status: t(`status.${next.status}`) }));
    this.draw().catch(() => go(location.pathname + location.search, { replace: true }));
  }

  async refresh() {
    this.hear(await get(`/api/v1/imports/${this.now.id}`));
  }

  again() {
    this.refresh().catch((why) => { if (why.status === 404) importGone(this.now); });
  }

  /// Of the stream: a new status brings more than it tells.
  progress({ status, progress }, position) {
    if (status !== this.now.status) {
      this.again();
      return;
    }
    if (position >= this.now.position) this.hear({ ...this.now, progress, position });
  }

  gone() {
    success(t('one.deleted', { file: this.now.file.name }));
    go(this.home());
  }

  begin() {
    const end = follow(`/api/v1/imports/${this.now.id}/progress`, {
      events: { progress: (news, at) => this.progress(news, at), finished: () => { end(); this.again(); } },
      poll: () => this.refresh(),
      state: (now) => this.news.become(now),
      gone: () => importGone(this.now),
    });
    return () => {
      end();
      this.leaveBody();
    };
  }
}

export async function reviewPage(of) {
  const page = new ReviewPage(of);
  await page.draw();
  return { title: short(of.file.name, 100), node: page.node, project: of.project ?? null, leave: page.begin() };
}
