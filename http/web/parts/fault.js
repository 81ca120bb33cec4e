// Why an import failed, in the person's language: what the code says, the place in the file, and the reason.

import { data, el } from '../dom.js';
import { has, reasonText, t } from '../words.js';

/// Faults of the server's own: of these its code says all that helps the person.
const ours = ['corrupt', 'internal', 'locked', 'storage_full', 'timeout', 'unavailable', 'wrong_version'];

const codeText = ({ code }) => t(has(`fault.${code}`) ? `fault.${code}` : 'fault.unknown');

function placeText({ line, column }) {
  return line === undefined || line === null ? '' : t('fault.place', { line, column: column ?? 1 });
}

const isSaid = (error) => Boolean(reasonText(error)) || ours.includes(error.code);

/// In one line.
export const faultText = (error) =>
  [codeText(error), placeText(error), isSaid(error) ? reasonText(error) : error.message].filter(Boolean).join(' ');

/// What a later version of the server says is shown as it says it.
export function faultOf(error) {
  const reason = isSaid(error) ? reasonText(error) : null;
  return el('p', { class: 'fault-text' }, el('strong', {}, codeText(error)), ' ', placeText(error), ' ',
    reason === null ? data(error.message, { class: 'muted', lang: 'en' }) : el('span', { class: 'muted' }, reason));
}
