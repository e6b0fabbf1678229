/**
 * Sequences from a trained generator: few of them in one small batch, more in batches of the size that is fastest, many on
 * all cores. Sequence i of a seed is the same, however many are made and by whatever batches and threads.
 */
import { operationsOf, sizeOf } from '../../graph/index.ts';
import type { Engine } from '../../runtime/engine.ts';
import { generatorProgram, type TrainedGenerator } from '../generatorModel.ts';
import { BATCH, batchesOf, type Places, partsOf } from './batches.ts';
import { type SamplingWorkers, startSamplingWorkers } from './samplingWorkers.ts';

export interface SampleOptions extends Omit<Places, 'first'> {
  /** 0 when absent. */
  readonly first?: number;
}

export interface SequenceMaker {
  /** Values of a sequence, T C. */
  readonly size: number;
  /** In the user's units and in order, [n, T, C] at a time. */
  batches(options: SampleOptions): AsyncGenerator<Float32Array, void, void>;
  /** Starts the workers now, and not with the first long list. */
  startWorkers(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Operations of products from which workers are worth their start, half a second to a second of each, and from which
 * those that run are worth being asked.
 */
const WORTH_A_START = 100e9;
const WORTH_ASKING = 0.25e9;
/** What a value of noise costs beside products. */
const OPERATIONS_OF_NOISE = 1000;

export interface MakerOptions {
  readonly engine: Engine;
  readonly generator: TrainedGenerator;
  /** Threads that may be used; 1 when absent, and where the engine has no others. */
  readonly workers?: number;
}

export function sequenceMaker({ engine, generator, workers = 1 }: MakerOptions): SequenceMaker {
  const own = batchesOf(engine, generator);
  const { shards } = engine;
  let starting: Promise<void> | undefined;
  let started: SamplingWorkers | undefined;
  const start = async () => {
    if (!shards || workers < 2) return;
    starting ??= startSamplingWorkers(shards, workers, generator).then((ready) => {
      started = ready;
    });
    await starting;
  };
  let costOfOne: number | undefined;
  const costOf = (count: number) => {
    if (!shards || workers < 2) return 0;
    costOfOne ??= operationsOfOne(generator);
    return costOfOne * count;
  };

  return {
    size: generator.gan.shapes.length * generator.columns.length,
    startWorkers: start,
    async *batches({ first = 0, ...options }) {
      const places = { first, ...options };
      const cost = costOf(places.count);
      let failure: unknown;
      if (cost >= WORTH_A_START)
        start().catch((error: unknown) => {
          failure = error;
        });
      let done = 0; // by this thread, until the workers are ready
      for (const part of partsOf(places, BATCH)) {
        if (failure !== undefined) throw failure;
        if (started && cost >= WORTH_ASKING) break;
        done += part.count;
        yield await own.make(part);
      }
      if (done === places.count) return;
      yield* started!.make({ ...places, first: first + done, count: places.count - done });
    },
    async release() {
      await own.release();
      await starting;
      await started?.release();
    },
  };
}

function operationsOfOne({ gan, weights, columns }: TrainedGenerator): number {
  const program = generatorProgram(gan, weights, columns, 1);
  const noise = Object.values(program.inputs).reduce((total, { shape }) => total + sizeOf(shape), 0);
  return operationsOf(program) + OPERATIONS_OF_NOISE * noise;
}

/** All sequences in one array, [count, T, C]. */
export const sampleAll = (maker: SequenceMaker, options: SampleOptions): Promise<Float32Array> =>
  gather(maker.batches(options), options.count * maker.size);

/** Batches one after another in one array of `length` values. */
export async function gather(batches: AsyncIterable<Float32Array>, length: number): Promise<Float32Array> {
  const values = new Float32Array(length);
  let at = 0;
  for await (const batch of batches) {
    values.set(batch, at);
    at += batch.length;
  }
  return values;
}

/** `sampleAll` of a generator whose programs are compiled for this alone. */
export async function sampleOnce(
  engine: Engine,
  generator: TrainedGenerator,
  options: SampleOptions,
): Promise<Float32Array> {
  const maker = sequenceMaker({ engine, generator });
  try {
    return await sampleAll(maker, options);
  } finally {
    await maker.release();
  }
}
