// What happens to a project's tree while a page shows it: imports that work are seen, and the tree is asked for again
// as they go on.

import { get, query, Silence } from '../../api.js';
import { el, freshId } from '../../dom.js';
import { follow } from '../../live.js';
import { importRow } from '../../parts/import_row.js';
import { connection } from '../../parts/notice.js';
import { isOver } from '../../parts/status.js';
import { actionsIn } from '../../projects.js';
import { t } from '../../words.js';

const gap_ms = 1000;
const longest_gap_ms = 16_000;

const pause = (ms) => new Promise((go) => { setTimeout(go, ms); });
const mayPass = (why) => why instanceof Silence || why.status === 429 || why.status >= 500;

/// Runs `act(whole)` as often as is asked, but one at a time and with a pause between two; what is asked meanwhile
/// becomes one. What failed by a fault that may pass is done again: the last news of an import must not be missed.
/// `stop()` ends it.
export function paced(act) {
  let [wanted, whole, running, ended] = [false, false, false, false];
  let gap = gap_ms;
  const again = (why, all) => {
    if (mayPass(why)) [wanted, whole, gap] = [true, whole || all, Math.min(2 * gap, longest_gap_ms)];
    return true;
  };
  const run = async () => {
    running = true;
    while (wanted && !ended) {
      const all = whole;
      [wanted, whole] = [false, false];
      const failed = await act(all).then(() => { gap = gap_ms; }, (why) => again(why, all));
      if (!all || failed) await pause(gap);
    }
    running = false;
  };
  return {
    ask(all = false) {
      [wanted, whole] = [true, whole || all];
      if (!running) run();
    },
    stop() { ended = true; },
  };
}

/// Imports of the project that are under way, and those that ended since the page was opened.
export class News {
  /// `changed(whole)`: the tree grew, or (`whole`) an import ended. `lost(why)`: the project may not be seen any more.
  constructor(project, { changed, lost }) {
    Object.assign(this, { project, changed, lost });
    this.rows = new Map();
    this.last = new Map();
    this.connection = connection();
    this.list = el('ul', { class: 'rows' });
    const id = freshId();
    this.node = el('section', { class: 'tree-imports', 'aria-labelledby': id, hidden: true }, el('h2', { id }, t('nodes.imports')), this.list);
  }

  async load() {
    try {
      const page = await get(`/api/v1/imports${query({ project: this.project.id, kind: 'nodes', limit: 20 })}`);
      for (const one of page.items.toReversed()) this.hear(one, true);
    } catch (why) {
      if (why.status === 404) this.lost(why);
      throw why;
    }
  }

  /// `known`: it is older than this page, and shown already if it ended.
  hear(one, known = false) {
    if (one.kind !== 'nodes') return;
    const before = this.last.get(one.id);
    if (before && one.position < before.position) return;
    this.last.set(one.id, one);
    const row = this.rows.get(one.id);
    if (row) row.update(one);
    else if (!isOver(one.status) || !(known || before)) return this.add(one);
    if (isOver(one.status) && before && !isOver(before.status)) this.changed(true);
    else if (one.progress.processed > (before?.progress.processed ?? one.progress.processed)) this.changed(false);
    return undefined;
  }

  /// Also one that has ended: who just handed it in wants to see what came of it.
  add(one) {
    if (this.rows.has(one.id)) return this.hear(one);
    const row = importRow(one, { owner: one.started_by?.username, allowed: (action) => action !== 'delete' && actionsIn(this.project)(action),
      changed: (now) => (now ? this.hear(now) : this.drop(one.id)) });
    this.last.set(one.id, one);
    this.rows.set(one.id, row);
    this.list.prepend(row.node);
    this.node.hidden = false;
    this.changed(isOver(one.status));
    return undefined;
  }

  drop(id) {
    this.rows.get(id)?.node.remove();
    this.rows.delete(id);
    this.node.hidden = this.rows.size === 0;
  }

  /// Answers how to end it.
  begin() {
    const again = async () => {
      await this.load();
      this.changed(true);
    };
    return follow(`/api/v1/imports/stream${query({ project: this.project.id })}`, {
      events: { list: () => again().catch(() => {}), import: (one) => this.hear(one), removed: ({ id }) => this.drop(id) },
      poll: again,
      state: (now) => this.connection.become(now),
    });
  }
}
