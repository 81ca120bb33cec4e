// The guide's Markdown as elements: headings, paragraphs, lists, tables, pictures, code. Text stays text: markup in it is
// shown, never made. More than the guide uses is not read.

import { el } from '../dom.js';

/// What a heading is called in addresses, as most programs that show Markdown do it.
export const slug = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');

const marks = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|!\[([^\]]+)\]\(([^)\s]+)\)|\[([^\]]+)\]\(([^)\s]+)\)/g;

/// `to`: {text(words), link(target): address or null, picture(target): address}.
function inline(text, to) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(marks)) {
    const [whole, code, strong, soft, alt, picture, words, target] = found;
    parts.push(to.text(text.slice(at, found.index)));
    if (code) parts.push(el('code', { translate: 'no' }, code));
    else if (strong) parts.push(el('strong', {}, to.text(strong)));
    else if (soft) parts.push(el('em', {}, to.text(soft)));
    else if (picture) parts.push(el('img', { src: to.picture(picture), alt: to.text(alt), loading: 'lazy' }));
    else parts.push(to.link(target) ? el('a', { href: to.link(target) }, to.text(words)) : to.text(words));
    at = found.index + whole.length;
  }
  return [...parts, to.text(text.slice(at))];
}

const cellsOf = (line) => line.replace(/^\||\|$/g, '').split('|').map((one) => one.trim());
const is_rule = /^\|[-| :]+\|$/;
const is_item = /^(- |\d+\. )/;
const is_heading = /^(#{1,4}) (.+)$/;
const fence = /^```(\w*) ?(.*)$/;

class Writer {
  constructor(text, to) {
    this.lines = text.split('\n');
    this.to = to;
    this.at = 0;
    this.nodes = [];
    /// {id, title, level, text}: what is below each heading. A code that a table explains is a section, too (level 0).
    this.sections = [];
    this.ids = new Set();
  }

  get line() {
    return this.lines[this.at];
  }

  takeWhile(fits) {
    const from = this.at;
    while (this.at < this.lines.length && fits(this.line)) ++this.at;
    return this.lines.slice(from, this.at);
  }

  idOf(name) {
    let id = name;
    for (let n = 1; this.ids.has(id); ++n) id = `${name}-${n}`;
    this.ids.add(id);
    return id;
  }

  tell(node, text = node.textContent) {
    this.nodes.push(node);
    const section = this.sections.findLast((one) => one.level > 0);
    if (section) section.text += ` ${text}`;
  }

  heading([, signs, words]) {
    ++this.at;
    const id = this.idOf(slug(words));
    const node = el(`h${signs.length}`, { id, tabindex: '-1' }, inline(words, this.to));
    this.nodes.push(node);
    this.sections.push({ id, title: node.textContent, level: signs.length, text: '' });
  }

  code([, , name]) {
    ++this.at;
    const body = this.takeWhile((line) => line !== '```').join('\n');
    ++this.at;
    // It scrolls sideways: whoever has no mouse scrolls it, too.
    this.tell(el('figure', { class: 'guide-code' }, name ? el('figcaption', {}, el('code', {}, name)) : null,
      el('pre', { tabindex: '0', translate: 'no' }, el('code', {}, body))));
  }

  row(cells, head) {
    const code = head[0] === 'code' ? /^`(\w+)`$/.exec(cells[0])?.[1] : null;
    const id = code ? this.idOf(`code-${code}`) : null;
    const node = el('tr', { id, tabindex: id ? '-1' : null }, cells.map((one) => el('td', {}, inline(one, this.to))));
    if (id) this.sections.push({ id, title: code, level: 0, text: [...node.children].slice(1).map((one) => one.textContent).join(' ') });
    return node;
  }

  table() {
    const [head, , ...rows] = this.takeWhile((line) => line.startsWith('|')).map(cellsOf);
    const has_head = head.some((one) => one !== '');
    const body = rows.map((cells) => this.row(cells, head));
    this.tell(el('div', { class: 'table-box', tabindex: '0', role: 'group', 'aria-label': this.sections.findLast((one) => one.level > 0)?.title },
      el('table', { class: 'table' }, has_head ? el('thead', {}, el('tr', {}, head.map((one) => el('th', { scope: 'col' }, inline(one, this.to))))) : null,
        el('tbody', {}, body))), body.flatMap((row) => [...row.children]).map((one) => one.textContent).join(' '));
  }

  list() {
    const items = [];
    // A list that a picture parts goes on with its number.
    const start = parseInt(this.line, 10);
    for (const line of this.takeWhile((one) => is_item.test(one) || /^ {2,3}\S/.test(one)))
      if (is_item.test(line)) items.push(line.replace(is_item, ''));
      else items.push(`${items.pop()} ${line.trim()}`);
    this.tell(el(start ? 'ol' : 'ul', { start: start > 1 ? start : null }, items.map((one) => el('li', {}, inline(one, this.to)))));
  }

  paragraph() {
    const words = this.takeWhile((line) => line.trim() !== '' && !is_heading.test(line) && !fence.test(line) && !line.startsWith('|') && !is_item.test(line)).map((line) => line.trim()).join(' ');
    this.tell(el('p', {}, inline(words, this.to)));
  }

  write() {
    while (this.at < this.lines.length) {
      const heading = is_heading.exec(this.line);
      const code = fence.exec(this.line);
      if (this.line.trim() === '') ++this.at;
      else if (heading) this.heading(heading);
      else if (code) this.code(code);
      else if (this.line.startsWith('|') && is_rule.test(this.lines[this.at + 1] ?? '')) this.table();
      else if (is_item.test(this.line)) this.list();
      else if (this.line.startsWith('|')) this.tell(el('p', {}, inline(this.lines[this.at++], this.to)));
      else this.paragraph();
    }
    return { nodes: this.nodes, sections: this.sections };
  }
}

/// {nodes, sections} of a text.
export const written = (text, to) => new Writer(text, to).write();
