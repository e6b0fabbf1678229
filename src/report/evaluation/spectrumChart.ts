/** Which share of the movement within a sequence each frequency carries, real and generated. */
import * as Plot from '@observablehq/plot';
import { colours, draw, figure, generatedDash } from '../charts/draw.ts';
import { formatPercent } from '../format.ts';
import type { Markup } from '../markup.ts';
import type { EvaluationMessages } from './evaluationMessages.ts';

/** `real` and `generated` hold the shares of frequencies 1 .. T / 2. */
export function spectrumChart(
  name: string,
  real: Float64Array,
  generated: Float64Array,
  words: EvaluationMessages,
): Markup {
  const points = (shares: Float64Array) => Array.from(shares, (share, k) => ({ cycles: k + 1, share }));
  const single = real.length === 1;
  const line = (shares: Float64Array, stroke: string, strokeDasharray?: string) =>
    single
      ? Plot.dot(points(shares), { x: 'cycles', y: 'share', stroke, r: strokeDasharray ? 3 : 5 })
      : Plot.lineY(points(shares), {
          x: 'cycles',
          y: 'share',
          stroke,
          strokeWidth: strokeDasharray === undefined ? 3 : 1.5,
          ...(strokeDasharray !== undefined && { strokeDasharray }),
        });
  const chart = draw(words.alt.spectrum(name), {
    height: 130,
    marginLeft: 46,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 32,
    x: {
      label: words.axes.frequency,
      labelArrow: 'none',
      ticks: Math.min(6, real.length),
      tickFormat: (cycles: number) => (Number.isInteger(cycles) ? `${cycles}` : ''),
    },
    y: { label: null, ticks: 3, tickFormat: (share: number) => formatPercent(share), zero: true },
    marks: [
      Plot.gridY({ ticks: 3, stroke: colours.grid, strokeOpacity: 1 }),
      line(real, colours.real),
      line(generated, colours.generated, generatedDash),
    ],
  });
  return figure(name, chart);
}
