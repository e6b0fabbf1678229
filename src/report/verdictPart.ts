/** The top of the page: title, verdict in words and in tiles, and what to keep in mind. */
import { formatFigure, formatPercent } from './format.ts';
import type { Compared } from './level.ts';
import { html, type Markup } from './markup.ts';
import type { Messages } from './messages.ts';
import type { Prepared } from './prepare.ts';
import type { Headlines, Summary } from './summary.ts';
import { levelMark } from './table.ts';

/** Figures that are ratios to the real set. */
const ratios: ReadonlySet<keyof Headlines> = new Set(['spread', 'copies']);

export function verdictPart({ input }: Prepared, summary: Summary, text: Messages): Markup {
  const { counts, length, headlines, columns, categories } = summary;
  const aspects = Object.keys(headlines) as (keyof Headlines)[];
  const steps = summary.lengths ? text.upTo(`${length}`) : `${length}`;
  const sizes = [`${counts.real}`, `${counts.generated}`, steps, `${columns.length}`];
  return html`<h1>${input.title}</h1>
<p class="muted">${text.counts(sizes[0]!, sizes[1]!, sizes[2]!, sizes[3]!)}${categories.length > 0 ? text.textCount(`${categories.length}`) : undefined}</p>
<p class="lead">${summary.overall}</p>
<ul class="verdict">${summary.verdict.map((sentence) => html`<li>${sentence}</li>`)}</ul>
<div class="tiles">${aspects.map((aspect) => tile(aspect, headlines[aspect], text))}</div>
${notes([...summary.cautions, ...input.warnings], text)}`;
}

function tile(aspect: keyof Headlines, { value, floor, naive, level }: Compared, text: Messages): Markup {
  const format = ratios.has(aspect) ? formatPercent : formatFigure;
  return html`<div class="tile ${level}"><b>${text.aspects[aspect]}</b>${levelMark(level, text)}
<span class="number">${format(value)}</span><p class="small">${text.tiles[aspect]}</p>
<p class="small">${text.tiles.floor(format(floor))}<br>${text.tiles.naive(format(naive))}</p></div>
`;
}

function notes(warnings: readonly string[], text: Messages): Markup | undefined {
  if (warnings.length === 0) return undefined;
  return html`<aside class="notes"><h2>${text.sections.warnings}</h2><ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></aside>`;
}
