/**
 * Pearson's correlation of every pair of features of a set [N, T, F] at the same step, pooled over (N, T).
 */
import type { SequenceSet } from '../sequenceSet.ts';
import { type ColumnMoments, columnMoments } from './columns.ts';

/** [F, F], row-major and symmetric with ones on the diagonal; NaN where a feature is constant. Values finite. */
export function correlationMatrix(
  set: SequenceSet,
  moments: readonly ColumnMoments[] = columnMoments(set),
): Float64Array {
  const { values, features } = set;
  const rows = values.length / features;
  const shifts = moments.map(({ mean }) => mean);
  const scales = moments.map(({ standardDeviation }) => 1 / standardDeviation);
  const sums = new Float64Array(features * features);
  const row = new Float64Array(features);
  for (let i = 0; i < values.length; i += features) {
    for (let f = 0; f < features; f++) row[f] = (values[i + f]! - shifts[f]!) * scales[f]!;
    for (let f = 1; f < features; f++) {
      const own = row[f]!;
      const base = f * features;
      for (let g = 0; g < f; g++) sums[base + g]! += own * row[g]!;
    }
  }
  const matrix = new Float64Array(features * features);
  for (let f = 0; f < features; f++) {
    matrix[f * features + f] = moments[f]!.standardDeviation > 0 ? 1 : NaN;
    for (let g = 0; g < f; g++) {
      const isDefined = moments[f]!.standardDeviation > 0 && moments[g]!.standardDeviation > 0;
      const value = isDefined ? Math.max(-1, Math.min(1, sums[f * features + g]! / rows)) : NaN;
      matrix[f * features + g] = value;
      matrix[g * features + f] = value;
    }
  }
  return matrix;
}

/**
 * |R - S| for each pair, [F, F]. A pair that is undefined in the second (a constant column) counts as 0 there: its
 * relation is lost. NaN on the diagonal and where the first is undefined.
 */
export function correlationDifference(first: Float64Array, second: Float64Array): Float64Array {
  const features = Math.round(Math.sqrt(first.length));
  return first.map((value, i) => {
    if (i % (features + 1) === 0) return NaN;
    const other = second[i]!;
    return Math.abs(value - (Number.isNaN(other) ? 0 : other));
  });
}
