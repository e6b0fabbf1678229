/**
 * Sequences from several threads. Stretches of the list are dealt out in turn and handed over in order; a sequence depends
 * on the seed and its place alone, so they are those of one thread. What is held does not grow with their number: at
 * most two stretches for each worker, made or in the making.
 */
import type { ShardHost } from '../../runtime/shards.ts';
import type { TrainedGenerator } from '../generatorModel.ts';
import { BATCH, type Places, partsOf } from './batches.ts';
import type { SamplingSetup, Stretch } from './samplingShard.ts';

/** A name in a constant, so that bundlers do not take the module for one of the page's. */
const MODULE = './samplingShard.js';

/** Values of a stretch, at the most: making them takes far longer than asking for them, and 2 MiB are soon copied. */
const STRETCH = 2 ** 19;
/** Stretches of each worker that are asked for before they are wanted. */
const AHEAD = 2;

const whenLost = {
  what: 'so no more sequences are made; those that were written before are whole',
  remedy: 'where memory is short, make them with one worker',
};

export interface SamplingWorkers {
  /** The sequences of all places in order, [n, T, C] at a time. */
  make(places: Places): AsyncGenerator<Float32Array, void, void>;
  release(): Promise<void>;
}

/** Comes back when all of them can make sequences. */
export async function startSamplingWorkers(
  host: ShardHost,
  count: number,
  { gan, weights, columns }: TrainedGenerator,
): Promise<SamplingWorkers> {
  const setup: SamplingSetup = { config: gan.config, shapes: gan.shapes, weights, columns };
  const module = new URL(MODULE, import.meta.url).href;
  const shards = await host.start({ module, count, slotSize: 0, setup, whenLost });
  const most = BATCH * Math.max(1, Math.floor(STRETCH / (BATCH * gan.shapes.length * columns.length)));
  /** When each has answered all it was asked. */
  const idle: Promise<unknown>[] = new Array(count).fill(Promise.resolve());
  function ask(index: number, places: Places): Promise<Float32Array> {
    const answer = idle[index]!.then(() => shards.askOne(index, stretchOf(places))) as Promise<Float32Array>;
    idle[index] = answer.catch(() => {}); // whoever takes the stretch is told
    return answer;
  }
  return {
    async *make(places) {
      const share = Math.ceil(places.count / count);
      const size = share <= BATCH ? share : Math.min(most, BATCH * Math.ceil(share / BATCH));
      const asked: Promise<Float32Array>[] = [];
      let next = 0;
      for (const part of partsOf(places, size)) {
        asked.push(ask(next++ % count, part));
        if (asked.length === AHEAD * count) yield await asked.shift()!;
      }
      for (const stretch of asked) yield await stretch;
    },
    release: () => shards.release(),
  };
}

function stretchOf({ given = {}, ...places }: Places): Stretch {
  const told = Object.entries(given).map(([name, attribute]) => {
    const values = Float32Array.from({ length: places.count }, (_, i) => attribute(places.first + i));
    return [name, values] as const;
  });
  return { ...places, given: Object.fromEntries(told) };
}
