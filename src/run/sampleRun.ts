/**
 * New sequences from a trained model, as a stream of bytes in an open format; however many there are, only one batch
 * is held.
 */
import type { Problem } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import { type Correction, type OutputFormat, startFlow, writeBatches } from '../sequence/timeseries/index.ts';
import { readGenerator } from './checkpoint.ts';
import { generatorProgram, SAMPLE_BATCH } from './generatorModel.ts';
import type { Host } from './host.ts';
import { keptBatches } from './keptBatches.ts';
import { openModel } from './modelFolder.ts';

export interface SampleRunOptions {
  readonly host: Host;
  readonly engine: Engine;
  /** The model's folder. */
  readonly folder: string;
  readonly format: OutputFormat;
  /** Sequences to make. */
  readonly count: number;
  readonly seed: number;
  /** The date at which the time begins, as the data write it or as 2024-12-31; where the data end when absent. */
  readonly from?: string | undefined;
}

export interface Sample {
  /** Steps in a sequence. */
  readonly length: number;
  /** Whether they may end before. */
  readonly isRagged: boolean;
  /** How many sequences are made so far. */
  readonly made: () => number;
  /** What was changed so far so that the constraints of the data hold. */
  readonly corrections: () => readonly Correction[];
  /** How many sequences were drawn again for that. */
  readonly redrawn: () => number;
  readonly warnings: readonly Problem[];
  /** The file's content; consumed once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export async function sampleRun(options: SampleRunOptions): Promise<Sample> {
  const { host, engine, folder, format, count, seed, from } = options;
  const { codec, gan } = await openModel(host, folder);
  const { weights, warnings } = await readGenerator(host, folder);
  let made = 0;
  const flow = startFlow(from === undefined ? undefined : codec.instantOf(from));
  const redrawn = { count: 0 };
  async function* bytes(): AsyncGenerator<Uint8Array, void, void> {
    const executable = await engine.compile(generatorProgram(gan, weights, codec.learned, SAMPLE_BATCH));
    async function* batches(): AsyncGenerator<Float32Array, void, void> {
      for await (const values of keptBatches(executable, codec, { count, seed }, redrawn)) {
        yield values;
        made += values.length / (codec.length * codec.learned.length);
      }
    }
    try {
      yield* writeBatches(format, codec, batches(), count, { flow });
    } finally {
      await executable.release();
    }
  }
  const { length, isRagged } = codec;
  return {
    length,
    isRagged,
    made: () => made,
    corrections: () => [...flow.corrections.values()],
    redrawn: () => redrawn.count,
    warnings,
    bytes: bytes(),
  };
}
