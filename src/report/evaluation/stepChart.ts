/** Mean and deviation of one feature at every step, real and generated over each other. */
import * as Plot from '@observablehq/plot';
import { colours, draw, figure, generatedDash, valueTicks } from '../charts/draw.ts';
import type { Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import type { EvaluationMessages } from './evaluationMessages.ts';
import type { StepMoments } from './steps.ts';

export function stepChart(
  name: string,
  feature: number,
  features: number,
  sets: { readonly real: StepMoments; readonly generated: StepMoments },
  text: Messages,
  words: EvaluationMessages,
): Markup {
  const points = ({ mean, deviation }: StepMoments) =>
    Array.from({ length: mean.length / features }, (_, t) => {
      const at = t * features + feature;
      return {
        step: t + 1,
        mean: mean[at]!,
        low: mean[at]! - deviation[at]!,
        high: mean[at]! + deviation[at]!,
      };
    });
  const band = (moments: StepMoments, colour: string, fillOpacity: number) =>
    Plot.areaY(points(moments), { x: 'step', y1: 'low', y2: 'high', fill: colour, fillOpacity });
  const edges = points(sets.generated).flatMap(({ step, low, high }) => [
    { step, value: low, edge: 'low' },
    { step, value: high, edge: 'high' },
  ]);
  const chart = draw(words.alt.steps(name), {
    height: 140,
    marginLeft: 46,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 32,
    x: { label: text.axes.step, labelArrow: 'none', ticks: 6, tickFormat: (step: number) => `${step}` },
    y: { label: null, ticks: 4, tickFormat: valueTicks, nice: true },
    marks: [
      Plot.gridY({ ticks: 4, stroke: colours.grid, strokeOpacity: 1 }),
      band(sets.real, colours.real, 0.25),
      band(sets.generated, colours.generated, 0.12),
      Plot.lineY(edges, {
        x: 'step',
        y: 'value',
        z: 'edge',
        stroke: colours.generated,
        strokeWidth: 0.8,
        strokeDasharray: generatedDash,
      }),
      Plot.lineY(points(sets.real), { x: 'step', y: 'mean', stroke: colours.real, strokeWidth: 2.5 }),
      Plot.lineY(points(sets.generated), {
        x: 'step',
        y: 'mean',
        stroke: colours.generated,
        strokeWidth: 1.8,
        strokeDasharray: generatedDash,
      }),
    ],
  });
  return figure(name, chart);
}
