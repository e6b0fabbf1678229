/** Sequences as dots, real ones filled and generated ones as crosses, as the legend of dots shows them. */
import * as Plot from '@observablehq/plot';
import { colours } from './draw.ts';

interface Dot {
  readonly x: number;
  readonly y: number;
}

export function dotMarks(real: readonly Dot[], generated: readonly Dot[]): Plot.Markish[] {
  return [
    Plot.dot(real, { x: 'x', y: 'y', r: 2.6, fill: colours.real, fillOpacity: 0.5 }),
    Plot.dot(generated, {
      x: 'x',
      y: 'y',
      r: 2.6,
      symbol: 'times',
      stroke: colours.generated,
      strokeWidth: 1.2,
      strokeOpacity: 0.7,
    }),
  ];
}
