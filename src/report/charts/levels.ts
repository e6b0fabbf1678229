/** How often each level of a column of texts comes: real as filled bars, generated as a mark across. */
import * as Plot from '@observablehq/plot';
import { formatPercent, shorten } from '../format.ts';
import type { Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import type { CategorySummary } from '../summary.ts';
import { colours, draw, figure } from './draw.ts';

/** Levels that are drawn; the most frequent ones of the real data. */
const shownLevels = 20;
const nameLength = 18;

export function levelsChart({ name, levels }: CategorySummary, text: Messages): Markup {
  const shown = [...levels].sort((a, b) => b.real - a.real).slice(0, shownLevels);
  // names may be equal once shortened, so places are drawn and named by the ticks
  const bars = shown.map((level, place) => ({ ...level, place }));
  const chart = draw(text.alt.levels(name), {
    height: 40 + 17 * bars.length,
    marginLeft: 112,
    marginRight: 16,
    marginTop: 6,
    marginBottom: 26,
    x: { label: null, ticks: 4, tickFormat: (share: number) => formatPercent(share) },
    y: {
      type: 'band',
      label: null,
      padding: 0.3,
      tickSize: 0,
      tickFormat: (place: number) => shorten(bars[place]!.name, nameLength),
    },
    marks: [
      Plot.gridX({ ticks: 4, stroke: colours.grid, strokeOpacity: 1 }),
      Plot.barX(bars, { x: 'real', y: 'place', fill: colours.real, fillOpacity: 0.45 }),
      Plot.tickX(bars, { x: 'generated', y: 'place', stroke: colours.generated, strokeWidth: 2.5 }),
      Plot.ruleX([0]),
    ],
  });
  const note =
    shown.length < levels.length ? text.notes.levelsShown(`${shown.length}`, `${levels.length}`) : undefined;
  return figure(name, chart, note);
}
