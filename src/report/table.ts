/** All figures, column by column, each with its floor. */
import { formatFigure, formatPercent, formatValue } from './format.ts';
import type { Compared, Level } from './level.ts';
import { html, type Markup } from './markup.ts';
import type { Messages } from './messages.ts';
import type { ColumnRange, MissingSummary, Summary } from './summary.ts';

/** A sign beside the word, so that the level is not told by colour alone. */
const signs: Readonly<Record<Level, string>> = { good: '✓', fair: '~', poor: '✗', unclear: '?' };

export function levelMark(level: Level, text: Messages): Markup {
  return html`<span class="mark ${level}">${signs[level]} ${text.level[level]}</span>`;
}

export function columnTable({ columns }: Summary, text: Messages): Markup {
  const { table } = text;
  const hasGaps = columns.some(({ missing }) => missing);
  const heads = [
    table.column,
    text.real,
    text.generated,
    table.wasserstein,
    table.ks,
    table.changes,
    table.autocorrelation,
    table.correlation,
    ...(hasGaps ? [table.missing] : []),
    table.level,
  ];
  return html`<div class="scroll" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${columns.map(
    (
      column,
    ) => html`<tr><th scope="row">${column.name}</th><td>${rangeCell(column.real)}</td><td>${rangeCell(column.generated)}</td>${[column.wasserstein, column.ks, column.changes, column.autocorrelation, column.correlation].map(cell)}${hasGaps ? gapsCell(column.missing) : undefined}<td>${levelMark(column.level, text)}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** Columns of texts, each with its distance and how often its text changes. */
export function categoryTable({ categories }: Summary, text: Messages): Markup {
  const { table } = text;
  const heads = [table.column, table.levels, table.wasserstein, table.changeShare, table.level];
  return html`<div class="scroll" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${categories.map(
    ({ name, levels, distance, changes, changeShare, level }) =>
      html`<tr><th scope="row">${name}</th><td>${`${levels.length}`}</td>${cell(distance)}<td class="${changes.level}">${shares(changeShare, text)} <small>${formatFigure(changes.floor)}</small></td><td>${levelMark(level, text)}</td></tr>
`,
  )}</tbody></table></div>`;
}

const shares = ({ real, generated }: { real: number | null; generated: number | null }, text: Messages) =>
  `${text.real} ${formatPercent(real)}, ${text.generated} ${formatPercent(generated)}`;

function gapsCell(gaps: MissingSummary | null): Markup {
  if (!gaps) return html`<td>–</td>`;
  const { real, generated, difference } = gaps;
  return html`<td class="${difference.level}">${formatPercent(real)} → ${formatPercent(generated)} <small>${formatFigure(difference.floor)}</small></td>`;
}

function cell({ value, floor, level }: Compared): Markup {
  return html`<td class="${level}">${formatFigure(value)} <small>${formatFigure(floor)}</small></td>`;
}

function rangeCell({ mean, standardDeviation, minimum, maximum }: ColumnRange): Markup {
  const spread = `${formatValue(mean)} ± ${formatValue(standardDeviation)}`;
  return html`${spread}<br><small>${`${formatValue(minimum)} … ${formatValue(maximum)}`}</small>`;
}
