/** The values of one feature, real as filled bars and generated as a dashed outline, on shared bins. */
import * as Plot from '@observablehq/plot';
import { finiteColumn, type SharedHistogram, sharedHistogram } from '../../evaluate/statistics/index.ts';
import { formatPercent } from '../format.ts';
import { html, type Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import type { Prepared } from '../prepare.ts';
import { colours, draw, figure, generatedDash, valueTicks } from './draw.ts';

/** Shares outside the range below this are not worth a remark. */
const remarkable = 0.001;

export function histogramChart(
  { input, real, generated }: Prepared,
  feature: number,
  text: Messages,
): Markup {
  const name = input.columns[feature]!;
  return histogram(name, finiteColumn(real.drawn, feature), finiteColumn(generated.drawn, feature), text);
}

/** How many steps sequences have. */
export const lengthsChart = ({ real, generated }: Prepared, text: Messages): Markup =>
  histogram(
    text.sections.lengths,
    Float64Array.from(real.lengths),
    Float64Array.from(generated.lengths),
    text,
  );

function histogram(
  name: string,
  realValues: Float64Array,
  generatedValues: Float64Array,
  text: Messages,
): Markup {
  if (realValues.length + generatedValues.length === 0) {
    return figure(name, html`<p class="small">${text.notes.noValues}</p>`);
  }
  const bins = sharedHistogram(realValues, generatedValues);
  const bars = Array.from(bins.first, (share, i) => ({
    from: bins.edges[i]!,
    to: bins.edges[i + 1]!,
    share,
  }));
  const chart = draw(text.alt.histogram(name), {
    height: 130,
    marginLeft: 46,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 24,
    x: { label: null, ticks: 5, tickFormat: valueTicks },
    y: { label: null, ticks: 3, tickFormat: (share: number) => formatPercent(share) },
    marks: [
      Plot.gridY({ ticks: 3, stroke: colours.grid, strokeOpacity: 1 }),
      Plot.rectY(bars, { x1: 'from', x2: 'to', y: 'share', fill: colours.real, fillOpacity: 0.45, inset: 0 }),
      Plot.lineY(outline(bins), {
        x: 'x',
        y: 'y',
        stroke: colours.generated,
        strokeWidth: 1.8,
        strokeDasharray: generatedDash,
      }),
      Plot.ruleY([0]),
    ],
  });
  const note =
    bins.secondOutside > remarkable ? text.notes.outside(formatPercent(bins.secondOutside)) : undefined;
  return figure(name, chart, note);
}

/** The steps of the second histogram, from the ground up and back. */
function outline({ edges, second }: SharedHistogram): readonly { readonly x: number; readonly y: number }[] {
  const steps = Array.from(second, (y, i) => [
    { x: edges[i]!, y },
    { x: edges[i + 1]!, y },
  ]).flat();
  return [{ x: edges[0]!, y: 0 }, ...steps, { x: edges.at(-1)!, y: 0 }];
}
