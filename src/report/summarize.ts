/**
 * Measures the numbers of a report, from which its verdict is made. Every headline is
 * measured on equal terms for real and generated (see `equalDraws`) and comes with its floor, real against real, and
 * with the value of a naive generator:
 *
 * | headline    | figure                                                                  | naive generator            |
 * |-------------|-------------------------------------------------------------------------|----------------------------|
 * | values      | Wasserstein distance per column in real standard deviations, mean       | the median, always         |
 * | time        | difference of autocorrelations over lags 1.., mean over columns         | shuffled time              |
 * | changes     | Wasserstein distance of the changes from step to step, in deviations, mean | no change               |
 * | relations   | difference of correlations, mean over pairs of columns                  | independent columns        |
 * | spread      | mean distance between two generated sequences over that of two real     | one sequence, repeated (0) |
 * | copies      | median distance to the nearest real sequence, generated over real       | a copy of the real set (0) |
 *
 * Columns of texts (categoryFigures.ts) and missing values (missingFigures.ts) are judged beside these, where there are
 * any.
 */

import {
  type ColumnMoments,
  choose,
  equalDraws,
  pickPoints,
  toPoints,
} from '../evaluate/statistics/index.ts';
import { categoryHeadline, compareCategories } from './categoryFigures.ts';
import { cautions } from './cautions.ts';
import { compareChanges, compareColumns, compareRelations, compareTime } from './columnFigures.ts';
import type { ReportInput } from './input.ts';
import { compareLengths } from './lengthFigures.ts';
import { orNull, worstLevel } from './level.ts';
import { messages } from './messages.ts';
import { compareMissing } from './missingFigures.ts';
import { type Prepared, prepare } from './prepare.ts';
import { compareSpread, findCopies } from './setFigures.ts';
import type { ColumnRange, ColumnSummary, Summary } from './summary.ts';
import { overallSentence, verdictSentences } from './verdict.ts';

/** Cuts of the real set into halves; the figures are averages over them. */
const draws = 3;
/** Generated sequences whose nearest real neighbour is looked for. */
const copyQueries = 300;

export function summarize(input: ReportInput): Summary {
  return summarizePrepared(prepare(input));
}

export function summarizePrepared(prepared: Prepared): Summary {
  const { input, real, generated } = prepared;
  const { seed } = input;
  const cuts = equalDraws(real.sample.count, generated.sample.count, draws, seed);
  const values = compareColumns(prepared, cuts);
  const time = compareTime(real.sample, generated.sample, cuts);
  const changes = compareChanges(prepared, cuts);
  const relations = compareRelations(real.sample, generated.sample, cuts);
  const missing = compareMissing(prepared, cuts);
  const lengths = compareLengths(prepared, cuts);
  const categories = compareCategories(prepared, cuts);
  const categoryDistance = categories.length > 0 ? categoryHeadline(categories) : null;
  const realPoints = toPoints(real.sample, real.moments);
  const generatedPoints = toPoints(generated.sample, real.moments);
  const asked = choose(generatedPoints.count, copyQueries, seed, 'neighbours of generated sequences');
  const copies = findCopies(realPoints, pickPoints(generatedPoints, asked), seed);
  const spread = compareSpread(realPoints, generatedPoints, cuts);
  const headlines = {
    values: values.headline,
    time: time.headline,
    changes: changes.headline,
    relations: relations.headline,
    spread: spread.headline,
    copies: copies.headline,
  };
  const nameOf = (feature: number | undefined) => (feature === undefined ? null : input.columns[feature]!);
  const judged = {
    headlines,
    worst: {
      values: nameOf(values.worst),
      time: nameOf(time.worst),
      changes: nameOf(changes.worst),
      relations: relations.worst && ([nameOf(relations.worst[0])!, nameOf(relations.worst[1])!] as const),
    },
    crowding: spread.crowding,
    copies: copies.figures,
    columns: input.columns.map((name, f): ColumnSummary => {
      const figures = {
        ks: values.ks[f]!,
        wasserstein: values.wasserstein[f]!,
        changes: changes.columns[f]!,
        autocorrelation: time.columns[f]!,
        correlation: relations.columns[f]!,
      };
      const gaps = missing[f]!;
      const isBroken = !gaps && generated.gaps[f]! > 0;
      const levels = Object.values(figures).map((figure) => figure.level);
      const level = isBroken ? 'poor' : worstLevel(gaps ? [...levels, gaps.difference.level] : levels);
      return {
        name,
        real: rangeOf(real.moments[f]!, real.gaps[f]!),
        generated: rangeOf(generated.moments[f]!, generated.gaps[f]!),
        ...figures,
        missing: gaps,
        level,
      };
    }),
    categories,
    categoryDistance,
    lengths,
    level: worstLevel([
      ...(lengths ? [lengths.distance.level] : []),
      ...Object.values(headlines).map(({ level }) => level),
      ...categories.map(({ level }) => level),
      ...missing.flatMap((gaps) => (gaps ? [gaps.difference.level] : [])),
    ]),
  };
  const text = messages[input.language ?? 'en'];
  return {
    length: input.length,
    counts: {
      real: real.whole.count,
      generated: generated.whole.count,
      realUsed: real.sample.count,
      generatedUsed: generated.sample.count,
    },
    ...judged,
    overall: overallSentence(judged, text),
    verdict: verdictSentences(judged, text),
    cautions: cautions(prepared, text),
  };
}

function rangeOf({ mean, standardDeviation, minimum, maximum }: ColumnMoments, missing: number): ColumnRange {
  return {
    mean: orNull(mean),
    standardDeviation: orNull(standardDeviation),
    minimum: orNull(minimum),
    maximum: orNull(maximum),
    missing,
  };
}
