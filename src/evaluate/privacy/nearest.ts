/** Nearest neighbours of one set in another, in standardised sequences (neighbours/space.ts), without any table. */
import type { MetricContext } from '../metric.ts';
import { squaredDistanceBelow } from '../neighbours/distances.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import type { SequenceSet } from '../sequenceSet.ts';

export interface Nearest {
  /** Distances to the nearest and to the second nearest; infinite where there is none. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Row of the nearest. */
  readonly index: Int32Array;
}

/** Of every sequence of `from` in `to`; in itself, a sequence is not its own neighbour. */
export function nearest(from: SequenceSet, to: SequenceSet): Nearest {
  const width = from.length * from.features;
  const first = new Float64Array(from.count).fill(Number.POSITIVE_INFINITY);
  const second = first.slice();
  const index = new Int32Array(from.count).fill(-1);
  for (let i = 0; i < from.count; i++) {
    for (let j = 0; j < to.count; j++) {
      if (from === to && i === j) continue;
      const square = squaredDistanceBelow(second[i]!, from.values, i * width, to.values, j * width, width);
      if (square < first[i]!) {
        second[i] = first[i]!;
        first[i] = square;
        index[i] = j;
      } else if (square < second[i]!) second[i] = square;
    }
  }
  return { first: first.map(Math.sqrt), second: second.map(Math.sqrt), index };
}

/** Distance of the sequences at `rows` of a set to their nearest other member of it. */
export function nearestOther(set: SequenceSet, rows: readonly number[]): Float64Array {
  const width = set.length * set.features;
  return Float64Array.from(rows, (row) => {
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < set.count; j++) {
      if (j === row) continue;
      const square = squaredDistanceBelow(least, set.values, row * width, set.values, j * width, width);
      if (square < least) least = square;
    }
    return Math.sqrt(least);
  });
}

export interface Parties {
  /** As many of the training set as there are held out. */
  readonly members: SequenceSet;
  readonly strangers: SequenceSet;
  readonly generated: SequenceSet;
}

/** An attacker sees all that was generated, up to so many. */
const mostGenerated = 5000;

/** Samples of equal counts of the training and the held-out set, and the generated set, standardised. */
export function parties({ real, heldOut, generated, seed, memo }: MetricContext, most: number): Parties {
  return memo(`parties of ${most}`, () => {
    const toSpace = standardizer(real);
    const count = Math.min(most, real.count, heldOut!.count);
    return {
      members: toSpace(sampled(real, count, seed, 'members')),
      strangers: toSpace(sampled(heldOut!, count, seed, 'strangers')),
      generated: toSpace(sampled(generated, mostGenerated, seed, 'generated')),
    };
  });
}
