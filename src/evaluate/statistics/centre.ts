import type { SequenceSet } from '../sequenceSet.ts';

export interface Centred {
  /** [N, T, F] in float64, less the mean of each feature over (N, T). */
  readonly values: Float64Array;
  /** Which features never change: their spread is 0, whatever rounding makes of it. */
  readonly isConstant: readonly boolean[];
}

export function centre({ values, features }: SequenceSet): Centred {
  const means = new Float64Array(features);
  const isConstant = Array.from({ length: features }, () => true);
  const rows = values.length / features;
  for (let i = 0; i < values.length; i += features) {
    for (let f = 0; f < features; f++) {
      means[f]! += values[i + f]!;
      if (values[i + f] !== values[f]) isConstant[f] = false;
    }
  }
  const centred = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += features) {
    for (let f = 0; f < features; f++) centred[i + f] = values[i + f]! - means[f]! / rows;
  }
  return { values: centred, isConstant };
}
