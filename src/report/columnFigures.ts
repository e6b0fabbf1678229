/** The figures that are measured column by column: values, time structure, and relations between columns. */
import type { SequenceSet } from '../evaluate/sequenceSet.ts';
import {
  type Ascending,
  ascending,
  autocorrelation,
  autocorrelationDifference,
  compareWithFloor,
  correlationDifference,
  correlationMatrix,
  type Draw,
  distanceToMedian,
  finiteColumn,
  kolmogorovSmirnov,
  meanOfDefined,
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
  const features = Array.from({ length: real.whole.features }, (_, f) => f);
  const scales = real.moments.map(({ standardDeviation }) => standardDeviation || 1);
  const describe = (set: SequenceSet) => features.map((f) => ascending(finiteColumn(set, f)));
  // One sort serves both figures: entries 0..F-1 are KS, F..2F-1 Wasserstein.
  const distances = (reference: readonly Ascending[], other: readonly Ascending[]) =>
    Float64Array.from([
      ...features.map((f) => kolmogorovSmirnov(reference[f]!, other[f]!)),
      ...features.map((f) => wasserstein(reference[f]!, other[f]!) / scales[f]!),
    ]);
  const { value, floor } = compareWithFloor(real.drawn, generated.drawn, draws, describe, distances);
  const count = features.length;
  const naive = Float64Array.from(describe(real.drawn), (column, f) => distanceToMedian(column) / scales[f]!);
  const figures = summarizeColumns(value.subarray(count), floor.subarray(count), naive);
  const isConstant = features.map((f) => real.moments[f]!.standardDeviation === 0);
  // A constant has no floor above 0 and no naive generator below it: it is either met or missed.
  const judge = (figure: Compared, f: number): Compared => {
    if (!isConstant[f]) return figure;
    const size = Math.max(Math.abs(real.moments[f]!.mean), Number.MIN_VALUE);
    const isMet = (value[count + f]! || 0) <= constantTolerance * size;
    return { ...figure, level: isMet ? 'good' : 'poor' };
  };
  return {
    headline: figures.headline,
    worst: figures.worst,
    wasserstein: figures.columns.map(judge),
    ks: features.map((f) => judge(compared(value[f]!, floor[f]!, ksOfMedian), f)),
  };
}

export function compareTime(
  real: SequenceSet,
  generated: SequenceSet,
  draws: readonly Draw[],
): ColumnFigures {
  const { value, floor } = compareWithFloor(real, generated, draws, autocorrelation, (reference, other) =>
    Float64Array.from(reference, (series, f) => autocorrelationDifference(series, other[f]!)),
  );
  return summarizeColumns(value, floor, Float64Array.from(autocorrelation(real), timeStructure));
}

export function compareRelations(real: SequenceSet, generated: SequenceSet, draws: readonly Draw[]) {
  const { features } = real;
  const { value, floor } = compareWithFloor(
    real,
    generated,
    draws,
    (set) => correlationMatrix(set),
    correlationDifference,
  );
  const naive = correlationDifference(correlationMatrix(real), new Float64Array(features * features));
  const row = (matrix: Float64Array, f: number) =>
    meanOfDefined(matrix.subarray(f * features, (f + 1) * features));
  let worst: readonly [number, number] | null = null;
  let largest = Number.NEGATIVE_INFINITY;
  value.forEach((difference, i) => {
    const excess = difference - (Number.isNaN(floor[i]!) ? 0 : floor[i]!);
    if (!(excess > largest)) return;
    largest = excess;
    worst = [Math.floor(i / features), i % features];
  });
  return {
    headline: compared(meanOfDefined(value), meanOfDefined(floor), meanOfDefined(naive)),
    columns: Array.from({ length: features }, (_, f) =>
      compared(row(value, f), row(floor, f), row(naive, f)),
    ),
    worst,
  };
}

function summarizeColumns(value: Float64Array, floor: Float64Array, naive: Float64Array): ColumnFigures {
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
