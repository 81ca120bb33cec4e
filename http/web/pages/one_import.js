// One import: how it goes, what became of its records, what happened to it.

import { get } from '../api.js';
import { data, el, replace, setText } from '../dom.js';
import { short } from '../record_text.js';
import { loadKinds, roomOf } from '../kinds.js';
import { follow } from '../live.js';
import { actionButtons } from '../parts/actions.js';
import { chart } from '../parts/chart.js';
import { outcomes } from '../parts/counts.js';
import { faultOf } from '../parts/fault.js';
import { importGone } from '../parts/left_behind.js';
import { pauseOf } from '../parts/pause.js';
import { announce, connection, success } from '../parts/notice.js';
import { OutcomeTable } from '../parts/outcome_table.js';
import { progressBar } from '../parts/progress.js';
import { badge, isOver } from '../parts/status.js';
import { loadSteps, phaseList, phases, timeline } from '../parts/story.js';
import { relative } from '../parts/time.js';
import { actionsIn, knowProjects, projects } from '../projects.js';
import { go } from '../router.js';
import { number, t } from '../words.js';
import { card, facts } from '../parts/import_facts.js';
import { reviewPage, waits } from './review_import.js';

const moments_kept = 600;

class View {
  constructor(of, only) {
    this.now = of;
    this.moments = [];
    this.table = new OutcomeTable(of, only);
    this.status = badge(of.status);
    this.bar = progressBar(of);
    this.project = projects().find((one) => one.id === of.project) ?? null;
    this.actions = actionButtons(of, (next) => (next ? this.hear(next) : this.gone()), of.project ? actionsIn(this.project) : undefined);
    this.news = connection();
    this.fault = el('div');
    this.chart = chart();
    this.chartCard = card('chart-title', 'chart.title', this.chart.node);
    this.pause = el('div');
    this.facts = el('div');
    this.card = roomOf(of.kind).card?.(of) ?? null;
    this.phases = el('div');
    this.story = el('div');
    this.tiles = outcomes.map((name) => this.tile(name));
    this.node = this.build();
    this.draw();
  }

  /// A number that leads to its records.
  tile(name) {
    const [n, word] = [el('strong'), el('span')];
    const node = el('button', { type: 'button', class: `tile ${name}`, on: { click: () => {
      this.table.choose(name);
      this.table.node.scrollIntoView({ block: 'start' });
    } } }, n, word);
    return { node, show: (count) => {
      setText(n, number(count));
      setText(word, t(`outcome.${name}`, { n: count }));
      node.classList.toggle('none', count === 0);
    }, name };
  }

  build() {
    const tiles = el('div', { class: 'tiles' }, this.tiles.map((one) => one.node));
    return el('div', { class: 'stack' },
      el('div', { class: 'page-head' },
        el('a', { class: 'back', href: this.home() }, t('one.back')),
        el('div', { class: 'title-row' }, el('h1', {}, data(this.now.file.name)), this.status.node),
        el('p', { class: 'muted' }, t('one.uploaded'), ' ', relative(this.now.created_at))),
      this.news.node,
      el('div', { class: 'columns' },
        el('div', { class: 'stack' },
          el('section', { class: 'card', 'aria-label': t('one.progress') }, this.bar.node, this.fault, this.pause, tiles, this.actions.node),
          this.card?.node ?? null, this.chartCard, this.table.node),
        el('div', { class: 'stack side' },
          card('facts-title', 'one.facts', this.facts), card('phases-title', 'one.phases', this.phases),
          card('story-title', 'one.story', this.story))));
  }

  home() {
    return this.now.project ? `/projects/${this.now.project}` : '/imports';
  }

  draw() {
    this.status.become(this.now.status);
    this.bar.update(this.now);
    this.actions.update(this.now);
    for (const one of this.tiles) one.show(this.now.progress[one.name]);
    replace(this.fault, this.now.error ? faultOf(this.now.error) : null);
    replace(this.pause, pauseOf(this.now));
    replace(this.facts, facts(this.now));
    this.card?.update(this.now);
    this.table.of = this.now;
    // What ended before there was a pace has none to show.
    this.chartCard.hidden = isOver(this.now.status) && this.chart.empty();
  }

