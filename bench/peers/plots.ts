/**
 * The plots of the page. Each carries its colours for light and for dark, which it takes from the reader's system, and
 * paper of its own, so that it can be read wherever it stands.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { GrowthPoint, SamplingRow, StepCase } from './record.ts';

const style = `
  :root { --paper: #ffffff; --text: #1b1f24; --grid: #e3e6ea; --ours: #d55e00; --peer: #0072b2; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #14171b; --text: #e6e8eb; --grid: #2c3138; --ours: #f08a3c; --peer: #4fa9e0; }
  }
  svg { background: var(--paper); color: var(--text); font-family: system-ui, sans-serif; }
`;
const colours = { ours: 'var(--ours)', peer: 'var(--peer)', grid: 'var(--grid)' } as const;
const isOurs = (title: string): boolean => title.startsWith('gan-lstm');
const colourOf = (title: string): string => (isOurs(title) ? colours.ours : colours.peer);

const plain = (tick: number): string => `${tick}`;

const grouped = (tick: number): string => tick.toLocaleString('en');

/** 1, 2 and 5 of every power of ten between both. */
function decades(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least));
  const powers = Array.from({ length: Math.ceil(Math.log10(most)) - first + 1 }, (_, i) => 10 ** (first + i));
  return powers
    .flatMap((power) => [1, 2, 5].map((step) => power * step))
    .filter((x) => x >= least && x <= most);
}

function draw(label: string, options: Plot.PlotOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ ...options, document });
  svg.querySelector('style')?.remove();
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const sheet = document.createElement('style');
  sheet.textContent = style;
  svg.insertBefore(sheet, svg.firstChild);
  return svg.outerHTML;
}

/** So much of the axis is left for the figure beside the slowest. */
const LABEL_ROOM = 2.2;

/** Every contender's time over our best, by case; 1 is as fast as we are, and to the right is slower. */
export function stepsPlot(cases: readonly StepCase[], label: string): string {
  const points = cases.flatMap(({ id, shape, kind, rows }) => {
    const least = Math.min(...rows.filter((row) => row.id.startsWith('ours')).map((row) => row.milliseconds));
    return rows.map((row) => ({
      column: cases.some((one) => one.kind !== kind) ? `${id}: ${kind}` : `${id}: ${shape}`,
      title: `${row.title}, ${row.threads}`,
      ratio: row.milliseconds / least,
      text: row.milliseconds.toFixed(row.milliseconds < 100 ? 1 : 0),
      fill: colourOf(row.title),
    }));
  });
  const titles = [...new Set(points.map(({ title }) => title))];
  const ratios = points.map(({ ratio }) => ratio);
  const [least, most] = [Math.min(0.5, ...ratios), Math.max(2, ...ratios)];
  const ticks = [0.25, 0.5, 1, 2, 4, 8, 16, 32].filter((tick) => tick >= least && tick <= most);
  return draw(label, {
    width: 1080,
    height: 70 + 22 * titles.length,
    marginLeft: 190,
    marginRight: 44,
    marginTop: 34,
    marginBottom: 40,
    x: {
      label: 'time over ours',
      labelArrow: 'none',
      type: 'log',
      domain: [least, LABEL_ROOM * most],
    },
    y: { label: null, domain: titles },
    fx: { label: null, padding: 0.12, domain: [...new Set(points.map(({ column }) => column))] },
    marks: [
      Plot.axisX(ticks, { text: plain }),
      Plot.gridX(ticks, { stroke: colours.grid, strokeOpacity: 1 }),
      Plot.ruleX([1], { stroke: colours.ours, strokeDasharray: '4 2.5' }),
      Plot.dot(points, { fx: 'column', x: 'ratio', y: 'title', r: 4.5, fill: 'fill' }),
      Plot.text(points, {
        fx: 'column',
        x: 'ratio',
        y: 'title',
        text: 'text',
        dx: 8,
        textAnchor: 'start',
        fontSize: 10,
      }),
    ],
    color: { type: 'identity' },
  });
}

