// What somebody said on a step of a review and has not sent: kept in this tab, so that Back, Forward, a reload and a new
// sign-in cost nothing.

import { keptById } from '../../kept.js';
import { user } from '../../session.js';

const drafts = keptById(() => sessionStorage, 'waybill.review.drafts', 20);

let last = null;

/// What one person wished nobody else sends, who signs in after them in the same tab. Whose session has ended goes on writing as themselves.
function mine(id) {
  last = user()?.id ?? last;
  return `${last} ${id}`;
}

/// `{version, wish}`: of the review that was seen, and what is wished of it. Nothing: null.
export const draftOf = (id) => drafts.of(mine(id));

/// Null: there is none any more.
export const keepDraft = (id, draft) => drafts.keep(mine(id), draft);

const cells = keptById(() => sessionStorage, 'waybill.review.cells', 20);

/// What was written into cells of an import's rows and is not on the server: half written, or nobody took it.
export class CellDrafts {
  constructor(id) {
    this.id = mine(id);
    this.all = cells.of(this.id) ?? {};
  }

  /// Undefined: there is none.
  of(record, index) {
    return this.all[`${record} ${index}`];
  }

  keep(record, index, text) {
    this.all[`${record} ${index}`] = text;
    cells.keep(this.id, this.all);
  }

  drop(record, index) {
    if (this.of(record, index) === undefined) return;
    delete this.all[`${record} ${index}`];
    cells.keep(this.id, Object.keys(this.all).length > 0 ? this.all : null);
  }
}
