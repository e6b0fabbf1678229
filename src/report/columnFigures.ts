/** The figures that are measured column by column: values, time structure, and relations between columns. */
import type { SequenceSet } from '../evaluate/sequenceSet.ts';
import {
  ascending,
  autocorrelation,
  autocorrelationDifference,
  compareOnEqualTerms,
  correlationDifference,
  correlationMatrix,
  type Draw,
  distanceToMedian,
  finiteColumn,
  kolmogorovSmirnov,
  meanOfDefined,
  type OnEqualTerms,
  stepChanges,
  timeStructure,
  wasserstein,
} from '../evaluate/statistics/index.ts';
import { type Compared, compared, shareOfWay } from './level.ts';
import type { Prepared } from './prepare.ts';

/** The KS statistic of a generator that always gives the median. */
const ksOfMedian = 0.5;
/** How far a generated column may be from a real constant, relative to it. */
const constantTolerance = 1e-3;

export interface ColumnFigures {
  readonly headline: Compared;
  readonly columns: readonly Compared[];
  /** The column that is farthest on the way to the naive generator. */
  readonly worst: number | undefined;
}

/** Values that are not finite are left out, so the sets are taken as they were given. */
export function compareColumns({ real, generated }: Prepared, draws: readonly Draw[]) {
  const count = real.whole.features;
  const features = Array.from({ length: count }, (_, f) => f);
  const scales = real.moments.map(({ standardDeviation }) => standardDeviation || 1);
  // One sort serves both figures: entries 0..F-1 are Wasserstein, F..2F-1 KS.
  const figures = compareOnEqualTerms(real.drawn, generated.drawn, draws, {
    describe: (set) => features.map((f) => ascending(finiteColumn(set, f))),
    distance: (reference, other) =>
      Float64Array.from([
        ...features.map((f) => wasserstein(reference[f]!, other[f]!) / scales[f]!),
        ...features.map((f) => kolmogorovSmirnov(reference[f]!, other[f]!)),
      ]),
    naive: (reference) =>
      Float64Array.from([
        ...features.map((f) => distanceToMedian(reference[f]!) / scales[f]!),
        ...features.map(() => ksOfMedian),
      ]),
  });
  const distances = summarizeColumns(part(figures, 0, count));
  const ks = summarizeColumns(part(figures, count, 2 * count));
  // A real constant has no floor and no naive generator: it is met or missed.
  const judge = (figure: Compared, f: number): Compared => {
    const { mean, standardDeviation } = real.moments[f]!;
    if (standardDeviation !== 0) return figure;
    const isMet = figures.value[f]! <= constantTolerance * Math.abs(mean);
    return { ...figure, level: isMet ? 'good' : 'poor' };
  };
  return {
    headline: distances.headline,
    worst: distances.worst,
    wasserstein: distances.columns.map(judge),
    ks: ks.columns.map(judge),
  };
}

/** Wasserstein distance of the changes from step to step, in units of the deviation of the real changes. */
export function compareChanges({ real, generated }: Prepared, draws: readonly Draw[]): ColumnFigures {
  const features = Array.from({ length: real.whole.features }, (_, f) => f);
  const scales = features.map((f) => deviation(stepChanges(real.drawn, f)));
  return summarizeColumns(
    compareOnEqualTerms(real.drawn, generated.drawn, draws, {
      describe: (set) => features.map((f) => ascending(stepChanges(set, f))),
      distance: (reference, other) =>
        Float64Array.from(features, (f) => wasserstein(reference[f]!, other[f]!) / scales[f]!),
      naive: (reference) => Float64Array.from(features, (f) => distanceToMedian(reference[f]!) / scales[f]!),
    }),
  );
}

/** NaN for values that are all equal. */
function deviation(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  const mean = total / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length) || NaN;
}

export function compareTime(
  real: SequenceSet,
  generated: SequenceSet,
  draws: readonly Draw[],
): ColumnFigures {
  return summarizeColumns(
    compareOnEqualTerms(real, generated, draws, {
      describe: autocorrelation,
      distance: (reference, other) =>
        Float64Array.from(reference, (series, f) => autocorrelationDifference(series, other[f]!)),
      naive: (reference) => Float64Array.from(reference, timeStructure),
    }),
  );
}

export function compareRelations(real: SequenceSet, generated: SequenceSet, draws: readonly Draw[]) {
  const { features } = real;
  const unrelated = new Float64Array(features * features);
  const figures = compareOnEqualTerms(real, generated, draws, {
    describe: correlationMatrix,
    distance: correlationDifference,
    naive: (reference) => correlationDifference(reference, unrelated),
  });
  const rowMeans = (matrix: Float64Array) =>
    Float64Array.from({ length: features }, (_, f) =>
      meanOfDefined(matrix.subarray(f * features, (f + 1) * features)),
    );
  const { headline, columns } = summarizeColumns({
    value: rowMeans(figures.value),
    floor: rowMeans(figures.floor),
    naive: rowMeans(figures.naive),
  });
  let worst: readonly [number, number] | null = null;
  let largest = Number.NEGATIVE_INFINITY;
  figures.value.forEach((difference, i) => {
    const excess = difference - (figures.floor[i]! || 0);
    if (!(excess > largest)) return;
    largest = excess;
    worst = [Math.floor(i / features), i % features];
  });
  return { headline, columns, worst };
}

function part({ value, floor, naive }: OnEqualTerms, from: number, to: number): OnEqualTerms {
  return {
    value: value.subarray(from, to),
    floor: floor.subarray(from, to),
    naive: naive.subarray(from, to),
  };
}

function summarizeColumns({ value, floor, naive }: OnEqualTerms): ColumnFigures {
  let worst: number | undefined;
  let largest = Number.NEGATIVE_INFINITY;
  value.forEach((figure, f) => {
    // Where the share cannot be told (a constant column), any distance at all counts.
    const share = shareOfWay(figure, floor[f]!, naive[f]!);
    const excess = Number.isNaN(share) ? figure - (Number.isNaN(floor[f]!) ? 0 : floor[f]!) : share;
    if (!(excess > largest)) return;
    largest = excess;
    worst = f;
  });
  return {
    headline: compared(meanOfDefined(value), meanOfDefined(floor), meanOfDefined(naive)),
    columns: Array.from(value, (figure, f) => compared(figure, floor[f]!, naive[f]!)),
    worst,
  };
}
