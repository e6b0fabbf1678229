/**
 * The score of a trial: how far its sequences are from real ones that were kept out of its training, by the report's
 * figures (report/summarize.ts: values, time, changes, relations, spread; texts and lengths where there are any).
 *
 *     score = mean over figures of |value - best| / |naive - best|
 *
 * 0 is as if both were one set, 1 is what a naive generator gets. `best` is 0, and 1 for the spread. Figures that
 * cannot tell a naive generator from real data are left out. The floor is the same for real sequences of the training
 * set in the place of the generated ones: no score can be expected below it.
 */
import type { Gan, Sequences } from '../../gan/index.ts';
import { splitSequences } from '../../gan/index.ts';
import { randomStream } from '../../random/stream.ts';
import type { Compared, Summary } from '../../report/index.ts';
import type { Engine } from '../../runtime/engine.ts';
import type { TimeSeriesCodec } from '../../sequence/timeseries/index.ts';
import { readGenerator } from '../checkpoint.ts';
import type { Host } from '../host.ts';
import { pickSequences, reportedColumns } from '../reportedColumns.ts';
import { sampleOnce } from '../sampling/sequenceMaker.ts';

export interface Score {
  readonly score: number;
  readonly floor: number;
  /** The share of each figure. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface Scored {
  readonly sequences: Sequences;
  readonly codec: TimeSeriesCodec;
  /** The share kept out, and the seed of the trial, which decide which sequences they are. */
  readonly heldOut: number;
  readonly seed: number;
}

/** Undefined where what the model makes is not finite. */
export async function scoreModel(
  {
    host,
    engine,
    folder,
    gan,
  }: { readonly host: Host; readonly engine: Engine; readonly folder: string; readonly gan: Gan },
  scored: Scored,
): Promise<Score> {
  const { sequences, codec, heldOut, seed } = scored;
  const split = splitSequences(sequences.count, heldOut, seed);
  const asWritten = (places: Int32Array) => codec.complete(codec.decode(pickSequences(sequences, places)));
  const real = asWritten(split.heldOut);
  const order = randomStream(seed, 'tune floor').permutation(0, split.training.length);
  const others = Int32Array.from(order.subarray(0, split.heldOut.length), (place) => split.training[place]!);
  const { weights } = await readGenerator(host, folder);
  const generator = { gan, weights, columns: codec.learned };
  const generated = await sampleOnce(engine, generator, { count: split.heldOut.length, seed });
  const { summarize } = await import('../../report/index.ts'); // slow to load
  const summary = (made: Float32Array) =>
    summarize({
      title: '',
      length: codec.length,
      ...reportedColumns(codec, real, made),
      losses: [],
      facts: [],
      warnings: [],
      seed,
    });
  const figures = sharesOf(summary(codec.complete(generated)));
  const floors = sharesOf(summary(asWritten(others)));
  const names = Object.keys(figures).filter((name) => name in floors);
  const mean = (shares: Readonly<Record<string, number>>) =>
    names.reduce((total, name) => total + shares[name]!, 0) / names.length;
  return { score: mean(figures), floor: mean(floors), figures };
}

function sharesOf({ headlines, categoryDistance, lengths }: Summary): Record<string, number> {
  const { values, time, changes, relations, spread } = headlines;
  const compared: Record<string, Compared | null | undefined> = {
    values,
    time,
    changes,
    relations,
    spread,
    texts: categoryDistance,
    lengths: lengths?.distance,
  };
  return Object.fromEntries(
    Object.entries(compared).flatMap(([name, figure]) => {
      const best = name === 'spread' ? 1 : 0;
      if (!figure || figure.value === null || figure.naive === null || figure.level === 'unclear') return [];
      return [[name, Math.abs(figure.value - best) / Math.abs(figure.naive - best)]];
    }),
  );
}
