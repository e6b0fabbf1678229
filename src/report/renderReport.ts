/**
 * The report: one HTML page that opens offline and reads without JavaScript. Everything is inside: style, charts as SVG
 * and, for programs, the numbers as JSON in `<script type="application/json" id="summary">`.
 */
import { divergedSteps, lossCharts } from './charts/losses.ts';
import { throughTimeChart } from './charts/throughTime.ts';
import type { ReportInput } from './input.ts';
import { embeddedJson, html, Markup } from './markup.ts';
import { type Messages, messages } from './messages.ts';
import { prepare } from './prepare.ts';
import {
  categoryPart,
  columnParts,
  componentsPart,
  factList,
  lengthsPart,
  relationPart,
  section,
} from './sections.ts';
import { style } from './style.ts';
import { summarizePrepared } from './summarize.ts';
import type { Summary } from './summary.ts';
import { columnTable } from './table.ts';
import { verdictPart } from './verdictPart.ts';

/** `summary` saves measuring again what `summarize(input)` gave. */
export function renderReport(input: ReportInput, summary?: Summary): string {
  const prepared = prepare(input);
  const numbers = summary ?? summarizePrepared(prepared);
  const text = messages[input.language ?? 'en'];
  const page = html`<!doctype html>
<html lang="${text.htmlLanguage}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${input.title} · ${text.report}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
${verdictPart(prepared, numbers, text)}
${columnParts(prepared, numbers, text)}
${lengthsPart(prepared, numbers, text)}
${categoryPart(numbers, text)}
${relationPart(prepared, numbers, text)}
${componentsPart(prepared, text)}
${lossPart(input, text)}
${section(text.sections.table, text.notes.table, columnTable(numbers, text))}
${section(text.sections.facts, undefined, factList(input.facts))}
${section(
  text.sections.method,
  undefined,
  text.notes.method.map((paragraph) => html`<p>${paragraph}</p>`),
)}
</main>
<script type="application/json" id="summary">${embeddedJson(numbers)}</script>
</body>
</html>
`;
  return page.text;
}

function lossPart({ losses, throughTime }: ReportInput, text: Messages): Markup {
  const { sections, notes } = text;
  if (losses.length === 0) return section(sections.losses, undefined, html`<p>${notes.noLosses}</p>`);
  const diverged = divergedSteps(losses).length;
  return section(
    sections.losses,
    notes.losses,
    html`${diverged > 0 ? html`<p>${notes.diverged(`${diverged}`)}</p>` : undefined}<div class="grid">${lossCharts(losses, text)}${throughTime && throughTimeChart(throughTime, text)}</div>`,
  );
}
