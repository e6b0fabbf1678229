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

export function columnMoments({ count, length, features, values }: SequenceSet): readonly ColumnMoments[] {
  const counts = new Float64Array(features);
  const means = new Float64Array(features);
  const minima = new Float64Array(features).fill(Number.POSITIVE_INFINITY);
  const maxima = new Float64Array(features).fill(Number.NEGATIVE_INFINITY);
  const squares = new Float64Array(features);
  for (let i = 0; i < values.length; i += features) {
    for (let f = 0; f < features; f++) {
      const value = values[i + f]!;
      if (!Number.isFinite(value)) continue;
      counts[f]!++;
      means[f]! += value;
      if (value < minima[f]!) minima[f] = value;
      if (value > maxima[f]!) maxima[f] = value;
    }
  }
  // A sum of equal values may be off by a rounding, which must not look like a spread.
  means.forEach((total, f) => {
    means[f] = minima[f] === maxima[f] ? minima[f]! : total / counts[f]!;
  });
  for (let i = 0; i < values.length; i += features) {
    for (let f = 0; f < features; f++) {
      const value = values[i + f]!;
      if (Number.isFinite(value)) squares[f]! += (value - means[f]!) ** 2;
    }
  }
  return Array.from(counts, (finite, f) => ({
    count: finite,
    missing: count * length - finite,
    mean: means[f]!,
    standardDeviation: Math.sqrt(squares[f]! / finite),
    minimum: finite > 0 ? minima[f]! : NaN,
    maximum: finite > 0 ? maxima[f]! : NaN,
  }));
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
