/**
 * New sequences from a trained model, as a stream of bytes in an open format; however many there are, only a few batches
 * are held.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import {
  lengthsOf,
  type OutputFormat,
  type TimeSeriesCodec,
  writeBatches,
} from '../sequence/timeseries/index.ts';
import { readGenerator } from './checkpoint.ts';
import { type Asked, type Conditions, resolveConditions } from './conditions.ts';
import type { Host } from './host.ts';
import { sampleLong } from './longSampling.ts';
import { type Model, openModel } from './modelFolder.ts';
import { readOccurring } from './occurring.ts';
import { sequenceMaker } from './sampling/sequenceMaker.ts';

export interface SampleRunOptions extends Asked {
  readonly host: Host;
  readonly engine: Engine;
  /** The model's folder. */
  readonly folder: string;
  readonly format: OutputFormat;
  /** Sequences to make. */
  readonly count: number;
  readonly seed: number;
  /** Steps of a sequence, where not those of the model: of one long series any number. */
  readonly length?: number | undefined;
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
  const length = options.length ?? codec.length;
  const memory = length === codec.length ? undefined : requireMemory(model, naming('length'));
  const conditions = resolveConditions(model, await readOccurring(host, folder), options, naming);
  const { weights, warnings } = await readGenerator(host, folder);
  let made = 0;
  async function* long(drift: number): AsyncGenerator<Float32Array, void, void> {
    const columns = codec.learned;
    for await (const values of sampleLong({ engine, gan, weights, columns, drift, count, length, seed })) {
      yield values;
      made += values.length / (length * columns.length);
    }
  }
  async function* bytes(): AsyncGenerator<Uint8Array, void, void> {
    if (memory !== undefined) {
      // rows of one series go on from each other, whatever they are cut into; only NPY must know the length
      const [written, lines] = format === 'npy' ? [length, count] : [1, count * length];
      yield* writeBatches(format, codec.withLength(written), long(memory), lines);
      return;
    }
    const generator = { gan, weights, columns: codec.learned };
    const maker = sequenceMaker({ engine, generator, workers: engine.shards?.cores ?? 1 });
    async function* batches(): AsyncGenerator<Float32Array, void, void> {
      for await (const values of maker.batches({ count, seed, given: conditions.given })) {
        yield values;
        made += values.length / (codec.length * codec.learned.length);
      }
    }
    try {
      yield* writeBatches(format, writingConditions(codec, conditions), batches(), count);
    } finally {
      await maker.release();
    }
  }
  const { isRagged } = codec;
  const told = [...conditions.warnings, ...warnings];
  return { length, isRagged, made: () => made, warnings: told, bytes: bytes() };
}

/** How fast the level of a long series is forgotten; a UserError where the model did not learn from one. */
function requireMemory({ codec, config }: Model, where: string): number {
  const { memory } = config.shapes;
  if (memory !== undefined) return memory;
  const what = `cannot be chosen: the model makes sequences of ${codec.isRagged ? 'up to ' : ''}${codec.length} steps, which were whole or of several series, and knows nothing of what comes after`;
  const remedy =
    'leave it out, or train on one long series (a model of an earlier version must be trained again)';
  throw new UserError('usage', [{ where, what, remedy }]);
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
