/** A correlation matrix as a heat map: the stronger the colour the stronger the relation, the hue its sign. */
import * as Plot from '@observablehq/plot';
import { shorten } from '../format.ts';
import { type Markup, printable } from '../markup.ts';
import type { Messages } from '../messages.ts';
import { chartWidth, draw, figure } from './draw.ts';

/** Up to this many columns the cells hold their numbers. */
const numbersUpTo = 7;
const labelLength = 14;

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** `matrix` is [F, F]; `shown` are the features drawn, in this order. */
export function correlationChart(
  title: string,
  matrix: Float64Array,
  names: readonly string[],
  shown: readonly number[],
  text: Messages,
): Markup {
  const features = names.length;
  const cells: readonly Cell[] = shown.flatMap((f, row) =>
    shown.map((g, column) => ({ row, column, value: matrix[f * features + g]! })),
  );
  const label = (place: number) => shorten(printable(names[shown[place]!]!), labelLength);
  const longest = Math.max(...shown.map((_, place) => widthOf(label(place))));
  const fontSize = shown.length > 20 ? 8 : 10;
  const margin = Math.ceil(longest * fontSize * 0.62) + 10;
  const size = chartWidth - margin - 6;
  const places = shown.map((_, place) => place);
  const chart = draw(text.alt.correlation(title), {
    height: size + margin + 6,
    marginLeft: margin,
    marginBottom: margin,
    marginTop: 6,
    marginRight: 6,
    padding: shown.length > 20 ? 0 : 0.04,
    style: { background: 'none', fontSize: `${fontSize}px` },
    x: { label: null, domain: places, tickFormat: label, tickRotate: longest > 3 ? -90 : 0, tickSize: 0 },
    y: { label: null, domain: places, tickFormat: label, tickSize: 0 },
    color: { type: 'identity' },
    opacity: { type: 'identity' },
    marks: [
      Plot.cell(cells, {
        x: 'column',
        y: 'row',
        filter: ({ value }: Cell) => Number.isFinite(value),
        fill: ({ value }: Cell) => (value < 0 ? 'var(--negative)' : 'var(--positive)'),
        // Differences may pass 1.
        fillOpacity: ({ value }: Cell) => Math.min(1, Math.round(Math.abs(value) * 50) / 50),
        shapeRendering: 'crispEdges',
      }),
      ...(shown.length > numbersUpTo
        ? []
        : [
            Plot.text(cells, {
              x: 'column',
              y: 'row',
              text: ({ value }: Cell) =>
                Number.isFinite(value) ? (Math.round(value * 100) / 100 + 0).toFixed(2) : '–',
              fill: ({ value }: Cell) => (Math.abs(value) > 0.55 ? 'var(--on-strong)' : 'var(--text)'),
            }),
          ]),
      Plot.frame({ stroke: 'var(--grid)' }),
    ],
  });
  return figure(title, chart);
}

/** In characters of Latin width: Chinese and the like are about 1.6 times as wide. */
function widthOf(label: string): number {
  return Array.from(label).reduce((width, character) => width + (character > '\u2e80' ? 1.65 : 1), 0);
}
