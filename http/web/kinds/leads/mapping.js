// What a person says of a file's columns. Pure. A column's choice is a text: a field; '' for "not used";
// `split:first_name,last_name` or `split:postal_code,city` for a cell that holds several; `join:address` for one of
// several cells of a field.

import { keys } from './fields.js';

export const splits = { name: ['first_name', 'last_name'], place: ['postal_code', 'city'] };
export const joins = ['address', 'notes'];

/// What stands for a column now.
export function choiceOf({ field, split, join, joined_into: into }) {
  if (split?.length > 0) return `split:${split.join(',')}`;
  if (join?.length > 1 && (into ?? field)) return `join:${into ?? field}`;
  return field ?? '';
}

/// The fields that a choice fills.
export function filledBy(choice) {
  if (choice.startsWith('split:')) return choice.slice('split:'.length).split(',');
  if (choice.startsWith('join:')) return [choice.slice('join:'.length)];
  return choice ? [choice] : [];
}

export const identifies = (choices) => choices.some((one) => filledBy(one).some((field) => keys.includes(field)));

/// The choices once `index` is given `choice`: no field is filled twice but by those that are joined, and what is joined
/// alone is not joined.
export function choose(choices, index, choice) {
  const next = choices.slice();
  next[index] = choice;
  const filled = filledBy(choice);
  next.forEach((one, i) => {
    if (i === index || !filledBy(one).some((field) => filled.includes(field))) return;
    if (choice.startsWith('join:')) next[i] = one.startsWith('split:') ? '' : choice;
    else next[i] = '';
  });
  for (const field of joins) {
    const together = next.flatMap((one, i) => (one === `join:${field}` ? [i] : []));
    if (together.length === 1) next[together[0]] = field;
  }
  return next;
}

/// As the API takes them: all that a person said, before (`manual`) and now. `columns`: those of the review.
export function wishes(columns, choices) {
  const said = columns.flatMap((one, i) => (one.manual || choices[i] !== choiceOf(one) ? [i] : []));
  const joined = new Set();
  return said.flatMap((i) => {
    const [choice, { index }] = [choices[i], columns[i]];
    if (choice.startsWith('split:')) return [{ index, split: filledBy(choice) }];
    if (!choice.startsWith('join:')) return [{ index, field: choice || null }];
    const [field] = filledBy(choice);
    if (joined.has(field)) return [];
    joined.add(field);
    return [{ field, join: columns.flatMap((one, k) => (choices[k] === choice ? [one.index] : [])) }];
  });
}

export const isChanged = (columns, choices) => columns.some((one, i) => choices[i] !== choiceOf(one));
