// What axe-core finds wrong with a page, for those who do not see it, or use no mouse.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function faultsOf(page, within = 'html') {
  const client = await page.context().newCDPSession(page);
  await client.send('Runtime.evaluate', { expression: axe });
  const { result } = await client.send('Runtime.evaluate', { awaitPromise: true, returnByValue: true,
    expression: `axe.run('${within}', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((all) => all.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html + ' ' + node.failureSummary).slice(0, 3).join(' | ')))` });
  await client.detach();
  return result.value;
}

/// Nothing is to be found only by scrolling sideways.
export const isTooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
