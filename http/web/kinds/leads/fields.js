// The fields of a lead, and how their values are told.

import { data, el } from '../../dom.js';
import { isSeen } from '../../record_text.js';
import { calendarDay, has, language, number, t } from '../../words.js';

/// In the order in which people are shown them.
export const fields = ['external_id', 'first_name', 'last_name', 'email', 'phone', 'company', 'job_title', 'address', 'city', 'postal_code', 'country',
  'status', 'source', 'notes', 'assigned_to', 'created', 'amount'];

/// A lead is known by these.
export const keys = ['email', 'phone', 'external_id'];

/// As people look for them in a list of choices.
export const groups = [
  ['person', ['first_name', 'last_name', 'email', 'phone']],
  ['work', ['company', 'job_title']],
  ['place', ['address', 'postal_code', 'city', 'country']],
  ['sale', ['status', 'assigned_to', 'source', 'amount', 'created', 'notes', 'external_id']],
];

export const labelOf = (field) => (has(`leads.field.${field}`) ? t(`leads.field.${field}`) : field);

/// What the project calls a status.
export function statusText(code, statuses) {
  const one = statuses?.find((each) => each.code === code);
  return one ? one[language()] ?? one.en ?? code : code;
}

/// Of a member, or of who was one.
export function personText(one) {
  if (!one) return '';
  if (typeof one === 'string') return one;
  return one.name || one.display_name || one.username || '';
}

const isoDay = /^\d{4}-\d\d-\d\d/;

/// A value as text, as people read it; '' where there is none.
export function plainText(field, value, statuses) {
  if (value === null || value === undefined || value === '') return '';
  if (field === 'phone' && typeof value === 'object') return value.as_written || value.e164 || '';
  if (field === 'assigned_to') return personText(value);
  if (field === 'status') return statusText(value, statuses);
  if (field === 'amount' && Number.isFinite(Number(value))) return number(String(value), { maximumFractionDigits: 6 });
  if (field === 'created' && isoDay.test(value)) return calendarDay(value.slice(0, 10));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/// A value to be looked at: what can be written to or called is a link.
export function valueNode(field, value, statuses) {
  const text = plainText(field, value, statuses);
  if (!isSeen(text)) return el('span', { class: 'muted' }, t('leads.nothing'));
  if (field === 'email') return el('a', { href: `mailto:${encodeURIComponent(value).replace('%40', '@')}` }, data(text));
  if (field === 'phone' && value.e164) return el('a', { href: `tel:${value.e164}` }, data(text));
  if (field === 'assigned_to' && value.left) return [data(text), ' ', el('span', { class: 'pill warn' }, t('leads.left'))];
  return data(text, {}, 5_000);
}

/// What a lead is called.
export function titleOf(lead) {
  const name = [lead.first_name, lead.last_name].filter(isSeen).join(' ');
  return name || lead.title || lead.company || lead.email || plainText('phone', lead.phone) || lead.external_id || t('leads.nameless');
}
