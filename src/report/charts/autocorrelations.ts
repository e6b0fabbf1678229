/** Autocorrelation by lag, real and generated. */
import * as Plot from '@observablehq/plot';
import type { Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import { colours, draw, figure, generatedDash } from './draw.ts';

export function autocorrelationChart(
  name: string,
  real: Float64Array,
  generated: Float64Array,
  text: Messages,
): Markup {
  const points = (values: Float64Array) => Array.from(values, (value, lag) => ({ lag, value }));
  const line = (values: Float64Array, stroke: string, strokeDasharray?: string) =>
    Plot.lineY(points(values), {
      x: 'lag',
      y: 'value',
      stroke,
      strokeWidth: 1.8,
      ...(strokeDasharray === undefined ? {} : { strokeDasharray }),
    });
  const lowest = [...real, ...generated].reduce((low, value) => (value < low ? value : low), 0);
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
    y: { label: null, ticks: 4, domain: [Math.max(-1, lowest), 1] },
    marks: [
      Plot.gridY({ ticks: 4, stroke: colours.grid, strokeOpacity: 1 }),
      Plot.ruleY([0]),
      line(real, colours.real),
      line(generated, colours.generated, generatedDash),
    ],
  });
  return figure(name, chart);
}