/** Milliseconds over size, both on logarithmic axes, a panel for each axis of growth. */
export function growthPlot(points: readonly GrowthPoint[], label: string): string {
  const named = points.map((point) => ({ ...point, stroke: colourOf(point.title) }));
  const panels = (['batch', 'length', 'width'] as const).map((axis) => ({
    axis,
    own: named.filter((point) => point.axis === axis),
  }));
  // each panel has sizes of its own, so the size is told in steps of the axis
  const places = panels.flatMap(({ own }) => {
    const sizes = [...new Set(own.map(({ size }) => size))].sort((a, b) => a - b);
    return own.map((point) => ({
      ...point,
      place: sizes.indexOf(point.size),
      last: point.size === sizes.at(-1),
    }));
  });
  const ticks = panels.flatMap(({ axis, own }) =>
    [...new Set(own.map(({ size }) => size))]
      .sort((a, b) => a - b)
      .map((size, place) => ({ axis, place, text: `${size}` })),
  );
  const times = points.map(({ milliseconds }) => milliseconds);
  const least = Math.min(...times);
  const levels = decades(least, Math.max(...times));
  return draw(label, {
    width: 1080,
    height: 320,
    marginLeft: 48,
    marginRight: 16,
    marginTop: 30,
    marginBottom: 30,
    x: { axis: null, domain: [-0.3, Math.max(...places.map(({ place }) => place)) + 0.3] },
    y: { type: 'log', label: 'ms a step', labelArrow: 'none' },
    fx: { axis: 'top', label: null, padding: 0.06, domain: panels.map(({ axis }) => axis) },
    marks: [
      Plot.axisY(levels, { text: plain, anchor: 'left' }),
      Plot.gridY(levels, { stroke: colours.grid, strokeOpacity: 1 }),
      Plot.line(places, {
        fx: 'axis',
        x: 'place',
        y: 'milliseconds',
        stroke: 'stroke',
        z: 'title',
        strokeWidth: 2,
      }),
      Plot.dot(places, { fx: 'axis', x: 'place', y: 'milliseconds', fill: 'stroke', r: 3 }),
      Plot.text(
        places.filter(({ last, axis }) => last && axis === 'width'),
        {
          fx: 'axis',
          x: 'place',
          y: 'milliseconds',
          text: 'title',
          fill: 'stroke',
          dx: -10,
          textAnchor: 'end',
        },
      ),
      Plot.text(ticks, { fx: 'axis', x: 'place', y: least, text: 'text', frameAnchor: 'bottom', dy: 18 }),
    ],
    color: { type: 'identity' },
  });
}

const isAlone = ({ title }: SamplingRow): boolean => / 1 \w+$/.test(title);

/** Sequences per second over their number; one thread or worker is dashed. */
export function samplingPlot(rows: readonly SamplingRow[], label: string): string {
  const points = rows.map((row) => ({ ...row, stroke: colourOf(row.title) }));
  const counts = [...new Set(rows.map(({ count }) => count))];
  const most = Math.max(...counts);
  const rates = rows.map(({ sequencesPerSecond }) => sequencesPerSecond);
  const [lowest, highest] = [Math.min(...rates), Math.max(...rates)];
  const levels = decades(lowest, highest);
  const inner = HEIGHT - TOP - BOTTOM;
  const gap = (highest / lowest) ** (LINE / inner);
  return draw(label, {
    width: 720,
    height: HEIGHT,
    marginLeft: 64,
    marginRight: 130,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { type: 'log', label: 'sequences asked for', labelArrow: 'none' },
    y: { type: 'log', label: 'sequences a second', labelArrow: 'none' },
    marks: [
      Plot.axisX(counts, { text: grouped }),
      Plot.axisY(levels, { text: grouped }),
      Plot.gridY(levels, { stroke: colours.grid, strokeOpacity: 1 }),
      ...[true, false].map((alone) =>
        Plot.line(
          points.filter((point) => isAlone(point) === alone),
          {
            x: 'count',
            y: 'sequencesPerSecond',
            stroke: 'stroke',
            z: 'title',
            strokeWidth: 2,
            ...(alone && { strokeDasharray: '5 3' }),
          },
        ),
      ),
      Plot.dot(points, { x: 'count', y: 'sequencesPerSecond', fill: 'stroke', r: 3 }),
      Plot.text(
        apart(
          points.filter(({ count }) => count === most),
          gap,
        ),
        { x: 'count', y: 'sequencesPerSecond', text: 'title', fill: 'stroke', dx: 8, textAnchor: 'start' },
      ),
    ],
    color: { type: 'identity' },
  });
}

const [HEIGHT, TOP, BOTTOM] = [320, 30, 40];
/** The height of a line of text. */
const LINE = 13;

/** The same from the highest down, each at most 1 / `gap` of the one before, so that their texts do not overlap. */
function apart<Row extends SamplingRow>(rows: readonly Row[], gap: number): Row[] {
  let bound = Number.POSITIVE_INFINITY;
  return rows
    .toSorted((a, b) => b.sequencesPerSecond - a.sequencesPerSecond)
    .map((row) => {
      const sequencesPerSecond = Math.min(row.sequencesPerSecond, bound);
      bound = sequencesPerSecond / gap;
      return { ...row, sequencesPerSecond };
    });
}
