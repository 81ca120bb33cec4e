// Elements from calls. Text is always text: nothing here, or anywhere, makes markup from strings.

import { list_most, short } from './record_text.js';

const svgSpace = 'http://www.w3.org/2000/svg';

function give(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === 'on') {
    for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
  } else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'selected') {
    node[name] = value;
  } else {
    node.setAttribute(name, value === true ? '' : String(value));
  }
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) give(node, name, value);
  node.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

export const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

export const svg = (name, attributes = {}, ...children) =>
  fill(document.createElementNS(svgSpace, name), attributes, children);

/// What people or their files say, set apart from our own words: its direction is its own, and no more of it is drawn
/// than a page can carry (see `parts/whole.js` for all of it).
export const data = (text, attributes = {}, most = list_most) => el('bdi', attributes, short(text, most));

/// Replaces the children, and only when they differ in text: readers are not disturbed for nothing.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function replace(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return node;
}

/// Links that may be followed: the web's own. Everything else is shown as text.
export function isWebAddress(text) {
  try {
    const { protocol } = new URL(text);
    return protocol === 'http:' || protocol === 'https:';
  } catch {
    return false;
  }
}

let ids = 0;
export const freshId = () => `x${++ids}`;
