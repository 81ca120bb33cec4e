// The guide for users, as the server carries it: its chapters, what stands in each, and a search over all of them.

import { Problem } from '../api.js';
import { el, freshId, replace, setText } from '../dom.js';
import { field } from '../parts/form.js';
import { written } from '../parts/markdown.js';
import { problemCard } from '../parts/notice.js';
import { language as own, languages, t, unbroken } from '../words.js';

const beginning = 'README';
const results_most = 20;
const around = 70;

const pathOf = (chapter, language) => `/help${chapter === beginning ? '' : `/${chapter}`}${language === own() ? '' : `?language=${language}`}`;

/// Links of the guide lead to chapters beside it, or to the guide in another language; others are text.
function addressOf(target, language) {
  const [, other = language, chapter = beginning, place = ''] = /^(?:\.\.\/(\w\w)\/)?(?:(\w+)\.md)?(#.*)?$/.exec(target) ?? [null, ''];
  return languages.includes(other) ? pathOf(chapter, other) + place : null;
}

async function read(chapter, language) {
  const answer = await fetch(`/web/guide/${language}/${chapter}.md`);
  if (!answer.ok) throw new Problem(answer.status, { code: answer.status === 404 ? 'not_found' : 'unavailable' });
  return written(await answer.text(), {
    text: language === 'fr' ? unbroken : (words) => words,
    link: (target) => addressOf(target, language),
    picture: (target) => `/web/guide/${target.replace(/^(\.\.\/)+/, '')}`,
  });
}

/// As the first page of the guide lists them.
const chaptersOf = (first) => first.nodes.flatMap((node) => [...node.querySelectorAll('td a')]).map((link) =>
  ({ name: link.getAttribute('href').replace(/^\/help\//, '').replace(/\?.*/, ''), title: link.textContent }));

/// Letter case and accents aside.
const bare = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/// Where all words stand, headings and codes before texts.
function find(all, q) {
  const words = bare(q).split(/\s+/).filter(Boolean);
  const holds = (text) => words.every((word) => bare(text).includes(word));
  const inTitle = all.filter((one) => holds(one.title));
  const inText = all.filter((one) => one.level > 0 && !inTitle.includes(one) && holds(`${one.title} ${one.text}`));
  return { words, hits: [...inTitle, ...inText] };
}

/// A little of the text around the first word. Marks may make bare text shorter: the place is near enough.
function excerpt({ text }, words) {
  const at = Math.max(0, bare(text).indexOf(words[0]) - around);
  return `${at > 0 ? '… ' : ''}${text.slice(at, at + 2 * around).trim()}${text.length > at + 2 * around ? ' …' : ''}`;
}

/// The field that looks through all chapters, which are fetched when something is first written.
function searching(chapters, language) {
  const looking = field({ label: t('help.search'), type: 'search', autocomplete: 'off' });
  const said = el('p', { class: 'hint', role: 'status' });
  const list = el('ol', { class: 'guide-found' });
  let all = null;
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const q = looking.input.value.trim();
    all ??= Promise.all(chapters.map(async (chapter) => (await read(chapter.name, language)).sections.map((one) => ({ ...one, chapter }))));
    const sections = q ? (await all.catch(() => { all = null; return []; })).flat() : [];
    if (mine !== turn) return;
    const { words, hits } = q ? find(sections, q) : { words: [], hits: [] };
    setText(said, q ? t('help.found', { n: hits.length }) : '');
    replace(list, hits.slice(0, results_most).map((one) => el('li', {},
      el('a', { href: `${pathOf(one.chapter.name, language)}#${one.id}` }, one.level === 0 ? el('code', {}, one.title) : one.title),
      el('span', { class: 'muted' }, ` ${one.chapter.title}`), el('p', { class: 'hint' }, excerpt(one, words)))));
  };
  looking.input.addEventListener('input', show);
  return el('div', { role: 'search', class: 'guide-search' }, looking.node, said, list);
}

/// Chapters; below the one that is shown, its headings.
function contents(chapters, here, sections, language) {
  const inside = el('ol', {}, sections.filter((one) => one.level === 2 || one.level === 3).map((one) =>
    el('li', { class: `level-${one.level}` }, el('a', { href: `#${one.id}` }, one.title))));
  const entry = ({ name, title }) => el('li', {}, el('a', { href: pathOf(name, language), 'aria-current': name === here ? 'page' : null }, title), name === here ? inside : null);
  const id = freshId();
  // On a narrow screen it would stand between a person and what they want to read.
  return el('details', { class: 'guide-contents', open: matchMedia('(min-width: 60rem)').matches }, el('summary', { id }, t('help.contents')),
    el('nav', { 'aria-labelledby': id }, el('ol', {}, [{ name: beginning, title: t('help.beginning') }, ...chapters].map(entry))));
}

export default {
  section: 'help',
  async show({ chapter: here = beginning, search }) {
    const language = languages.includes(search.get('language')) ? search.get('language') : own();
    const first = await read(beginning, language);
    const chapters = chaptersOf(first);
    if (here !== beginning && !chapters.some((one) => one.name === here)) return { title: t('not_found.title'), node: problemCard(new Problem(404, { code: 'not_found' })) };
    const { nodes, sections } = here === beginning ? first : await read(here, language);
    const node = el('div', { class: 'guide' },
      el('aside', { class: 'guide-side', 'aria-label': t('help.title') }, searching([{ name: beginning, title: t('help.beginning') }, ...chapters], language), contents(chapters, here, sections, language)),
      el('article', { class: 'card guide-text', lang: language }, nodes));
    return { title: `${sections[0].title} · ${t('help.title')}`, node };
  },
};
