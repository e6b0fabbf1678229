/**
 * Batches of sequences in which every constraint of the data holds as they are written. What the codec cannot repair is
 * drawn again with other noise, a few times; a sequence keeps its place in the list, so that where a list is cut does
 * not matter here either.
 */
import { UserError } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import { type Flow, startFlow, type TimeSeriesCodec } from '../sequence/timeseries/index.ts';
import type { TrainedGenerator } from './generatorModel.ts';
import type { Model } from './modelFolder.ts';
import {
  gather,
  type SampleOptions,
  type SequenceMaker,
  sampleAll,
  sequenceMaker,
} from './sampling/sequenceMaker.ts';

/** How often a sequence is drawn again before the model is said to break the constraint. */
export const MOST_DRAWS = 20;

export interface Redrawn {
  /** Sequences that were drawn again. */
  count: number;
}

/** Sequences 0 ... `count - 1`; `flow` tells what is written as it was asked for. */
export async function* keptBatches(
  maker: SequenceMaker,
  codec: TimeSeriesCodec,
  options: Pick<SampleOptions, 'count' | 'seed' | 'given'>,
  flow: Flow,
  redrawn: Redrawn,
): AsyncGenerator<Float32Array, void, void> {
  const { size } = maker;
  let first = 0;
  for await (const batch of maker.batches(options)) {
    let unmet = codec.unmet(batch, first, flow);
    redrawn.count += unmet.size;
    for (let draw = 1; unmet.size > 0; draw++) {
      if (draw > MOST_DRAWS) throw brokenBy(unmet, batch.length / size);
      const places = [...unmet.keys()].sort((a, b) => a - b);
      const [from, to] = [places[0]!, places.at(-1)!];
      const span = { ...options, first: first + from, count: to - from + 1, draw };
      const others = await sampleAll(maker, span); // one run for all of them
      for (const n of places) batch.set(others.subarray((n - from) * size, (n - from + 1) * size), n * size);
      unmet = codec.unmet(batch, first, flow);
    }
    yield batch;
    first += batch.length / size;
  }
}

/** The same sequences in one array [count, T, C], of a generator that is compiled for this alone. */
export async function keptOnce(
  engine: Engine,
  { gan, weights, codec }: Pick<Model, 'gan' | 'codec'> & Pick<TrainedGenerator, 'weights'>,
  options: Pick<SampleOptions, 'count' | 'seed'>,
): Promise<Float32Array> {
  const maker = sequenceMaker({ engine, generator: { gan, weights, columns: codec.learned } });
  try {
    const batches = keptBatches(maker, codec, options, startFlow(), { count: 0 });
    return await gather(batches, options.count * maker.size);
  } finally {
    await maker.release();
  }
}

/** A series that goes on cannot be drawn again in the middle. */
export function requireKept(codec: TimeSeriesCodec, values: Float32Array, flow: Flow): void {
  const [text] = codec.unmet(values, 0, flow).values();
  if (text === undefined) return;
  const what = `breaks "${text}" in a long series, of which no part can be drawn again`;
  const remedy = 'leave the length out, or train without the constraint';
  throw new UserError('data', [{ where: 'the model', what, remedy }]);
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
