// A look at a table that is on the server, before its import begins: how it is read, its first rows, what becomes of them.

import { post, sentence, Silence } from '../../api.js';
import { data, el, freshId, replace } from '../../dom.js';
import { announce } from '../../parts/notice.js';
import { t } from '../../words.js';
import { Keeping, More } from './options.js';
import { partsOf } from '../../parts/table_parts.js';
import { noteText, previewTable } from '../../parts/preview_table.js';
import { TablesThere } from './tables_there.js';
import { TypeWishes } from './types.js';

/// Names of sheets that a warning is about.
const sheetsOf = (name, findings) => (name === 'other_sheets' ? [' (', data((findings.other_sheets ?? []).join(', '), {}, 400), ')'] : null);

class Look {
  constructor({ id, file, project, choice }, tables) {
    Object.assign(this, { id, project, wishes: {}, seen: null, failed: false, tell: () => {} });
    this.more = new More(() => this.ask().catch(() => {}));
    this.type = choice.type ? new TypeWishes(choice.type, () => this.ask().catch(() => {})) : null;
    // Of a type the server knows where its rows go, and what they are recognised by.
    this.keeping = choice.type ? null : new Keeping(file, tables, () => this.changed());
    this.more.node.addEventListener('input', () => this.changed());
    this.parts = el('div');
    this.notes = el('div');
    this.table = el('div', { class: 'stack', 'aria-busy': 'false' });
    this.fault = el('p', { class: 'fault', role: 'alert' });
    const title = freshId();
    this.read = el('section', { class: 'look-part', 'aria-labelledby': title },
      el('h3', { id: title }, t('rows.look.read')), el('p', { class: 'hint' }, t('rows.look.read.about')), this.parts, this.notes, this.fault, this.table);
    const wish = freshId();
    this.rest = el('section', { class: 'look-part', 'aria-labelledby': wish }, el('h3', { id: wish }, t('rows.look.wishes')),
      this.type?.node ?? null, this.keeping?.node ?? null, this.more.ragged.node, this.more.node);
    this.node = el('div', { class: 'stack' }, this.read, this.rest);
  }

  get key() {
    return this.keeping?.key ?? this.type.type.key;
  }

  /// `tell(yes)`: whether the import may begin.
  ready(tell) {
    this.tell = tell;
    this.changed();
  }

  changed() {
    const shown = Boolean(this.seen) && !this.failed && !this.asking;
    if (shown) this.drawTable();
    this.tell(shown && (this.keeping?.isFine() ?? true) && this.more.isFine());
  }

  reading() {
    const { header_rows: header, ...others } = this.wishes;
    return { ...others, ...(header === undefined ? {} : { header_rows: Number(header) }), ...this.more.reading(), ...this.type?.reading() };
  }

  /// The import reads the file as it is shown, also where the look could not be sure.
  pinned() {
    if (this.seen.complete || this.seen.columns.length === 0) return {};
    const { dialect, sheet } = this.seen.findings;
    if (this.seen.format === 'xlsx') return { sheet, header_rows: dialect.header_row };
    // Of ASCII nothing is shown that another encoding would change.
    return dialect.evidence.some((one) => one.part === 'encoding' && one.reason === 'ascii') ? {} : { encoding: dialect.encoding };
  }

  /// Asks for the first rows, as the file is to be read now. Errors: those of calls that nobody here can answer.
  async ask() {
    const turn = (this.asking = Symbol('turn'));
    this.table.setAttribute('aria-busy', 'true');
    this.changed();
    try {
      const seen = await post(`/api/v1/files/${this.id}/preview`, { kind: 'rows', options: this.reading() });
      if (turn !== this.asking) return;
      this.asking = null;
      this.show(seen);
    } catch (why) {
      if (turn !== this.asking) return;
      this.asking = null;
      this.refused(why);
    }
  }

  show(seen) {
    const again = this.seen !== null;
    Object.assign(this, { seen, failed: false });
    this.fault.textContent = '';
    this.keeping?.show(seen.columns);
    this.type?.show(seen.columns);
    this.more.show(seen.format);
    this.rest.hidden = false;
    replace(this.notes, (seen.findings.warnings ?? []).map((name) => el('p', { class: 'warning' }, noteText(name), sheetsOf(name, seen.findings))),
      seen.complete ? null : el('p', { class: 'warning' }, t(seen.columns.length > 0 ? 'rows.look.cut' : 'rows.look.cut.empty')));
    this.drawParts();
    this.changed();
    if (again) announce(t('rows.preview.said', { n: seen.columns.length }));
  }

  /// What can be changed stays, so that it can be changed back.
  refused(why) {
    if (!this.seen && (why instanceof Silence || why.status === 401 || why.status === 404)) throw why;
    this.fault.textContent = sentence(why);
    this.rest.hidden = true;
    replace(this.table);
    this.table.setAttribute('aria-busy', 'false');
    Object.assign(this, { failed: true, drawn: null });
    if (this.seen) this.drawParts();
    this.changed();
  }

  drawParts() {
    const name = this.parts.contains(document.activeElement) ? document.activeElement.name : null;
    replace(this.parts, partsOf(this.seen, this.wishes, (option, value) => {
      if (value === null) delete this.wishes[option];
      else this.wishes[option] = value;
      // The rows of another sheet begin elsewhere.
      if (option === 'sheet') delete this.wishes.header_rows;
      this.ask().catch(() => {});
    }));
    if (name) this.parts.querySelector(`[name="${name}"]`)?.focus();
  }

  drawTable() {
    this.table.setAttribute('aria-busy', 'false');
    const key = this.key.join('\n');
    if (this.drawn === this.seen && this.drawnKey === key) return;
    Object.assign(this, { drawn: this.seen, drawnKey: key });
    replace(this.table, previewTable(this.seen, this.key));
  }

  fields() {
    return { options: { ...this.pinned(), ...this.reading(), ...this.keeping?.read(), ...this.more.read() } };
  }
}

/// Resolves to {node, ready(tell), fields()}. Errors: those of calls.
export async function look(what) {
  const view = new Look(what, await new TablesThere(what.project).begin());
  await view.ask();
  return view;
}
