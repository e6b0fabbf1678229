/**
 * The space in which sequences are neighbours, without any embedding: all steps and features of a sequence as one
 * vector, each feature standardised by the real set's mean and deviation, distances Euclidean. Large sets are sampled,
 * because tables of distances grow with the square of the count; the protocol of a metric says how many it looks at.
 */
import { randomStream } from '../../random/stream.ts';
import type { MetricContext } from '../metric.ts';
import { momentsOf, pick, rescale, type SequenceSet } from '../sequenceSet.ts';
import { pairwiseSquares } from './distances.ts';

/** `count` different sequences of the set in their order, drawn from (seed, name); the set itself if it has no more. */
export function sampled(set: SequenceSet, count: number, seed: number, name: string): SequenceSet {
  if (set.count <= count) return set;
  const order = randomStream(seed, `sample ${name}`).permutation(0, set.count).subarray(0, count);
  return pick(set, order.slice().sort());
}

/** Standardises by the moments of `real`; a constant feature is left out by a scale of zero only if all agree on it. */
export function standardizer(real: SequenceSet): (set: SequenceSet) => SequenceSet {
  const { mean, variance } = momentsOf(real);
  const scale = variance.map((v) => (v > 0 ? 1 / Math.sqrt(v) : 1));
  return (set) => rescale(set, mean, scale);
}

/** Distances (squared) within and between samples of the real and the generated set. */
export interface Neighbourhood {
  readonly real: SequenceSet;
  readonly generated: SequenceSet;
  readonly within: { readonly real: Float64Array; readonly generated: Float64Array };
  /** [real, generated]. */
  readonly between: Float64Array;
}

export function neighbourhood({ real, generated, seed, memo }: MetricContext, most: number): Neighbourhood {
  return memo(`neighbourhood of ${most}`, () => {
    const toSpace = standardizer(real);
    const count = Math.min(most, real.count, generated.count);
    const a = toSpace(sampled(real, count, seed, 'real'));
    const b = toSpace(sampled(generated, count, seed, 'generated'));
    return {
      real: a,
      generated: b,
      within: { real: pairwiseSquares(a, a), generated: pairwiseSquares(b, b) },
      between: pairwiseSquares(a, b),
    };
  });
}

/** The k-th smallest of every row of a square table, the diagonal left out. */
export function nearestOthers(squares: Float64Array, count: number, k: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const others = squares.slice(i * count, (i + 1) * count);
    others[i] = Number.POSITIVE_INFINITY;
    return others.sort()[k - 1]!;
  });
}

/** The smallest of every row but of those members that share a step with the row's own; infinite where all do. */
export function nearestApart(squares: Float64Array, { count, length, starts }: SequenceSet): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < count; j++) {
      const isOther = starts ? Math.abs(starts[i]! - starts[j]!) >= length : i !== j;
      const square = squares[i * count + j]!;
      if (isOther && square < least) least = square;
    }
    return least;
  });
}
