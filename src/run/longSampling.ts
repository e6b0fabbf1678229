/**
 * Long series from a model of windows: the generator goes on from piece to piece with the state that it carries
 * (gan/longSeries.ts), so that a series of any length takes the memory of one piece. They come in order,
 * series after series; series i of seed s is the same however many are made.
 */
import { continueSequences, createGan, driftingNoise, type Gan } from '../gan/index.ts';
import { program, sizeOf, transpose } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { type Engine, type Value, value } from '../runtime/engine.ts';
import type { LearnedColumn } from '../sequence/timeseries/index.ts';
import { conditionInputs, givenInput } from './conditionInputs.ts';
import { decode, parametersFrom, type Weights } from './generatorModel.ts';

/** Steps of a piece; part of what a seed means. */
const PIECE = 256;
/** Pieces of a series that have pages of noise of their own. */
const PIECES = 2 ** 24;

export interface LongSampling {
  readonly engine: Engine;
  readonly gan: Gan;
  readonly weights: Weights;
  readonly columns: readonly LearnedColumn[];
  /** How fast the noise of a sequence drifts. */
  readonly drift: number;
  /** What a series is told of columns with one value in a sequence, by column. */
  readonly given: (series: number) => ReadonlyMap<string, number>;
  readonly count: number;
  /** Steps of a series. */
  readonly length: number;
  readonly seed: number;
}

export interface LongPiece {
  /** [1, n, C]. */
  readonly values: Float32Array;
  /** Whether a series begins with it. */
  readonly begins: boolean;
}

export async function* sampleLong(options: LongSampling): AsyncGenerator<LongPiece, void, void> {
  const { engine, weights, columns, drift, given, count, length, seed } = options;
  const gan = createGan(options.gan.config, { ...options.gan.shapes, length: PIECE });
  const told = conditionInputs(gan, columns, 1);
  const { sequences, state } = continueSequences(gan, 1, parametersFrom(gan, weights), told);
  const executable = await engine.compile(
    program({ sequences: transpose(decode(sequences, columns), [1, 0, 2]), next: state }),
  );
  const { inputs } = executable.program;
  const held: Record<string, Value> = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, value(new Float32Array(sizeOf(shape)), shape)]),
  );
  const noise = Object.entries(held).flatMap(([name, { data }]) =>
    name.startsWith('noise.')
      ? [{ name, data: data as Float32Array, stream: randomStream(seed, `sample long ${name}`) }]
      : [],
  );
  try {
    for (let series = 0; series < count; series++) {
      let before: Float32Array | undefined;
      let carried: Value | undefined;
      const values = given(series);
      for (const { name } of columns) held[givenInput(name)]?.data.fill(values.get(name) ?? Number.NaN);
      for (let at = 0, piece = 0; at < length; at += PIECE, piece++) {
        for (const { name, data, stream } of noise) {
          stream.normal(series * PIECES + piece, data);
          if (name !== 'noise.sequence') continue;
          driftingNoise(data, drift, before, data.length / PIECE);
          before = data.slice(-data.length / PIECE);
        }
        if (held.begins) held.begins.data[0] = piece === 0 ? 1 : 0;
        const made = await executable.run({ ...held, ...(carried && { state: carried }) });
        carried = made.next!;
        const all = made.sequences!.data as Float32Array;
        yield { values: all.subarray(0, Math.min(PIECE, length - at) * columns.length), begins: piece === 0 };
      }
    }
  } finally {
    await executable.release();
  }
}
