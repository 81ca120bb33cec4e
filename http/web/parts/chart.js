// Records a second over time, drawn once and again when there is more to show.

import { el, replace, svg } from '../dom.js';
import { duration, number, rate, t } from '../words.js';

const widest = 720;
const narrowest = 260;
const height = 200;
const edge = { left: 52, right: 8, top: 12, bottom: 26 };

/// Speeds between the moments `[{at_ms, processed}]`; a retry that begins lower starts anew.
export function speeds(moments) {
  const points = [];
  for (let i = 1; i < moments.length; ++i) {
    const seconds = (moments[i].at_ms - moments[i - 1].at_ms) / 1000;
    const records = moments[i].processed - moments[i - 1].processed;
    if (seconds > 0 && records >= 0) points.push({ from_ms: moments[i - 1].at_ms, at_ms: moments[i].at_ms, speed: records / seconds });
  }
  return points;
}

/// At most `bins` steps of one length: what the log or the stream told in bursts reads as one line.
function binned(points, bins) {
  const begin = points[0].from_ms;
  const end = points.at(-1).at_ms;
  const size = (end - begin) / bins;
  if (points.length < 3 || size <= 0) return points;
  const records = new Array(bins).fill(0);
  for (const { from_ms: from, at_ms: at, speed } of points)
    for (let i = Math.floor((from - begin) / size); i < bins && begin + i * size < at; ++i) {
      const overlap = Math.min(at, begin + (i + 1) * size) - Math.max(from, begin + i * size);
      records[i] += Math.max(0, overlap) * speed;
    }
  return records.map((sum, i) => ({ from_ms: begin + i * size, at_ms: begin + (i + 1) * size, speed: sum / size }));
}

/// A round number not below `most`, so that the axis reads well.
function roof(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= most);
}

function draw(points, width) {
  const begin = points[0].from_ms;
  const span = Math.max(1, points.at(-1).at_ms - begin);
  const top = roof(Math.max(...points.map((one) => one.speed)));
  const x = (ms) => edge.left + ((ms - begin) / span) * (width - edge.left - edge.right);
  const y = (speed) => height - edge.bottom - (speed / top) * (height - edge.top - edge.bottom);
  const steps = points.map((one) => `L${x(one.from_ms).toFixed(1)} ${y(one.speed).toFixed(1)}L${x(one.at_ms).toFixed(1)} ${y(one.speed).toFixed(1)}`).join('');
  const floor = y(0);
  const line = `M${steps.slice(1)}`;
  const short = (n) => number(n, { notation: 'compact', maximumSignificantDigits: 3 });
  const label = (at, text, more) => svg('text', { ...at, ...more }, text);
  return [
    [0, 0.5, 1].map((part) => [
      svg('line', { class: 'grid', x1: edge.left, x2: width - edge.right, y1: y(top * part), y2: y(top * part) }),
      label({ x: edge.left - 8, y: y(top * part) + 4 }, short(top * part), { 'text-anchor': 'end' })]),
    svg('path', { class: 'area', d: `${line}L${x(points.at(-1).at_ms).toFixed(1)} ${floor}L${x(begin).toFixed(1)} ${floor}Z` }),
    svg('path', { class: 'line', d: line }),
    label({ x: edge.left, y: height - 6 }, duration(0.001).replace(/\d+/, '0'), {}),
    label({ x: width - edge.right, y: height - 6 }, duration(span / 1000), { 'text-anchor': 'end' }),
  ].flat(Infinity);
}

export function chart() {
  const picture = svg('svg', { class: 'chart', role: 'img' });
  const none = el('p', { class: 'muted' }, t('chart.none'));
  const node = el('figure', { class: 'chart-box' }, none);
  let shown = [];
  let shownWidth = 0;
  // As wide as what holds it: text keeps its size on a phone.
  const redraw = () => {
    shownWidth = Math.min(widest, Math.max(narrowest, node.clientWidth || widest));
    picture.setAttribute('viewBox', `0 0 ${shownWidth} ${height}`);
    picture.replaceChildren(...draw(shown, shownWidth));
  };
  const update = (moments) => {
    const told = speeds(moments);
    if (told.length === 0) return replace(node, none);
    shown = binned(told, Math.min(40, told.length));
    const seconds = told.reduce((sum, one) => sum + one.at_ms - one.from_ms, 0) / 1000;
    const mean = told.reduce((sum, one) => sum + one.speed * (one.at_ms - one.from_ms), 0) / 1000 / seconds;
    // While nothing went, there is no pace: the steps of the picture, which go through it, may lie below the mean.
    const best = Math.max(mean, ...shown.map((one) => one.speed));
    const words = t('chart.words', { best: rate(best), mean: rate(mean) });
    picture.setAttribute('aria-label', words);
    if (picture.parentNode !== node) replace(node, picture, el('figcaption', {}, words));
    else node.querySelector('figcaption').textContent = words;
    redraw();
    return node;
  };
  new ResizeObserver(() => {
    if (shown.length > 0 && node.clientWidth && Math.abs(node.clientWidth - shownWidth) > 8 && node.clientWidth < widest) redraw();
  }).observe(node);
  return { node, update, empty: () => shown.length === 0 };
}
