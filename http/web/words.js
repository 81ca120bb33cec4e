// The interface's language, and how it writes numbers, dates, sizes and times.

import { choose, chosen } from './kept.js';
import { inSentence } from './record_text.js';

export const languages = ['en', 'fr'];
const key = 'waybill.language';

let words = {};
let locale = 'en';
const formats = new Map();

function wished() {
  const before = chosen(key);
  if (languages.includes(before)) return before;
  for (const wish of navigator.languages ?? []) {
    const name = wish.slice(0, 2).toLowerCase();
    if (languages.includes(name)) return name;
  }
  return 'en';
}

/// The locale to write numbers in: the person's own kind of the language, when they have one.
function localeFor(language) {
  return (navigator.languages ?? []).find((one) => one.toLowerCase().startsWith(language)) ?? language;
}

/// French sets some signs apart: by a space at which no line ends.
export const unbroken = (text) => text.replaceAll('« ', '«\u00a0').replace(/ (?=[;:?!»])/g, '\u00a0');
const inFrench = (all) => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, typeof one === 'string' ? unbroken(one) : inFrench(one)]));

export async function loadLanguage() {
  const language = wished();
  const answer = await fetch(`/web/languages/${language}.json`);
  if (!answer.ok) throw new Error('language');
  const read = await answer.json();
  words = language === 'fr' ? inFrench(read) : read;
  locale = localeFor(language);
  formats.clear();
  document.documentElement.lang = language;
}

export const chooseLanguage = (language) => choose(key, language);

export const language = () => document.documentElement.lang;

function format(kind, options) {
  const name = kind + JSON.stringify(options);
  if (!formats.has(name)) formats.set(name, new Intl[kind](locale, options));
  return formats.get(name);
}

export const number = (n, options = {}) => format('NumberFormat', options).format(n);

/// The words of a key; `{name}` in them is filled in, numbers and lists ("A, B or C") as the language writes them. Where the words are
/// plural forms, `n` chooses.
export function t(name, values = {}) {
  let text = words[name];
  if (text === undefined) return name;
  if (typeof text === 'object') text = text[format('PluralRules', {}).select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (whole, key) => {
    const value = values[key];
    if (value === undefined) return whole;
    if (Array.isArray(value)) return inSentence(format('ListFormat', { type: 'disjunction' }).format(value));
    return typeof value === 'number' ? number(value) : inSentence(value);
  });
}

/// What the server calls by a word, or writes as a sign, in words.
const spoken = {
  encoding: (value) => (has(`encoding.${value}`) ? t(`encoding.${value}`) : value),
  found: (value) => (value.startsWith('0x') ? t('found.byte', { byte: value }) : t('found.character', { character: value })),
  kind: (value) => (has(`kind.${value}`) ? t(`kind.${value}`) : null),
  status: (value) => t(`status.${value}`),
};

/// The server's sentence in the person's language; '' when this page does not know it.
export function reasonText({ reason, values = {} }) {
  if (!reason || !has(`reason.${reason}`)) return '';
  const { advice, ...others } = values;
  const told = Object.entries(others).map(([name, value]) => [name, spoken[name] ? spoken[name](value) : value]);
  if (told.some(([, value]) => value === null)) return '';
  const sentence = t(`reason.${reason}`, Object.fromEntries(told));
  return has(`advice.${advice}`) ? `${sentence} ${t(`advice.${advice}`)}` : sentence;
}

export const has = (name) => words[name] !== undefined;

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

export function bytes(n) {
  let at = 0;
  let shown = n;
  while (shown >= 999.5 && at < sizes.length - 1) {
    shown /= 1000;
    ++at;
  }
  const digits = at === 0 || shown >= 99.5 ? 0 : at >= 3 ? 2 : 1;
  return number(shown, { style: 'unit', unit: sizes[at], unitDisplay: at === 0 ? 'long' : 'short', maximumFractionDigits: digits });
}

/// French sets a space before every unit, which its narrow forms leave out.
const unit = (n, name, digits = 0) =>
  number(n, { style: 'unit', unit: name, unitDisplay: language() === 'fr' ? 'short' : 'narrow', maximumFractionDigits: digits });

export function duration(seconds) {
  if (seconds < 0.0995) return unit(Math.max(1, Math.round(seconds * 1000)), 'millisecond');
  if (seconds < 9.95) return unit(seconds, 'second', 1);
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  if (whole < 3600) return `${unit(Math.floor(whole / 60), 'minute')} ${unit(whole % 60, 'second')}`;
  return `${unit(Math.floor(whole / 3600), 'hour')} ${unit(Math.floor((whole % 3600) / 60), 'minute')}`;
}

export const percent = (n) =>
  number(n / 100, { style: 'percent', maximumFractionDigits: n > 0 && n < 100 ? 1 : 0 });

export const rate = (n) =>
  t('progress.rate', { rate: number(n, { maximumSignificantDigits: n >= 100 ? 3 : 2 }) });

export const moment = (text) => format('DateTimeFormat', { dateStyle: 'long', timeStyle: 'medium' }).format(new Date(text));
export const day = (text) => format('DateTimeFormat', { dateStyle: 'medium' }).format(new Date(text));
/// A day that is written as such is that day everywhere.
export const calendarDay = (text) => format('DateTimeFormat', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`));
export const clock = (text) => format('DateTimeFormat', { timeStyle: 'medium' }).format(new Date(text));

const steps = [['year', 31_536_000], ['month', 2_592_000], ['week', 604_800], ['day', 86_400], ['hour', 3600],
  ['minute', 60]];

export function ago(text, now = Date.now()) {
  const seconds = (new Date(text).getTime() - now) / 1000;
  if (Math.abs(seconds) < 45) return t('time.now');
  const [name, size] = steps.find(([, least]) => Math.abs(seconds) >= least * 0.75) ?? steps.at(-1);
  return format('RelativeTimeFormat', { numeric: 'auto' }).format(Math.round(seconds / size), name);
}
