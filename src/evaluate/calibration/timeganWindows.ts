/**
 * TimeGAN's preparation of a table: rows turned round in time, each feature scaled by its extremes over the whole
 * table, (x - low) / (high - low + 1e-7), windows at every row but the last that would fit (the original's range ends
 * one early).
 */
import { type SequenceSet, sequenceSet } from '../sequenceSet.ts';

export interface WindowOptions {
  readonly length?: number;
  /** The original reverses files that are already in order; figures of judges hardly depend on it. */
  readonly isReversed?: boolean;
}

export function timeganWindows(
  rows: readonly (readonly number[])[],
  { length = 24, isReversed = true }: WindowOptions = {},
): SequenceSet {
  const features = rows[0]!.length;
  const count = rows.length - length;
  const low = rows[0]!.map((_, f) =>
    rows.reduce((least, row) => Math.min(least, row[f]!), Number.POSITIVE_INFINITY),
  );
  const high = rows[0]!.map((_, f) =>
    rows.reduce((most, row) => Math.max(most, row[f]!), Number.NEGATIVE_INFINITY),
  );
  const values = new Float32Array(count * length * features);
  let at = 0;
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < length; t++) {
      const row = rows[isReversed ? rows.length - 1 - (n + t) : n + t]!;
      for (let f = 0; f < features; f++) values[at++] = (row[f]! - low[f]!) / (high[f]! - low[f]! + 1e-7);
    }
  }
  return sequenceSet(values, length, features);
}
