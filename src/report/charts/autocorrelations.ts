/** Autocorrelation by lag, real and generated. */
import * as Plot from '@observablehq/plot';
import type { Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import { colours, domainOf, draw, figure, generatedDash } from './draw.ts';

/** At long lags few pairs are left, and an estimate may leave [-1, 1]; far outside it is drawn at this edge. */
const limit = 1.2;

export function autocorrelationChart(
  name: string,
  real: Float64Array,
  generated: Float64Array,
  text: Messages,
): Markup {
  const points = (values: Float64Array) =>
    Array.from(values, (value, lag) => ({ lag, value: Math.max(-limit, Math.min(limit, value)) }));
  const line = (values: Float64Array, stroke: string, strokeDasharray?: string) =>
    Plot.lineY(points(values), {
      x: 'lag',
      y: 'value',
      stroke,
      // The real line is wider, so that it shows under a generated one that runs with it.
      strokeWidth: strokeDasharray === undefined ? 3 : 1.5,
      ...(strokeDasharray === undefined ? {} : { strokeDasharray }),
    });
  const [low, high] = domainOf([...real, ...generated, 0, 1]);
  const chart = draw(text.alt.autocorrelation(name), {
    height: 130,
    marginLeft: 46,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 32,
    x: {
      label: text.axes.lag,
      labelArrow: 'none',
      ticks: 6,
      tickFormat: (lag: number) => `${lag}`,
      domain: [0, Math.max(1, real.length - 1)],
    },
    y: { label: null, ticks: 4, domain: [Math.max(-limit, low), Math.min(limit, high)] },
    marks: [
      Plot.gridY({ ticks: 4, stroke: colours.grid, strokeOpacity: 1 }),
      Plot.ruleY([0]),
      line(real, colours.real),
      line(generated, colours.generated, generatedDash),
    ],
  });
  const constant = [
    ...(Number.isNaN(real[0]!) ? [text.real] : []),
    ...(Number.isNaN(generated[0]!) ? [text.generated] : []),
  ];
  return figure(name, chart, constant.length > 0 ? text.notes.constant(text.list(constant)) : undefined);
}
