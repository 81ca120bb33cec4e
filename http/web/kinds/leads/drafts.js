// What somebody said on a step of a review and has not sent: kept in this tab, so that Back, Forward, a reload and a new
// sign-in cost nothing.

const kept = 'waybill.review.drafts';
const kept_most = 20;

function drafts() {
  try {
    return JSON.parse(sessionStorage.getItem(kept)) ?? {};
  } catch {
    return {};
  }
}

/// `{version, wish}`: of the review that was seen, and what is wished of it. Nothing: null.
export const draftOf = (id) => drafts()[id] ?? null;

/// Null: there is none any more.
export function keepDraft(id, draft) {
  const { [id]: _, ...others } = drafts();
  const now = [...Object.entries(others), ...(draft ? [[id, draft]] : [])].slice(-kept_most);
  try {
    sessionStorage.setItem(kept, JSON.stringify(Object.fromEntries(now)));
  } catch {
    // Nothing is kept here: what is not sent is lost with the page.
  }
}