  async load() {
    const [of, steps, pace] = await Promise.all([get(`/api/v1/imports/${this.now.id}`), loadSteps(this.now.id),
      get(`/api/v1/imports/${this.now.id}/pace`)]);
    this.steps = steps;
    const begin = steps.find((one) => one.type.startsWith('import.parsing_finished'));
    const known = pace.items.map((one) => ({ at_ms: new Date(one.at).getTime(), processed: one.processed }));
    const first = begin ? [{ at_ms: new Date(begin.at).getTime(), processed: 0 }] : [];
    this.moments = [...first, ...known];
    this.chart.update(this.moments);
    this.drawStory();
    this.hear(of);
    if (this.table.shown === undefined || this.table.shown < 20) await this.table.load();
  }

  drawStory() {
    if (!this.steps) return;
    replace(this.phases, phaseList(phases(this.steps)));
    replace(this.story, timeline(this.steps));
  }

  hear(next) {
    if (next.position < this.now.position) return;
    const before = this.now.status;
    this.now = next;
    this.draw();
    if (waits(next)) go(location.pathname, { replace: true });
    else if (before !== next.status) this.turned(next);
  }

  turned(next) {
    announce(t('row.said', { file: next.file.name, status: t(`status.${next.status}`) }));
    this.load().catch(() => {});
  }

  /// Of the stream: status and numbers; what else a new status brings is asked for.
  progress({ status, progress }, position) {
    if (position < this.now.position) return;
    const turns = status !== this.now.status;
    // The first step after a silence: what the server wrote into the story before it stands there by now.
    const resumes = this.silent && progress.processed > this.now.progress.processed;
    this.now = { ...this.now, status, progress, position };
    this.draw();
    if (status === 'processing') this.addMoment(progress.processed);
    if (waits(this.now)) go(location.pathname, { replace: true });
    else if (turns) this.turned(this.now);
    else if (resumes) this.catchUp();
    else if (status === 'processing' && (this.table.shown ?? 0) < 20) this.table.load();
  }

  catchUp() {
    this.silent = false;
    this.load().catch(() => {});
  }

  connection(state) {
    this.news.become(state);
    if (state !== 'live') this.silent = true;
  }

  addMoment(processed) {
    const last = this.moments.at(-1);
    if (last && (processed < last.processed || Date.now() <= last.at_ms)) return;
    this.moments.push({ at_ms: Date.now(), processed });
    if (this.moments.length > moments_kept) this.moments = this.moments.filter((_, i) => i % 2 === 0);
    this.chart.update(this.moments);
    this.drawStory();
  }

  gone() {
    success(t('one.deleted', { file: this.now.file.name }));
    go(this.home());
  }
}

export default {
  section: 'imports',
  async show({ id, search }) {
    const [of] = await Promise.all([get(`/api/v1/imports/${encodeURIComponent(id)}`), loadKinds(), knowProjects()]);
    if (waits(of)) return reviewPage(of);
    const only = outcomes.includes(search.get('outcome')) ? search.get('outcome') : null;
    const view = new View(of, only);
    let end = () => {};
    let left = false;
    // A stream ends with its import; what is retried later is followed anew.
    const watch = () => {
      end();
      if (left || isOver(view.now.status)) return;
      end = follow(`/api/v1/imports/${of.id}/progress`, {
        events: { progress: (news, at) => view.progress(news, at), finished: (news, at) => { end(); view.progress(news, at); } },
        poll: () => view.load(),
        state: (now) => view.connection(now),
        gone: () => importGone(of),
      });
    };
    view.turned = ((turned) => (next) => {
      turned.call(view, next);
      if (!isOver(next.status)) watch();
    })(view.turned);
    await view.load();
    watch();
    return { title: short(of.file.name, 100), node: view.node, project: of.project ?? null, leave: () => { left = true; end(); } };
  },
};
