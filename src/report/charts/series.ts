/** Some real and some generated sequences of one feature, side by side on the same axes. */
import * as Plot from '@observablehq/plot';
import type { SequenceSet } from '../../evaluate/sequenceSet.ts';
import { choose } from '../../evaluate/statistics/index.ts';
import type { Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import type { Prepared } from '../prepare.ts';
import { peaks } from '../thin.ts';
import { colours, domainOf, draw, figure, valueTicks } from './draw.ts';

/** Sequences of each kind; more than this hide each other. */
export const shownSequences = 6;
/** Long sequences are drawn by the peaks of this many groups of steps. */
const groups = 150;

interface Point {
  readonly set: string;
  readonly sequence: number;
  readonly step: number;
  readonly value: number;
}

export function seriesChart({ input, real, generated }: Prepared, feature: number, text: Messages): Markup {
  const name = input.columns[feature]!;
  const shown = (set: SequenceSet, label: string, stream: string) =>
    Array.from(choose(set.count, shownSequences, input.seed, stream)).flatMap((row) =>
      pointsOf(set, row, feature, label),
    );
  const points = [
    ...shown(real.whole, text.real, 'shown real sequences'),
    ...shown(generated.whole, text.generated, 'shown generated sequences'),
  ];
  const channels = {
    x: 'step',
    y: 'value',
    z: 'sequence',
    fx: 'set',
    stroke: ({ set }: Point) => (set === text.real ? colours.real : colours.generated),
  };
  const marks =
    input.length > 1
      ? [Plot.line(points, { ...channels, strokeWidth: 1.3, strokeOpacity: 0.75 })]
      : [Plot.tickY(points, { ...channels, x: null, strokeWidth: 1.5 })];
  const chart = draw(text.alt.series(name), {
    height: 150,
    marginLeft: 46,
    marginRight: 8,
    marginTop: 20,
    marginBottom: 32,
    fx: { domain: [text.real, text.generated], label: null, padding: 0.06 },
    x: {
      label: input.length > 1 ? text.axes.step : null,
      labelArrow: 'none',
      ticks: 4,
      domain: [0, Math.max(1, input.length - 1)],
      ...(input.length > 1 ? {} : { axis: null }),
    },
    y: {
      label: null,
      ticks: 4,
      tickFormat: valueTicks,
      domain: domainOf(points.map(({ value }) => value)),
      nice: true,
    },
    color: { type: 'identity' },
    marks: [Plot.gridY({ ticks: 4, stroke: colours.grid, strokeOpacity: 1 }), ...marks],
  });
  const isEmpty = points.every(({ value }) => Number.isNaN(value));
  return figure(name, chart, isEmpty ? text.notes.noValues : undefined);
}

function pointsOf(set: SequenceSet, row: number, feature: number, label: string): readonly Point[] {
  const values = Float64Array.from(
    { length: set.length },
    (_, t) => set.values[(row * set.length + t) * set.features + feature]!,
  );
  return peaks(values, groups).map((step) => {
    const value = values[step]!;
    return { set: label, sequence: row, step, value: Number.isFinite(value) ? value : NaN };
  });
}
