/**
 * New sequences from a trained model, as a stream of bytes in an open format; however many there are, only one batch
 * is held.
 */
import type { Problem } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import {
  lengthsOf,
  type OutputFormat,
  type TimeSeriesCodec,
  writeBatches,
} from '../sequence/timeseries/index.ts';
import { readGenerator } from './checkpoint.ts';
import { type Asked, type Conditions, resolveConditions } from './conditions.ts';
import { generatorProgram, SAMPLE_BATCH, sampleBatches } from './generatorModel.ts';
import type { Host } from './host.ts';
import { openModel } from './modelFolder.ts';
import { readOccurring } from './occurring.ts';

export interface SampleRunOptions extends Asked {
  readonly host: Host;
  readonly engine: Engine;
  /** The model's folder. */
  readonly folder: string;
  readonly format: OutputFormat;
  /** Sequences to make. */
  readonly count: number;
  readonly seed: number;
  /** How `where` and `balance` are called in messages. */
  readonly naming?: (name: string) => string;
}

export interface Sample {
  /** Steps in a sequence. */
  readonly length: number;
  /** Whether they may end before. */
  readonly isRagged: boolean;
  /** How many sequences are made so far. */
  readonly made: () => number;
  readonly warnings: readonly Problem[];
  /** The file's content; consumed once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export async function sampleRun(options: SampleRunOptions): Promise<Sample> {
  const { host, engine, folder, format, count, seed, naming = (name) => name } = options;
  const model = await openModel(host, folder);
  const { codec, gan } = model;
  const conditions = resolveConditions(model, await readOccurring(host, folder), options, naming);
  const { weights, warnings } = await readGenerator(host, folder);
  let made = 0;
  async function* bytes(): AsyncGenerator<Uint8Array, void, void> {
    const executable = await engine.compile(generatorProgram(gan, weights, codec.learned, SAMPLE_BATCH));
    async function* batches(): AsyncGenerator<Float32Array, void, void> {
      for await (const values of sampleBatches(executable, { count, seed, given: conditions.given })) {
        yield values;
        made += values.length / (codec.length * codec.learned.length);
      }
    }
    try {
      yield* writeBatches(format, writingConditions(codec, conditions), batches(), count);
    } finally {
      await executable.release();
    }
  }
  const { length, isRagged } = codec;
  const told = [...conditions.warnings, ...warnings];
  return { length, isRagged, made: () => made, warnings: told, bytes: bytes() };
}

/** The codec, but cells of what was asked for are written as they were asked: a rare text shares a level with others. */
function writingConditions(codec: TimeSeriesCodec, { written }: Conditions): TimeSeriesCodec {
  if (written.size === 0) return codec;
  return {
    ...codec,
    rows(values, first) {
      const { rowCount, columns } = codec.rows(values, first);
      const sequences = sequencesOfRows(codec, values);
      const asked = columns.map((column) => {
        const textOf = written.get(column.name);
        return textOf ? { ...column, cells: sequences.map((n) => textOf(first + n)) } : column;
      });
      return { rowCount, columns: asked };
    },
  };
}

/** Which sequence of a batch each of its rows belongs to. */
function sequencesOfRows({ length, learned, isRagged }: TimeSeriesCodec, values: Float32Array): number[] {
  const count = values.length / (length * learned.length);
  const lengths = isRagged ? lengthsOf(values, length, learned.length) : new Int32Array(count).fill(length);
  return [...lengths].flatMap((steps, n) => new Array<number>(steps).fill(n));
}
