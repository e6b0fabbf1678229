/** Both sets of whole sequences on the first two principal components of the real set. */
import * as Plot from '@observablehq/plot';
import {
  choose,
  pickPoints,
  principalComponents,
  project,
  toPoints,
} from '../../evaluate/statistics/index.ts';
import { formatPercent } from '../format.ts';
import type { Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import type { Prepared } from '../prepare.ts';
import { dotMarks } from './dots.ts';
import { colours, draw, figure, valueTicks } from './draw.ts';

/** Beyond this the steps are averaged in segments. */
const dimensionsAtMost = 2048;
/** Values that the directions are learned from, which bounds the time. */
const valuesAtMost = 400_000;
const dotsAtMost = 500;

export interface ComponentsPicture {
  /** Under its title, with small print below it. */
  chart(title?: string, note?: string): Markup;
  /** The part of the real variance that is seen. */
  readonly share: number;
}

/** Undefined when the real sequences do not vary. */
export function componentsChart(
  { input, real, generated }: Prepared,
  text: Messages,
): ComponentsPicture | undefined {
  const realPoints = toPoints(real.sample, real.moments, dimensionsAtMost);
  const fitted = choose(
    realPoints.count,
    Math.max(50, Math.floor(valuesAtMost / realPoints.dimensions)),
    input.seed,
    'components',
  );
  const components = principalComponents(pickPoints(realPoints, fitted), 2);
  const { variances, totalVariance } = components;
  if (!(totalVariance > 0)) return undefined;
  const generatedPoints = toPoints(generated.sample, real.moments, dimensionsAtMost);
  const dots = (points: typeof realPoints, stream: string) => {
    const seen = project(
      components,
      pickPoints(points, choose(points.count, dotsAtMost, input.seed, stream)),
    );
    return Array.from({ length: seen.count }, (_, n) => ({
      x: seen.values[n * seen.dimensions]!,
      y: seen.dimensions > 1 ? seen.values[n * seen.dimensions + 1]! : 0,
    }));
  };
  const shareOf = (k: number) => formatPercent((variances[k] ?? 0) / totalVariance);
  const chart = draw(text.alt.components, {
    width: 560,
    height: 400,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 26,
    marginBottom: 36,
    x: {
      label: text.axes.component('1', shareOf(0)),
      labelArrow: 'none',
      ticks: 6,
      tickFormat: valueTicks,
      nice: true,
    },
    y: {
      label: text.axes.component('2', shareOf(1)),
      labelArrow: 'none',
      ticks: 6,
      tickFormat: valueTicks,
      nice: true,
    },
    marks: [
      Plot.gridX({ ticks: 6, stroke: colours.grid, strokeOpacity: 1 }),
      Plot.gridY({ ticks: 6, stroke: colours.grid, strokeOpacity: 1 }),
      ...dotMarks(dots(realPoints, 'dots of real'), dots(generatedPoints, 'dots of generated')),
    ],
  });
  const share = ((variances[0] ?? 0) + (variances[1] ?? 0)) / totalVariance;
  return { chart: (title = '', note) => figure(title, chart, note), share };
}
