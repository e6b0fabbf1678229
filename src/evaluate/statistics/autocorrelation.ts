/**
 * Autocorrelation per feature, averaged over the sequences of a set [N, T, F].
 *
 * x is centred by its mean over (N, T); r_k = mean over n and t >= k of x_{n,t} x_{n,t-k}, divided by the biased
 * variance over (N, T). This is the estimator of TSGBench's ACD (Ang et al. 2024, `acf_torch`). The mean is that of
 * the whole set, not of each sequence, so sequences that differ in level count as correlated; and the mean at lag k is
 * over the T - k pairs there are, so |r_k| may pass 1 a little where the spread changes along the sequence.
 */
import type { SequenceSet } from '../sequenceSet.ts';
import { centre } from './centre.ts';

/** Lags beyond this say little and cost time; TSGBench stops here too. */
export const largestLag = 63;

/** One row per feature with r_0 .. r_K, K = min(T - 1, `largestLag`); NaN for a constant feature. Values finite. */
export function autocorrelation(set: SequenceSet): readonly Float64Array[] {
  const { count, length, features } = set;
  const lags = Math.min(length, largestLag + 1);
  const { values: centred, isConstant } = centre(set);
  const sums = new Float64Array(lags * features);
  for (let n = 0; n < count; n++) {
    const start = n * length * features;
    for (let lag = 0; lag < lags; lag++) {
      const shift = lag * features;
      const row = lag * features;
      const end = start + length * features;
      for (let i = start + shift; i < end; i += features) {
        for (let f = 0; f < features; f++) sums[row + f]! += centred[i + f]! * centred[i + f - shift]!;
      }
    }
  }
  return Array.from({ length: features }, (_, f) => {
    const variance = sums[f]! / (count * length);
    return Float64Array.from({ length: lags }, (_, lag) =>
      isConstant[f] ? NaN : sums[lag * features + f]! / (count * (length - lag)) / variance,
    );
  });
}

/** The mean over lags 1..K of |r_k|: how much time structure there is, and the distance to shuffled time. */
export function timeStructure(correlations: Float64Array): number {
  return averageFrom(1, correlations.length, (lag) => Math.abs(correlations[lag]!));
}

/**
 * The mean over lags 1..K of |r_k - s_k|. A constant second series has no autocorrelation, which counts as 0: it has
 * lost all of it. NaN when the first is constant, or there is one step only.
 */
export function autocorrelationDifference(first: Float64Array, second: Float64Array): number {
  return averageFrom(1, first.length, (lag) => {
    const other = second[lag]!;
    return Math.abs(first[lag]! - (Number.isNaN(other) ? 0 : other));
  });
}

function averageFrom(from: number, to: number, term: (index: number) => number): number {
  if (to <= from) return NaN;
  let total = 0;
  for (let i = from; i < to; i++) total += term(i);
  return total / (to - from);
}
