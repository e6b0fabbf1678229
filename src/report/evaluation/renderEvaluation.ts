/**
 * The report of an evaluation: one HTML page that opens offline and reads without JavaScript, built of the parts of the
 * training report. For programs, the figures are in `<script type="application/json" id="evaluation">`.
 */

import { formatProblem } from '../../errors/userError.ts';
import { powerShares } from '../../evaluate/closed/spectral.ts';
import type { EvaluationResult } from '../../evaluate/index.ts';
import { pick } from '../../evaluate/index.ts';
import { choose } from '../../evaluate/statistics/index.ts';
import { colours } from '../charts/draw.ts';
import { legend } from '../charts/losses.ts';
import { embeddedJson, html, Markup } from '../markup.ts';
import { bothLegend, chartsAtMost, columnParts, factList, relationPart, section } from '../sections.ts';
import { shownColumns } from '../shownColumns.ts';
import { style } from '../style.ts';
import { columnTable } from '../table.ts';
import type { EvaluationInput } from './evaluationInput.ts';
import { evaluationStyle } from './evaluationStyle.ts';
import { type EvaluationVerdict, type Examined, evaluationVerdict, examine } from './evaluationVerdict.ts';
import { figureCards, groupTiles, skippedList } from './figureCards.ts';
import { mapPart } from './mapPart.ts';
import { neighbourPart } from './neighbourPart.ts';
import { spectrumChart } from './spectrumChart.ts';
import { stepChart } from './stepChart.ts';
import { translated, translatedProblem } from './translated.ts';

/** What the spectra may cost, in multiplications. */
const spectrumOperations = 200_000_000;

/** `verdict` saves deciding again what `evaluationVerdict(input)` gave. */
export function renderEvaluation(input: EvaluationInput, verdict = evaluationVerdict(input)): string {
  const examined = examine(input);
  const { prepared, summary, text, words } = examined;
  const { result, names } = input;
  const title = words.against(names.generated, names.real);
  const hasControls = result.metrics.some(({ controls }) => controls);
  const page = html`<!doctype html>
<html lang="${text.htmlLanguage}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} · ${words.report}</title>
<style>${new Markup(style + evaluationStyle)}</style>
</head>
<body>
<main>
${verdictHead(title, verdict, input, examined)}
${hasControls ? undefined : html`<p class="lead">${words.notes.noControls}</p>`}
${warningNotes(result, examined)}
${neighbourSection(examined)}
${stepSection(examined)}
${columnParts(prepared, summary, text)}
${spectrumSection(examined)}
${relationPart(prepared, summary, text)}
${mapPart(examined)}
${section(words.sections.figures, words.notes.figures, figureCards(verdict, text, words))}
${skippedSection(result, examined)}
${section(text.sections.table, text.notes.table, columnTable(summary, text))}
${section(words.sections.facts, undefined, factList(factsOf(input, examined)))}
${section(
  words.sections.method,
  undefined,
  [...words.method, ...text.notes.method.slice(2, 3)].map((paragraph) => html`<p>${paragraph}</p>`),
)}
</main>
<script type="application/json" id="evaluation">${embeddedJson(result)}</script>
</body>
</html>
`;
  return page.text;
}

function verdictHead(
  title: string,
  verdict: EvaluationVerdict,
  { result }: EvaluationInput,
  { text, words }: Examined,
): Markup {
  const { real, generated } = result.sets;
  const [first, ...others] = verdict.sentences;
  const good = verdict.good.map((sentence) => html`<li>${sentence}</li>`);
  const wrong = verdict.wrong.map(
    ({ what, where }) =>
      html`<li>${what}${where.length > 0 ? html`<ul>${where.map((place) => html`<li>${place}</li>`)}</ul>` : undefined}</li>`,
  );
  return html`<h1>${title}</h1>
<p class="muted">${text.counts(`${real.count}`, `${generated.count}`, `${real.length}`, `${real.features}`)}</p>
<div class="three ${verdict.level}"><p class="lead">${first}</p>${others.map((sentence) => html`<p>${sentence}</p>`)}</div>
${groupTiles(verdict, text, words)}
<div class="twofold"><section class="${good.length > 0 ? 'good' : 'none'}"><h2>${words.sections.good}</h2>${
    good.length > 0 ? html`<ul>${good}</ul>` : html`<p>${words.nothingGood}</p>`
  }</section><section class="${wrong.length > 0 ? 'wrong' : 'none'}"><h2>${words.sections.wrong}</h2>${
    wrong.length > 0 ? html`<ul>${wrong}</ul>` : html`<p>${words.nothingWrong}</p>`
  }</section></div>`;
}

