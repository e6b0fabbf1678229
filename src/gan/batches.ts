import { randomStream } from '../random/stream.ts';
import { type Part, WHOLE } from './part.ts';

/** Sequences [N, T, F], row-major. */
export interface Sequences {
  readonly count: number;
  readonly length: number;
  readonly features: number;
  readonly values: Float32Array;
}

/**
 * Step 4: real batches. Every epoch goes through all sequences once in an order of its own; what batch `index` holds
 * depends on nothing but the seed and the index, so a resumed run reads on where it stopped.
 */
export function batchReader(
  data: Sequences,
  batch: number,
  seed: number,
  /** The sequences to read, where not all. */
  rows?: Int32Array,
  /** The part of every batch to read. */
  part: Part = WHOLE,
): (index: number, out: Float32Array) => void {
  const count = rows?.length ?? data.count;
  const size = batch / part.of;
  const first = part.index * size;
  const stream = randomStream(seed, 'batches');
  let epoch = -1;
  let order = new Int32Array(0);
  return (index, out) => {
    for (let b = 0; b < size; b++) {
      const at = index * batch + first + b;
      if (Math.floor(at / count) !== epoch) {
        epoch = Math.floor(at / count);
        order = stream.permutation(epoch, count) as Int32Array<ArrayBuffer>;
      }
      const row = order[at % count]!;
      placeSequence(data, rows ? rows[row]! : row, out, b, size);
    }
  };
}

/** Writes a sequence to place `b` of `size` in a batch [T, B, F]. */
export function placeSequence(
  { length, features, values }: Omit<Sequences, 'count'>,
  row: number,
  out: Float32Array,
  b: number,
  size: number,
): void {
  for (let t = 0; t < length; t++) {
    const start = (row * length + t) * features;
    out.set(values.subarray(start, start + features), (t * size + b) * features);
  }
}
