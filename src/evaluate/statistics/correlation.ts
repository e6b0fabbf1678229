/**
 * Pearson's correlation of every pair of features of a set [N, T, F] at the same step, pooled over (N, T).
 */
import type { SequenceSet } from '../sequenceSet.ts';
import { centre } from './centre.ts';

/** [F, F], row-major and symmetric with ones on the diagonal; NaN where a feature is constant. Values finite. */
export function correlationMatrix(set: SequenceSet): Float64Array {
  const { features } = set;
  const { values, isConstant } = centre(set);
  const sums = new Float64Array(features * features);
  for (let i = 0; i < values.length; i += features) {
    for (let f = 0; f < features; f++) {
      const own = values[i + f]!;
      const base = f * features;
      for (let g = 0; g <= f; g++) sums[base + g]! += own * values[i + g]!;
    }
  }
  const deviations = isConstant.map((never, f) => (never ? NaN : Math.sqrt(sums[f * features + f]!)));
  const matrix = new Float64Array(features * features);
  for (let f = 0; f < features; f++) {
    for (let g = 0; g <= f; g++) {
      const correlation = sums[f * features + g]! / (deviations[f]! * deviations[g]!);
      const value = f === g && !isConstant[f] ? 1 : Math.max(-1, Math.min(1, correlation));
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
