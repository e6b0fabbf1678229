/** All figures, group by group: one card each, with its floor, the wrong generators, and where it stands between them. */
import {
  controlGenerators,
  type EvaluationResult,
  type Figure,
  type MetricReport,
} from '../../evaluate/index.ts';
import { html, Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import { levelMark } from '../table.ts';
import type { EvaluationMessages } from './evaluationMessages.ts';
import type { EvaluationVerdict } from './evaluationVerdict.ts';
import { figureText } from './figureText.ts';
import { type Grade, recordOf, standsAgainst } from './grade.ts';
import { wordsOf } from './metricWords.ts';
import { positionBar } from './positionBar.ts';
import { translated } from './translated.ts';

/** Details beside the figure that a card lists; a figure per column is in the table of columns. */
const detailsAtMost = 12;

export function figureCards(
  { groups: graded }: EvaluationVerdict,
  text: Messages,
  words: EvaluationMessages,
): Markup {
  return html`${graded.map(({ group, level, grades }) => {
    const measured = grades.filter(({ report }) => report.figure);
    if (measured.length === 0) return new Markup('');
    const { title, note } = words.groups[group];
    return html`<h3>${title} ${levelMark(level, text)}</h3><p class="muted">${note}</p>
<div class="cards">${measured.map((grade) => card(grade, text, words))}</div>
`;
  })}`;
}

function card({ report, level, place }: Grade, text: Messages, words: EvaluationMessages): Markup {
  const { figure, controls, judgement, protocol, citation, direction } = report;
  const { name, explanation, doesNotProve } = wordsOf(report, words.metrics);
  const { card: label } = words;
  const better = typeof direction === 'number' ? label.better.near(`${direction}`) : label.better[direction];
  const preferred = judgement?.misledBy;
  const isGrey = judgement?.isInformative === false;
  const why =
    preferred === undefined ? label.uninformative : label.misled(label.controls[preferred] ?? preferred);
  return html`<article class="metric ${isGrey ? 'grey' : level}"><h4>${name} ${controls && !isGrey ? levelMark(level, text) : undefined}</h4>
<p class="value"><b>${figureText(figure!.value)}</b> ${spread(figure!, words)} <span class="small">${better}</span></p>
${isGrey ? html`<p class="small strong">${why}</p>` : undefined}
${Number.isNaN(place) ? undefined : positionBar(place, level, words)}
${controls ? comparisons(report, words) : undefined}
<p>${explanation}</p>
<p class="small"><b>${label.notProved}:</b> ${doesNotProve}.</p>
${judgement && !isGrey ? html`<p class="small">${judgementWords(report, text, words)}</p>` : undefined}
${figure!.warnings.map((warning) => html`<p class="small strong">${translated(warning, words.language)}</p>`)}
${details(figure!, words)}
<p class="small code">${label.protocol} ${protocol.id} v${protocol.version} ${protocol.hash} · ${citation}</p></article>
`;
}

function spread({ runs, spread: deviation, interval }: Figure, { card: label }: EvaluationMessages) {
  if (runs.length < 2 || !Number.isFinite(deviation)) return undefined;
  const text = label.runs(figureText(deviation), `${runs.length}`);
  return html`<span class="small">${text}${interval ? html`, ${label.interval(figureText(interval.low), figureText(interval.high))}` : undefined}</span>`;
}

function comparisons(report: MetricReport, words: EvaluationMessages): Markup {
  const { controls, group } = report;
  const { card: label } = words;
  const relevant = controlGenerators.filter(({ kind }) => (kind === 'copy') === (group === 'privacy'));
  const signs = { better: '✓', worse: '✗', blind: '?' } as const;
  const rows = relevant.map(({ id }) => {
    const stands = standsAgainst(report, id);
    return html`<tr class="${stands}"><th scope="row">${label.controls[id] ?? id}</th><td>${figureText(controls!.ceilings[id]!.value)}</td><td>${signs[stands]} ${label.against[stands]}</td></tr>`;
  });
  const { floor } = controls!;
  return html`<table class="controls"><tbody><tr><th scope="row">${label.floor}</th><td>${figureText(floor.value)}</td><td>${
    Number.isFinite(floor.spread) ? `± ${figureText(floor.spread)}` : ''
  }</td></tr>${rows}</tbody></table>`;
}

export function judgementWords(
  { judgement, group }: MetricReport,
  text: Messages,
  { card: label }: EvaluationMessages,
): string {
  const relevant = controlGenerators.filter(({ kind }) => (kind === 'copy') === (group === 'privacy'));
  const named = (isBlind: boolean) =>
    text.list(
      relevant
        .filter(({ id }) => judgement!.blindTo.includes(id) === isBlind)
        .map(({ id, name }) => label.controls[id] ?? name),
    );
  if (!judgement!.isInformative) return label.uninformative;
  return judgement!.blindTo.length === 0
    ? label.tells(named(false))
    : label.tellsBut(named(false), named(true));
}

function details({ details: found }: Figure, words: EvaluationMessages) {
  const { card: label } = words;
  const entries = Object.entries(found);
  if (entries.length === 0) return undefined;
  const shown = entries.slice(0, detailsAtMost);
  const more =
    entries.length > shown.length ? html`<dt>…</dt><dd>+${entries.length - shown.length}</dd>` : undefined;
  return html`<details><summary class="small">${label.details}</summary><dl class="small">${shown.map(
    ([name, value]) => html`<dt>${translated(name, words.language)}</dt><dd>${figureText(value)}</dd>`,
  )}${more}</dl></details>`;
}

/** What was not measured, and why. */
export function skippedList(
  { metrics, sets, engine }: EvaluationResult,
  words: EvaluationMessages,
): Markup | undefined {
  const skipped = metrics.filter(({ status }) => status === 'skipped');
  if (skipped.length === 0) return undefined;
  return html`<ul>${skipped.map((report) => html`<li>${wordsOf(report, words.metrics).name}: ${reasonOf(report)}</li>`)}</ul>`;

  function reasonOf(report: MetricReport): string {
    const { needs } = recordOf(report);
    const { real, generated, heldOut } = sets;
    if (needs.engine && engine === null) return words.reasons.engine;
    if (needs.heldOut && heldOut === null) return words.reasons.heldOut;
    if (needs.features && real.features < needs.features)
      return words.reasons.features(`${needs.features}`, `${real.features}`);
    if (needs.length && real.length < needs.length)
      return words.reasons.length(`${needs.length}`, `${real.length}`);
    const fewest = Math.min(
      real.count,
      generated.count,
      needs.heldOut ? heldOut!.count : Number.POSITIVE_INFINITY,
    );
    if (needs.count && fewest < needs.count) return words.reasons.count(`${needs.count}`, `${fewest}`);
    return report.reason ?? '';
  }
}

export function groupTiles(
  { groups: graded }: EvaluationVerdict,
  text: Messages,
  words: EvaluationMessages,
): Markup {
  const tiles = graded.map(({ group, level, deciding, grades }) => {
    const { report } = deciding ?? {};
    return html`<div class="tile ${level}"><b>${words.groups[group].title}</b>${isMeasured(grades) ? levelMark(level, text) : html`<span class="mark unclear">${words.notMeasured}</span>`}
${
  report
    ? html`<span class="number">${figureText(report.figure!.value)}</span><p class="small">${wordsOf(report, words.metrics).name}</p>
<p class="small">${text.tiles.floor(figureText(report.controls!.floor.value))}</p>${positionBar(deciding!.place, level, words)}`
    : undefined
}</div>
`;
  });
  return html`<div class="tiles groups">${tiles}</div>`;
}

const isMeasured = (grades: readonly Grade[]): boolean => grades.some(({ report }) => report.figure);
