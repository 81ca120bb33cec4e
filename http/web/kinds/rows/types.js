// Import types: tables that the server expects, and what it says of them.

import { get } from '../../api.js';
import { data, el, replace } from '../../dom.js';
import { choice } from '../../parts/form.js';
import { t } from '../../words.js';

const columns_told = 12;

const named = (columns) => columns.slice(0, columns_told).map((one) => one.name).join(', ') + (columns.length > columns_told ? '…' : '');

/// What may be filled in, as files.
const templates = (type) => Object.entries(type.templates).map(([format, href]) => [' ', el('a', { href, download: true }, t('rows.type.template', { format: t(`rows.take.${format}`) }))]);

const about = (type) => [type.columns.length > 0 ? [t('rows.type.columns'), ' ', data(named(type.columns), {}, 400), '.'] : t('rows.type.any'), templates(type)];

/// What a file may be beside just a table, for who is asking.
export async function typeChoices() {
  const { items } = await get('/api/v1/import-types');
  return items.map((type) => ({ name: type.name, label: data(type.title || type.name), about: about(type), type }));
}

/// What there is to say of a file of such a type.
export class TypeWishes {
  constructor(type, looks) {
    this.type = type;
    this.missing = el('p', { class: 'fault', role: 'alert' });
    this.mode = type.modes.length > 0 ? choice({ label: t('rows.type.mode'), value: '', options: [['', t('rows.type.mode.usual')], ...type.modes.map((one) => [one, one])], on: { change: looks } }) : null;
    this.node = el('div', { class: 'stack' }, el('p', {}, t('rows.type.is'), ' ', el('strong', {}, data(type.title || type.name))), this.missing,
      this.mode ? el('div', {}, this.mode.node, el('p', { class: 'hint' }, t('rows.type.mode.about'))) : null,
      type.keeps_rows ? null : el('p', { class: 'hint' }, t('rows.type.keeps_none')));
  }

  show(columns) {
    const there = new Set(columns);
    const missing = this.type.columns.filter((one) => one.required && !there.has(one.name));
    replace(this.missing, ...(missing.length > 0 ? [t('rows.type.missing'), ' ', data(named(missing), {}, 400)] : []));
  }

  reading() {
    const mode = this.mode?.input.value;
    return { type: this.type.name, ...(mode ? { mode } : {}) };
  }
}
