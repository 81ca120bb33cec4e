// What stands around every page: the mark, the sections, the person's menu.

import { data, el, freshId, svg } from '../dom.js';
import { choose, chosen } from '../kept.js';
import { isOn, rooms } from '../kinds.js';
import { projects } from '../projects.js';
import { go } from '../router.js';
import { isAdmin, signOut, user } from '../session.js';
import { chooseLanguage, language, languages, t } from '../words.js';
import { closes } from './menu.js';
import { failure } from './notice.js';

const mark = () =>
  svg('svg', { class: 'logo', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    svg('rect', { width: 32, height: 32, rx: 8 }),
    svg('path', { d: 'M8 10.5l4 11 4-9 4 9 4-11' }));

const brand = () => el('a', { class: 'brand', href: '/imports' }, mark(), el('span', { translate: 'no' }, 'Waybill'));

/// Words of each language in itself: whoever does not understand the page has to find theirs.
export const languageSwitch = () =>
  el('div', { class: 'switch', role: 'group', 'aria-label': t('menu.language') }, languages.map((name) =>
    el('button', { type: 'button', lang: name, 'aria-pressed': String(name === language()), on: { click: () => {
      chooseLanguage(name);
      location.reload();
    } } }, t(`language.${name}`))));

function appearanceSwitch() {
  const now = chosen('waybill.appearance') ?? 'auto';
  const buttons = ['auto', 'light', 'dark'].map((name) =>
    el('button', { type: 'button', 'aria-pressed': String(name === now), on: { click: (event) => {
      choose('waybill.appearance', name === 'auto' ? null : name);
      dispatchEvent(new Event('waybill:appearance'));
      for (const one of buttons) one.setAttribute('aria-pressed', String(one === event.currentTarget));
    } } }, t(`appearance.${name}`)));
  return el('div', { class: 'switch', role: 'group', 'aria-label': t('menu.appearance') }, buttons);
}

const labelled = (label, node) => el('div', { class: 'menu-item' }, el('span', { class: 'menu-label' }, label), node);

function menu() {
  const out = async () => {
    try {
      await signOut();
      go('/sign-in');
    } catch (why) {
      failure(why);
    }
  };
  const box = el('details', { class: 'menu' },
    el('summary', { class: 'menu-button', 'aria-label': t('menu.of', { name: user().username }) },
      el('span', { class: 'initial', 'aria-hidden': 'true' }, data(user().username.slice(0, 1).toUpperCase())),
      el('span', { class: 'menu-name' }, data(user().username))),
    el('div', { class: 'menu-box' },
      el('a', { class: 'menu-link', href: '/account' }, t('menu.account')),
      labelled(t('menu.language'), languageSwitch()),
      labelled(t('menu.appearance'), appearanceSwitch()),
      el('button', { type: 'button', class: 'menu-link', on: { click: out } }, t('menu.sign_out'))));
  return closes(box);
}

/// Whose things are shown: one's own, or those of a project.
function placeSwitch(project) {
  const all = projects();
  const here = all.find((one) => one.id === project);
  const link = (href, name, on) => el('a', { class: 'menu-link', href, 'aria-current': on ? 'true' : null }, name);
  return closes(el('details', { class: 'place' },
    el('summary', { class: 'place-button', 'aria-label': t('place.label', { name: here?.name ?? t('place.mine') }) },
      el('span', { class: 'place-name' }, here ? data(here.name) : t('place.mine'))),
    el('nav', { class: 'menu-box', 'aria-label': t('place.title') },
      link('/imports', t('place.mine'), !project),
      all.map((one) => link(`/projects/${one.id}`, data(one.name), one.id === project)),
      el('a', { class: 'menu-link quiet', href: '/projects' }, t('place.all')))));
}

/// What kinds have to show among one's own things, or those of a project.
const roomSections = (place, project) => rooms.filter((room) => room.section && [place, 'either'].includes(room.lives)
  && (!room.section.while_on || isOn(room.name))).map(({ section }) => [section.name, section.href(project)]);

function sectionsOf(project) {
  if (project) return [['imports', `/projects/${project}`], ...roomSections('project', project), ['members', `/projects/${project}/members`]];
  return [['imports', '/imports'], ...roomSections('user', null), ...(isAdmin() ? [['administration', '/administration']] : [])];
}

function sections(now, project) {
  return el('nav', { class: 'sections', 'aria-label': t('nav.label') }, sectionsOf(project).map(([name, href]) =>
    el('a', { href, 'aria-current': name === now ? 'page' : null }, t(`nav.${name}`))));
}

/// Leads to the chapter on what is shown, where there is one.
function help(now) {
  const room = rooms.find((one) => one.section?.name === now);
  return el('a', { class: 'help-link', href: room ? `/help/${room.name}` : '/help', 'aria-label': t('help.title'), title: t('help.title'), 'aria-current': now === 'help' ? 'page' : null }, '?');
}

const skip = (id) => el('a', { class: 'skip', href: `#${id}` }, t('nav.skip'));

function put(...children) {
  const kept = document.getElementById('notices');
  document.body.replaceChildren(...children, ...(kept ? [kept] : []));
}

function main(node, kind) {
  const id = freshId();
  const at = el('main', { id, class: kind, tabindex: '-1' }, node);
  at.querySelector('h1')?.setAttribute('tabindex', '-1');
  return { id, at };
}

export function frame(node, { section, project = null } = {}) {
  const { id, at } = main(node, 'page');
  put(skip(id), el('header', { class: 'top' }, el('div', { class: 'top-row' }, brand(), placeSwitch(project), sections(section, project), help(section), menu())), at);
  // On a narrow screen they go to the side: the one that is shown is seen.
  const bar = document.querySelector('.sections');
  const [on, all] = [bar.querySelector('[aria-current]'), bar].map((one) => one?.getBoundingClientRect());
  if (on) bar.scrollLeft += (on.left + on.right - all.left - all.right) / 2;
}

/// Around pages that nobody has to be signed in for.
export function bare(node) {
  const { at } = main(node, 'bare');
  put(at, el('footer', { class: 'bare-foot' }, languageSwitch()));
}

export const bigMark = mark;
