/**
 * Batches of sequences in which every constraint of the data holds as they are written. What the codec cannot repair is
 * drawn again with other noise, a few times; a sequence keeps its place in the list, so that where a list is cut does
 * not matter here either.
 */
import { UserError } from '../errors/userError.ts';
import type { Executable } from '../runtime/engine.ts';
import type { TimeSeriesCodec } from '../sequence/timeseries/index.ts';
import { sampleBatches } from './generatorModel.ts';

/** How often a sequence is drawn again before the model is said to break the constraint. */
export const MOST_DRAWS = 20;

export interface Redrawn {
  /** Sequences that were drawn again. */
  count: number;
}

export async function* keptBatches(
  executable: Executable,
  codec: TimeSeriesCodec,
  { count, seed }: { readonly count: number; readonly seed: number },
  redrawn: Redrawn,
): AsyncGenerator<Float32Array, void, void> {
  const size = codec.length * codec.learned.length;
  let first = 0;
  for await (const batch of sampleBatches(executable, { count, seed })) {
    const made = batch.length / size;
    let unmet = codec.unmet(batch);
    const kept = unmet.size > 0 ? batch.slice() : batch;
    redrawn.count += unmet.size;
    for (let draw = 1; unmet.size > 0; draw++) {
      if (draw > MOST_DRAWS) throw brokenBy(unmet, made);
      let at = 0;
      for await (const other of sampleBatches(executable, { count: made, seed, first, draw })) {
        for (let n = 0; n < other.length / size; n++)
          if (unmet.has(at + n)) kept.set(other.subarray(n * size, (n + 1) * size), (at + n) * size);
        at += other.length / size;
      }
      unmet = codec.unmet(kept);
    }
    yield kept;
    first += made;
  }
}

function brokenBy(unmet: ReadonlyMap<number, string>, made: number): UserError {
  const counts = new Map<string, number>();
  for (const text of unmet.values()) counts.set(text, (counts.get(text) ?? 0) + 1);
  return new UserError(
    'data',
    [...counts].map(([text, count]) => ({
      where: 'the model',
      what: `breaks "${text}" in ${count} of ${made} sequences, each drawn ${MOST_DRAWS} times`,
      remedy: 'train it for more steps, or train without the constraint',
    })),
  );
}
