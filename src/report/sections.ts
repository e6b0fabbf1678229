/** Parts of a page that several reports have: a section, the charts column by column, relations, one picture of all. */
import { autocorrelation, correlationMatrix } from '../evaluate/statistics/index.ts';
import { autocorrelationChart } from './charts/autocorrelations.ts';
import { componentsChart } from './charts/components.ts';
import { correlationChart } from './charts/correlations.ts';
import { colours } from './charts/draw.ts';
import { histogramChart, lengthsChart } from './charts/histograms.ts';
import { levelsChart } from './charts/levels.ts';
import { legend } from './charts/losses.ts';
import { seriesChart, shownSequences } from './charts/series.ts';
import { formatPercent } from './format.ts';
import type { ReportInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import type { Messages } from './messages.ts';
import type { Prepared } from './prepare.ts';
import { shownColumns } from './shownColumns.ts';
import type { Summary } from './summary.ts';
import { categoryTable } from './table.ts';

/** Columns that get charts of their own, and columns in the heat maps. */
export const chartsAtMost = 12;
const heatMapAtMost = 32;

export function section(title: string, note: string | undefined, body: Markup | readonly Markup[]): Markup {
  return html`<section><h2>${title}</h2>${note === undefined ? undefined : html`<p class="muted">${note}</p>`}${body}</section>
`;
}

/** The charts that there are one of per column. */
export function columnParts(prepared: Prepared, { columns }: Summary, text: Messages): Markup {
  const { input, real, generated } = prepared;
  const shown = shownColumns(columns, chartsAtMost);
  const leftOut =
    shown.length < columns.length
      ? html`<p class="muted">${text.notes.shown(`${shown.length}`, `${columns.length}`)}</p>`
      : undefined;
  const grid = (charts: readonly Markup[], key?: Markup) =>
    html`${leftOut}${key}<div class="grid">${charts}</div>`;
  const realMemory = autocorrelation(real.sample);
  const generatedMemory = autocorrelation(generated.sample);
  const memory = shown.map((f) =>
    autocorrelationChart(input.columns[f]!, realMemory[f]!, generatedMemory[f]!, text),
  );
  const { sections, notes } = text;
  return html`${section(
    sections.series,
    notes.series(`${shownSequences}`),
    grid(shown.map((f) => seriesChart(prepared, f, text))),
  )}${section(
    sections.histograms,
    notes.histograms,
    grid(
      shown.map((f) => histogramChart(prepared, f, text)),
      bothLegend(text),
    ),
  )}${section(
    sections.autocorrelations,
    notes.autocorrelations,
    input.length > 1 ? grid(memory, bothLegend(text)) : html`<p>${notes.oneStep}</p>`,
  )}`;
}

export function relationPart(
  { input, real, generated }: Prepared,
  { columns }: Summary,
  text: Messages,
): Markup {
  const { sections, notes } = text;
  if (columns.length < 2) return section(sections.correlations, undefined, html`<p>${notes.oneColumn}</p>`);
  const matrices = [real, generated].map(({ sample }) => correlationMatrix(sample));
  const difference = matrices[1]!.map((value, i) => value - matrices[0]![i]!);
  const shown = shownColumns(columns, heatMapAtMost);
  const maps = [
    correlationChart(text.real, matrices[0]!, input.columns, shown, text),
    correlationChart(text.generated, matrices[1]!, input.columns, shown, text),
    correlationChart(text.axes.difference, difference, input.columns, shown, text),
  ];
  const leftOut =
    shown.length < columns.length
      ? html`<p class="muted">${notes.shown(`${shown.length}`, `${columns.length}`)}</p>`
      : undefined;
  return section(
    sections.correlations,
    notes.correlations,
    html`${leftOut}<p class="scale">-1 <i></i> +1</p><div class="grid">${maps}</div>`,
  );
}

/** How long sequences are; nothing where all are equally long. */
export function lengthsPart(prepared: Prepared, { lengths }: Summary, text: Messages): Markup | undefined {
  if (!lengths) return undefined;
  const { sections, notes } = text;
  return section(
    sections.lengths,
    notes.lengths,
    html`${bothLegend(text)}<div class="grid">${lengthsChart(prepared, text)}</div>`,
  );
}

/** Columns of texts; nothing where there are none. */
export function categoryPart(summary: Summary, text: Messages): Markup | undefined {
  const { categories } = summary;
  if (categories.length === 0) return undefined;
  const { sections, notes } = text;
  const shown = [...categories]
    .sort((a, b) => (b.distance.value ?? 0) - (a.distance.value ?? 0))
    .slice(0, chartsAtMost);
  const inOrder = categories.filter((category) => shown.includes(category));
  return section(
    sections.levels,
    notes.levels,
    html`${bothLegend(text)}<div class="grid">${inOrder.map((category) => levelsChart(category, text))}</div>${categoryTable(summary, text)}<p class="muted">${notes.levelTable}</p>`,
  );
}

export function componentsPart(prepared: Prepared, text: Messages): Markup {
  const { sections, notes } = text;
  const picture = componentsChart(prepared, text);
  if (!picture) return section(sections.components, undefined, html`<p>${notes.noComponents}</p>`);
  return section(
    sections.components,
    notes.components(formatPercent(picture.share)),
    html`${dotLegend(text)}<div class="wide">${picture.chart()}</div>`,
  );
}

export function factList(facts: ReportInput['facts']): Markup {
  return html`<dl>${facts.map(
    ({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>
`,
  )}</dl>`;
}

export function bothLegend(text: Messages): Markup {
  return legend([
    { label: text.real, colour: colours.real, isDashed: false },
    { label: text.generated, colour: colours.generated, isDashed: true },
  ]);
}

export function dotLegend(text: Messages): Markup {
  return html`<p class="legend"><span><svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="4" fill="${colours.real}"></circle></svg> ${text.real}</span> <span><svg width="12" height="12" aria-hidden="true"><path d="M2,2L10,10M10,2L2,10" stroke="${colours.generated}" stroke-width="2"></path></svg> ${text.generated}</span></p>`;
}
