/**
 * New sequences from a trained model, as a stream of bytes in an open format; however many there are, only a few batches
 * are held.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import { type Correction, type OutputFormat, startFlow, writeBatches } from '../sequence/timeseries/index.ts';
import { readGenerator } from './checkpoint.ts';
import { type Asked, resolveConditions } from './conditions.ts';
import type { Host } from './host.ts';
import { keptBatches, requireKept } from './keptBatches.ts';
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
  /** The date at which the time begins, as the data write it or as 2024-12-31; where the data end when absent. */
  readonly from?: string | undefined;
  /** How `where`, `balance`, `length` and `from` are called in messages. */
  readonly naming?: (name: string) => string;
}

export interface Sample {
  /** Steps of a sequence, at the most. */
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
  const { host, engine, folder, format, count, seed, naming = (name) => name } = options;
  const model = await openModel(host, folder);
  const { codec, gan } = model;
  const length = options.length ?? codec.length;
  const memory = length === codec.length ? undefined : requireMemory(model, naming('length'));
  const conditions = resolveConditions(model, await readOccurring(host, folder), options, naming);
  const { weights, warnings } = await readGenerator(host, folder);
  const from = options.from === undefined ? undefined : codec.instantOf(options.from, naming('from'));
  const flow = startFlow({ from, told: conditions.written });
  const redrawn = { count: 0 };
  let made = 0;
  async function* pieces(drift: number, rows: typeof codec): AsyncGenerator<Float32Array, void, void> {
    const columns = codec.learned;
    const given = (series: number) => codec.calendarAfter(series * length, from);
    for await (const { values, begins } of sampleLong({
      engine,
      gan,
      weights,
      columns,
      drift,
      given,
      count,
      length,
      seed,
    })) {
      if (begins) flow.last.clear();
      requireKept(rows, values, flow);
      yield values;
      made += values.length / (length * columns.length);
    }
  }
  async function* bytes(): AsyncGenerator<Uint8Array, void, void> {
    if (memory !== undefined) {
      const rows = codec.rowByRow();
      // only NPY must know where a series ends
      const [shape, lines] = format === 'npy' ? [{ length }, count] : [{}, count * length];
      yield* writeBatches(format, { ...rows, ...shape }, pieces(memory, rows), lines, { flow });
      return;
    }
    const generator = { gan, weights, columns: codec.learned };
    const maker = sequenceMaker({ engine, generator, workers: engine.shards?.cores ?? 1 });
    async function* batches(): AsyncGenerator<Float32Array, void, void> {
      const asked = { count, seed, given: conditions.given };
      for await (const values of keptBatches(maker, codec, asked, flow, redrawn)) {
        yield values;
        made += values.length / (codec.length * codec.learned.length);
      }
    }
    try {
      yield* writeBatches(format, codec, batches(), count, { flow });
    } finally {
      await maker.release();
    }
  }
  return {
    length,
    isRagged: codec.isRagged,
    made: () => made,
    corrections: () => [...flow.corrections.values()],
    redrawn: () => redrawn.count,
    warnings: [...conditions.warnings, ...warnings],
    bytes: bytes(),
  };
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
