/**
 * The columns of a set of sequences [N, T, F], one by one, over all sequences and steps. Values that are not finite
 * are left out here and counted; statistics over several columns at once get a set without them (`fillMissing`).
 */
import type { SequenceSet } from '../sequenceSet.ts';

export interface ColumnMoments {
  /** How many values are finite, and how many are not. */
  readonly count: number;
  readonly missing: number;
  /** NaN, as all below, when no value is finite. */
  readonly mean: number;
  /** The root of the biased variance; exactly 0 for a constant column. */
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

export function finiteColumn({ values, features }: SequenceSet, feature: number): Float64Array {
  const column = new Float64Array(values.length / features);
  let count = 0;
  for (let i = feature; i < values.length; i += features) {
    const value = values[i]!;
    if (Number.isFinite(value)) column[count++] = value;
  }
  return column.subarray(0, count);
}

export function columnMoments(set: SequenceSet): readonly ColumnMoments[] {
  return Array.from({ length: set.features }, (_, feature) => {
    const column = finiteColumn(set, feature);
    const count = column.length;
    const missing = set.count * set.length - count;
    let total = 0;
    let minimum = Number.POSITIVE_INFINITY;
    let maximum = Number.NEGATIVE_INFINITY;
    for (const value of column) {
      total += value;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
    if (count === 0) return { count, missing, mean: NaN, standardDeviation: NaN, minimum: NaN, maximum: NaN };
    // A sum of equal values may be off by a rounding, which must not look like a spread.
    if (minimum === maximum) return { count, missing, mean: minimum, standardDeviation: 0, minimum, maximum };
    const mean = total / count;
    let squares = 0;
    for (const value of column) squares += (value - mean) ** 2;
    return { count, missing, mean, standardDeviation: Math.sqrt(squares / count), minimum, maximum };
  });
}

/** The same set with each value that is not finite replaced by the mean of its column (0 if it has none). */
export function fillMissing(set: SequenceSet, moments: readonly ColumnMoments[]): SequenceSet {
  if (moments.every(({ missing }) => missing === 0)) return set;
  const values = set.values.map((value, i) => {
    if (Number.isFinite(value)) return value;
    const { count, mean } = moments[i % set.features]!;
    return count > 0 ? mean : 0;
  });
  return { ...set, values };
}
