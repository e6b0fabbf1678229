/**
 * The floor: how far two real samples are from each other. A distance between real and generated means nothing by
 * itself, as two halves of the same real data are not at distance 0 either. So the real set is cut at random into two
 * halves; one is the reference, and the other half and as many generated sequences are compared with it, under equal
 * terms. This is done a few times with different cuts and averaged.
 *
 * Where windows overlap, the two halves share rows of the original table, and the floor is lower than that of two
 * samples from different times: it is then a strict floor.
 */
import { randomStream } from '../../random/stream.ts';
import { pick, type SequenceSet } from '../sequenceSet.ts';

/** Row numbers; `real` and `generated` have the same size. */
export interface Draw {
  readonly reference: Int32Array;
  readonly real: Int32Array;
  readonly generated: Int32Array;
}

export interface OnEqualTerms {
  readonly value: Float64Array;
  readonly floor: Float64Array;
  readonly naive: Float64Array;
}

/** `wanted` of 0..count-1, drawn without replacement, in ascending order; all of them when there are not more. */
export function choose(count: number, wanted: number, seed: number, name: string): Int32Array {
  if (count <= wanted) return Int32Array.from({ length: count }, (_, i) => i);
  return randomStream(seed, name).permutation(0, count).subarray(0, wanted).sort();
}

/** None when the real set is a single sequence, which has no halves. */
export function equalDraws(real: number, generated: number, times: number, seed: number): readonly Draw[] {
  const size = Math.min(Math.floor(real / 2), generated);
  if (size === 0) return [];
  const realStream = randomStream(seed, 'halves of the real set');
  const generatedStream = randomStream(seed, 'samples of the generated set');
  return Array.from({ length: times }, (_, step) => {
    const order = realStream.permutation(step, real);
    return {
      reference: order.slice(0, Math.ceil(real / 2)),
      real: order.slice(Math.ceil(real / 2)).subarray(0, size),
      generated: generatedStream.permutation(step, generated).slice(0, size),
    };
  });
}

/** One or more figures, such as one per feature, that come from the same description of a set. */
export interface Comparison<D> {
  describe(set: SequenceSet): D;
  distance(reference: D, other: D): Float64Array;
  /** The distance of a naive generator that knows only the crudest of the reference. */
  naive(reference: D): Float64Array;
}

/**
 * Each entry averaged over the draws in which it is defined. Without draws the whole sets are compared and the floor is
 * NaN.
 */
export function compareOnEqualTerms<D>(
  real: SequenceSet,
  generated: SequenceSet,
  draws: readonly Draw[],
  { describe, distance, naive }: Comparison<D>,
): OnEqualTerms {
  if (draws.length === 0) {
    const reference = describe(real);
    const value = distance(reference, describe(generated));
    return { value, floor: value.map(() => NaN), naive: naive(reference) };
  }
  const results = draws.map((draw) => {
    const reference = describe(pick(real, draw.reference));
    return {
      value: distance(reference, describe(pick(generated, draw.generated))),
      floor: distance(reference, describe(pick(real, draw.real))),
      naive: naive(reference),
    };
  });
  return {
    value: averageDefined(results.map(({ value }) => value)),
    floor: averageDefined(results.map(({ floor }) => floor)),
    naive: averageDefined(results.map((result) => result.naive)),
  };
}

function averageDefined(rows: readonly Float64Array[]): Float64Array {
  return rows[0]!.map((_, i) => meanOfDefined(rows.map((row) => row[i]!)));
}

/** The mean of the values that are not NaN; NaN when there is none. */
export function meanOfDefined(values: Iterable<number>): number {
  let total = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    total += value;
    count++;
  }
  return count > 0 ? total / count : NaN;
}

/** Uniform draws one by one, as libraries ask for them. */
export function uniformDraws(seed: number, name: string): () => number {
  const stream = randomStream(seed, name);
  const block = new Float32Array(4096);
  let [step, at] = [0, block.length];
  return () => {
    if (at === block.length) {
      stream.uniform(step++, block);
      at = 0;
    }
    return block[at++]!;
  };
}
