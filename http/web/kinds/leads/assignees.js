// Whom texts of a file mean, as far as the page knows the members: those that nobody is known by are asked about. Pure.

const folded = (text) => (text ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const firstOf = (name) => (name ?? '').trim().split(/\s+/)[0];

/// `texts`: what stands in the column; `members`: `{user: {username, display_name}}`. E-mail addresses the server knows alone.
export function unknownOf(texts, members) {
  const names = new Set(members.flatMap(({ user }) => [folded(user.username), folded(user.display_name)]));
  const firsts = members.map(({ user }) => folded(firstOf(user.display_name))).filter(Boolean);
  const isKnown = (text) => text.includes('@') || names.has(folded(text)) || firsts.filter((one) => one === folded(text)).length === 1;
  return texts.filter((text) => folded(text) && !isKnown(text));
}
