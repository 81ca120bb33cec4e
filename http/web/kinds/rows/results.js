// What became of an import's rows, as files: what went in, and what did not. Links to them can be passed on.

import { post } from '../../api.js';
import { el, freshId, replace } from '../../dom.js';
import { failure, success } from '../../parts/notice.js';
import { isOver } from '../../parts/status.js';
import { exact } from '../../parts/time.js';
import { language, t } from '../../words.js';

const formats = ['csv', 'xlsx'];
const files = ['success', 'failed'];

function copier(url, label) {
  const text = el('input', { class: 'form-control code', readonly: true, value: url, 'aria-label': label, on: { focus: (event) => event.target.select() } });
  const copy = el('button', { type: 'button', class: 'btn btn-quiet', 'aria-label': `${t('rows.links.copy')}: ${label}`, on: { click: async () => {
    try {
      await navigator.clipboard.writeText(url);
      success(t('rows.links.copied'));
    } catch {
      // Without TLS browsers keep the clipboard to themselves: selected, a key press copies it.
      text.focus();
      text.select();
    }
  } } }, t('rows.links.copy'));
  return el('div', { class: 'link-line' }, text, copy);
}

class Results {
  constructor(of) {
    this.now = of;
    this.body = el('div', { class: 'stack' });
    const title = freshId();
    this.node = el('section', { class: 'card results', 'aria-labelledby': title }, el('h2', { id: title }, t('rows.results')), this.body);
    this.update(of);
  }

  update(of) {
    this.now = of;
    const { created, updated, skipped, failed } = of.progress;
    const taken = created + updated + skipped;
    const shown = `${isOver(of.status)} ${taken} ${failed}`;
    // Of nothing there are no files.
    this.node.hidden = of.options.create_result_files === false || (isOver(of.status) && (of.rows?.result_files === null || taken + failed === 0));
    if (shown === this.shown) return;
    this.shown = shown;
    if (!isOver(of.status)) {
      replace(this.body, el('p', { class: 'muted' }, t('rows.results.later')));
      return;
    }
    const counts = { success: taken, failed };
    this.links = el('div', { class: 'stack' });
    const make = el('button', { type: 'button', class: 'btn btn-sm btn-quiet', on: { click: (event) => this.ask(counts, event.currentTarget) } }, t('rows.links.make'));
    replace(this.body, el('div', { class: 'result-files' }, files.map((name) => this.file(name, counts[name]))),
      counts.failed > 0 ? el('p', { class: 'hint' }, t('rows.results.about')) : null, el('div', {}, make), this.links);
  }

  file(name, n) {
    const address = (format) => `/api/v1/imports/${this.now.id}/results/${name}.${format}?lang=${language()}`;
    const id = freshId();
    return el('div', { class: `result-file ${name}` }, el('p', { id }, t(`rows.results.${name}`, { n })),
      n > 0 ? el('div', { class: 'row-actions' }, formats.map((format) => el('a', { class: 'btn btn-sm btn-quiet', download: true, href: address(format), 'aria-describedby': id }, t(`rows.take.${format}`)))) : null);
  }

  async ask(counts, button) {
    button.disabled = true;
    try {
      const made = await post(`/api/v1/imports/${this.now.id}/results/links`, {});
      const some = files.filter((name) => counts[name] > 0);
      replace(this.links, some.map((name) => formats.map((format) => {
        const one = made[`${name}_file`][format];
        return el('div', { class: 'field' }, el('p', { class: 'small' }, t(`rows.results.${name}`, { n: counts[name] }), ' · ', t(`rows.take.${format}`)),
          copier(location.origin + one.url, `${t(`rows.results.${name}`, { n: counts[name] })}, ${t(`rows.take.${format}`)}`));
      })), el('p', { class: 'hint' }, t('rows.links.until'), ' ', exact(made[`${some[0]}_file`].csv.expires_at)));
      this.links.querySelector('input').focus();
    } catch (why) {
      failure(why);
    }
    button.disabled = false;
  }
}

export const results = (of) => new Results(of);