function warningNotes(
  { warnings }: EvaluationResult,
  { summary, text, words }: Examined,
): Markup | undefined {
  const said = [
    ...summary.cautions,
    ...warnings.map((problem) => formatProblem(translatedProblem(problem, words.language))),
  ];
  if (said.length === 0) return undefined;
  return html`<aside class="notes"><h2>${text.sections.warnings}</h2><ul>${said.map((line) => html`<li>${line}</li>`)}</ul></aside>`;
}

function neighbourSection(examined: Examined): Markup {
  const { text, words } = examined;
  const lines = legend([
    { label: words.neighbour.nearest, colour: colours.real, isDashed: false },
    { label: text.generated, colour: colours.generated, isDashed: true },
  ]);
  return section(words.sections.neighbours, words.notes.neighbours, html`${lines}${neighbourPart(examined)}`);
}

/** One step has no course to show. */
function stepSection({ prepared, summary, faults, text, words }: Examined): Markup | undefined {
  const { columns, length } = prepared.input;
  if (length < 2) return undefined;
  const charts = shownColumns(summary.columns, chartsAtMost).map((f) =>
    stepChart(columns[f]!, f, columns.length, faults.moments, text, words),
  );
  return section(
    words.sections.steps,
    words.notes.steps,
    html`${bandLegend(words)}<div class="grid">${charts}</div>`,
  );
}

const bandLegend = ({ bands }: Examined['words']): Markup =>
  legend([
    { label: bands.real, colour: colours.real, isDashed: false },
    { label: bands.generated, colour: colours.generated, isDashed: true },
  ]);

function spectrumSection({ prepared, summary, text, words }: Examined): Markup {
  const { real, generated, input } = prepared;
  const { length, columns, seed } = input;
  if (length < 4) return section(words.sections.spectra, undefined, html`<p>${words.notes.shortSpectra}</p>`);
  const shown = shownColumns(summary.columns, chartsAtMost);
  const affordable = Math.max(20, Math.floor(spectrumOperations / (length * length * columns.length)));
  const shares = [real, generated].map(({ sample }) =>
    powerShares(pick(sample, choose(sample.count, affordable, seed, 'spectra'))),
  );
  const charts = shown.map((f) => spectrumChart(columns[f]!, shares[0]![f]!, shares[1]![f]!, words));
  return section(
    words.sections.spectra,
    words.notes.spectra,
    html`${bothLegend(text)}<div class="grid">${charts}</div>`,
  );
}

function skippedSection(result: EvaluationResult, { words }: Examined): Markup | undefined {
  const list = skippedList(result, words);
  return list && section(words.sections.skipped, words.notes.skipped, list);
}

function factsOf({ result, names }: EvaluationInput, { words }: Examined) {
  const { facts } = words;
  const { sets, seed, engine, preparation, floorSplit } = result;
  const size = (name: string, set: typeof sets.real) =>
    facts.sequences(name, `${set.count}`, `${set.length}`, `${set.features}`);
  return [
    { name: facts.real, value: size(names.real, sets.real) },
    { name: facts.generated, value: size(names.generated, sets.generated) },
    { name: facts.heldOut, value: sets.heldOut ? size(names.heldOut ?? '', sets.heldOut) : facts.none },
    { name: facts.seed, value: `${seed}` },
    { name: facts.engine, value: engine ?? facts.none },
    { name: facts.preparation, value: preparation },
    { name: facts.floor, value: translated(floorSplit, words.language) },
  ];
}
