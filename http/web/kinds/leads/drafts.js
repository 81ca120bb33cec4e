// What somebody said on a step of a review and has not sent: kept in this tab, so that Back, Forward, a reload and a new
// sign-in cost nothing.

import { keptById } from '../../kept.js';

const drafts = keptById(() => sessionStorage, 'waybill.review.drafts', 20);

/// `{version, wish}`: of the review that was seen, and what is wished of it. Nothing: null.
export const draftOf = drafts.of;

/// Null: there is none any more.
export const keepDraft = drafts.keep;
