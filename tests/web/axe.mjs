// What axe-core finds wrong with a page, for those who do not see it, or use no mouse.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/// `colours`: false where the same page was looked at in the same colours before, in another language. They are most of the work.
export async function faultsOf(page, within = 'html', { colours = true } = {}) {
  const client = await page.context().newCDPSession(page);
  const asked = { runOnly: tags, rules: { 'color-contrast': { enabled: colours } }, resultTypes: ['violations'], selectors: false };
  const send = (expression) => client.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (!(await send('"axe" in window')).result.value) await send(`${axe};0`);
  const { result } = await send(`axe.run('${within}', ${JSON.stringify(asked)})
    .then((all) => all.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html + ' ' + node.failureSummary).slice(0, 3).join(' | ')))`);
  await client.detach();
  return result.value;
}

/// Nothing is to be found only by scrolling sideways.
export const isTooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
