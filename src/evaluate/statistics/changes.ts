import type { SequenceSet } from '../sequenceSet.ts';

/**
 * The changes of one feature from each step to the next, x_t - x_{t-1}, over all sequences [N (T - 1)]. Their
 * distribution shows what autocorrelations centred by the whole set hardly do: noise on top of smooth sequences, or
 * sequences too smooth. Changes from or to a value that is not finite are left out.
 */
export function stepChanges({ count, length, features, values }: SequenceSet, feature: number): Float64Array {
  const changes = new Float64Array(count * (length - 1));
  let kept = 0;
  for (let n = 0; n < count; n++) {
    const start = n * length * features + feature;
    for (let t = 1; t < length; t++) {
      const change = values[start + t * features]! - values[start + (t - 1) * features]!;
      if (Number.isFinite(change)) changes[kept++] = change;
    }
  }
  return changes.subarray(0, kept);
}
