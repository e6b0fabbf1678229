/**
 * Generated sequences beside their nearest real ones: of those that were looked at, the closest, the farthest, and two
 * between. Distances are root mean square over all values in real standard deviations, as everywhere in the reports.
 */
import * as Plot from '@observablehq/plot';
import { pick, type SequenceSet } from '../../evaluate/index.ts';
import { standardizer } from '../../evaluate/neighbours/space.ts';
import { nearest } from '../../evaluate/privacy/nearest.ts';
import { choose } from '../../evaluate/statistics/index.ts';
import { colours, domainOf, draw, figure, generatedDash, valueTicks } from '../charts/draw.ts';
import { formatFigure } from '../format.ts';
import { html, type Markup } from '../markup.ts';
import { peaks } from '../thin.ts';
import type { Examined } from './evaluationVerdict.ts';

/** Generated sequences whose neighbour is looked for, and what the search may cost in all. */
const askedAtMost = 300;
const operationsAtMost = 400_000_000;
/** Columns that are drawn: the worst ones. */
const columnsAtMost = 3;
/** Long sequences are drawn by the peaks of this many groups of steps. */
const groups = 150;

interface Pair {
  readonly generated: number;
  readonly real: number;
  readonly distance: number;
}

/** From the closest to the farthest; undefined where nothing varies. */
function choosePairs({ prepared }: Examined): readonly Pair[] | undefined {
  const { real, generated, input } = prepared;
  if (real.moments.every(({ standardDeviation }) => standardDeviation === 0)) return undefined;
  const width = input.length * input.columns.length;
  const asked = choose(generated.whole.count, askedAtMost, input.seed, 'shown neighbours');
  const affordable = Math.max(200, Math.floor(operationsAtMost / (asked.length * width)));
  const among = choose(real.whole.count, affordable, input.seed, 'searched neighbours');
  const toSpace = standardizer(real.whole);
  const { first, index } = nearest(toSpace(pick(generated.whole, asked)), toSpace(pick(real.whole, among)));
  const order = Array.from(asked, (_, i) => i).sort((a, b) => first[a]! - first[b]!);
  const places = [0, 0.25, 0.5, 1].map((share) => order[Math.round(share * (order.length - 1))]!);
  return places.map((at) => ({
    generated: asked[at]!,
    real: among[index[at]!]!,
    distance: first[at]! / Math.sqrt(width),
  }));
}

export function neighbourPart(examined: Examined): Markup {
  const { prepared, faults, words } = examined;
  const pairs = choosePairs(examined);
  if (!pairs) return html`<p>${words.notes.noNeighbours}</p>`;
  const columns = faults.columns.slice(0, columnsAtMost).map(({ feature }) => feature);
  const rows = pairs.map((pair, at) => {
    const quantile = words.neighbour.quantiles[at]!;
    const caption = words.neighbour.rows(
      `${pair.generated + 1}`,
      `${pair.real + 1}`,
      formatFigure(pair.distance),
    );
    const charts = columns.map((feature) => pairChart(examined, pair, feature, quantile));
    return html`<p class="small">${quantile}: ${caption}</p><div class="grid">${charts}</div>`;
  });
  return prepared.input.length > 1 ? html`${rows}` : html`${pairTable(pairs, examined)}`;
}

function pairChart({ prepared, words }: Examined, pair: Pair, feature: number, quantile: string): Markup {
  const { real, generated, input } = prepared;
  const name = input.columns[feature]!;
  const points = (set: SequenceSet, row: number) => {
    const at = (t: number) => set.values[(row * set.length + t) * set.features + feature]!;
    const values = Float64Array.from({ length: set.length }, (_, t) => at(t));
    return peaks(values, groups).map((t) => ({ step: t + 1, value: values[t]! }));
  };
  const [own, nearestReal] = [points(generated.whole, pair.generated), points(real.whole, pair.real)];
  const style = { x: 'step', y: 'value' } as const;
  const { minimum, maximum } = real.moments[feature]!;
  const chart = draw(words.neighbour.alt(name), {
    height: 120,
    marginLeft: 46,
    marginRight: 10,
    marginTop: 6,
    marginBottom: 24,
    x: { label: null, ticks: 5, tickFormat: (step: number) => `${step}` },
    y: {
      label: null,
      ticks: 4,
      tickFormat: valueTicks,
      // the range of the real column, so that near and far look it
      domain: domainOf([minimum, maximum, ...own.map(({ value }) => value)]),
    },
    marks: [
      Plot.gridY({ ticks: 4, stroke: colours.grid, strokeOpacity: 1 }),
      Plot.lineY(nearestReal, { ...style, stroke: colours.real, strokeWidth: 2.5 }),
      Plot.lineY(own, {
        ...style,
        stroke: colours.generated,
        strokeWidth: 1.6,
        strokeDasharray: generatedDash,
      }),
    ],
  });
  return figure(words.neighbour.title(name, quantile), chart);
}

/** Sequences of one step are points, for which a table says more than lines. */
function pairTable(pairs: readonly Pair[], { prepared, words, text }: Examined): Markup {
  const { real, generated, input } = prepared;
  const shown = input.columns.slice(0, 12);
  const cells = (set: SequenceSet, row: number) =>
    shown.map((_, f) => html`<td>${formatFigure(set.values[row * set.features + f]!)}</td>`);
  return html`<div class="scroll" tabindex="0"><table><thead><tr><th></th>${shown.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${pairs.map(
    (
      pair,
      at,
    ) => html`<tr><th scope="row">${words.neighbour.quantiles[at]!}: ${text.generated}</th>${cells(generated.whole, pair.generated)}</tr>
<tr><th scope="row">${words.neighbour.nearest}</th>${cells(real.whole, pair.real)}</tr>
`,
  )}</tbody></table></div>`;
}
