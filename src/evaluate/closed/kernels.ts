/**
 * Maximum mean discrepancy (Gretton et al. 2012) of whole sequences under sums of Gaussian kernels
 * k(x, y) = sum_s exp(-|x - y|^2 / (2 s^2)), with |.| over all steps and features:
 *
 *     MMD^2 = mean k(x, x') + mean k(y, y') - 2 mean k(x, y),   x != x' and y != y' where it is unbiased.
 */
import { pairwiseSquares } from '../neighbours/distances.ts';
import type { SequenceSet } from '../sequenceSet.ts';

/** Squared distances within and between two sets of equal counts n: three [n, n] tables. */
export interface SquareTables {
  readonly count: number;
  readonly real: Float64Array;
  readonly generated: Float64Array;
  readonly between: Float64Array;
}

export function squareTables(real: SequenceSet, generated: SequenceSet): SquareTables {
  const count = Math.min(real.count, generated.count);
  return {
    count,
    real: pairwiseSquares(real, real, count, count),
    generated: pairwiseSquares(generated, generated, count, count),
    between: pairwiseSquares(real, generated, count, count),
  };
}

export interface Discrepancy {
  readonly unbiased: number;
  readonly biased: number;
}

export function discrepancy(
  { count, real, generated, between }: SquareTables,
  sigmas: readonly number[],
): Discrepancy {
  const total = (squares: Float64Array) => {
    let sum = 0;
    for (const sigma of sigmas) {
      const gamma = 1 / (2 * sigma * sigma);
      for (let i = 0; i < squares.length; i++) sum += Math.exp(-gamma * squares[i]!);
    }
    return sum;
  };
  const within = total(real) + total(generated);
  const across = (2 * total(between)) / (count * count);
  const diagonals = 2 * count * sigmas.length;
  return {
    unbiased: (within - diagonals) / (count * (count - 1)) - across,
    biased: within / (count * count) - across,
  };
}

/** Median of the distances in a table, the zeros of its diagonal among them, as numpy.median takes it. */
export function medianDistance(squares: Float64Array): number {
  const sorted = squares.slice().sort();
  const middle = sorted.length >> 1;
  const upper = Math.sqrt(sorted[middle]!);
  return sorted.length % 2 === 1 ? upper : (Math.sqrt(sorted[middle - 1]!) + upper) / 2;
}
