/**
 * Small sets of sequences on which training is known to go wrong, for the stability table and for counting false
 * alarms. All lie in [-1, 1].
 *
 *     ring8, grid25     8 Gaussians on a ring, 25 on a grid, as sequences: a mode is drawn, every step is its centre
 *                       plus noise, [8, 2]
 *     sines             five sines of random frequency and phase (Yoon et al. 2019, TimeGAN), [24, 5]
 *     rising or falling two kinds of series, up and down, with noise, [24, 1]
 *     energy            windows of five columns of datasets/energy.csv, [24, 5]
 */
import { readFile } from 'node:fs/promises';
import type { Sequences } from '../src/gan/batches.ts';
import { randomStream } from '../src/random/stream.ts';
import { fitTimeSeries, readTable } from '../src/sequence/timeseries/index.ts';

export interface SequenceSet {
  readonly name: string;
  readonly sequences: Sequences;
  /** Where the data has modes: how many, and which one a sequence (row of all values) belongs to, if to any. */
  readonly modes?: { readonly count: number; of(row: Float32Array): number | undefined };
}

const COUNT = 2000;

function centres(name: string, points: readonly (readonly [number, number])[], sigma: number): SequenceSet {
  const length = 8;
  const values = new Float32Array(COUNT * length * 2);
  const chosen = new Int32Array(COUNT);
  randomStream(1, `${name} modes`).integers(0, points.length, chosen);
  randomStream(1, name).normal(0, values);
  for (let i = 0; i < values.length; i++) {
    values[i] = points[chosen[Math.floor(i / (2 * length))]!]![i % 2]! + sigma * values[i]!;
  }
  const of = (row: Float32Array) => {
    const found = points.findIndex(([x, y]) => {
      let square = 0;
      for (let t = 0; t < length; t++) square += (row[2 * t]! - x) ** 2 + (row[2 * t + 1]! - y) ** 2;
      // the root of the mean square distance of a step; sqrt(2) sigma for the data itself
      return Math.sqrt(square / length) < 4 * sigma;
    });
    return found < 0 ? undefined : found;
  };
  return {
    name,
    sequences: { count: COUNT, length, features: 2, values },
    modes: { count: points.length, of },
  };
}

export const ring8 = (): SequenceSet =>
  centres(
    'ring8',
    Array.from({ length: 8 }, (_, k) => [
      0.7 * Math.cos((Math.PI * k) / 4),
      0.7 * Math.sin((Math.PI * k) / 4),
    ]),
    0.05,
  );

export const grid25 = (): SequenceSet =>
  centres(
    'grid25',
    Array.from({ length: 25 }, (_, k) => [0.35 * ((k % 5) - 2), 0.35 * (Math.floor(k / 5) - 2)]),
    0.03,
  );

export function sines(): SequenceSet {
  const [length, features] = [24, 5];
  const draws = new Float32Array(COUNT * features * 2);
  randomStream(1, 'sines').uniform(0, draws);
  const values = Float32Array.from({ length: COUNT * length * features }, (_, i) => {
    const [n, t, f] = [Math.floor(i / (length * features)), Math.floor(i / features) % length, i % features];
    const at = 2 * (n * features + f);
    return Math.sin(0.1 * draws[at]! * t * 2 * Math.PI + 2 * Math.PI * draws[at + 1]!) * 0.9;
  });
  return { name: 'sines', sequences: { count: COUNT, length, features, values } };
}

export function risingOrFalling(): SequenceSet {
  const length = 24;
  const noise = new Float32Array(COUNT * length);
  const starts = new Float32Array(COUNT);
  randomStream(1, 'rising or falling').normal(0, noise);
  randomStream(1, 'rising or falling, starts').uniform(0, starts);
  const slope = 1.4 / (length - 1);
  const values = noise.map((e, i) => {
    const [n, t] = [Math.floor(i / length), i % length];
    const sign = n % 2 === 0 ? 1 : -1;
    return sign * (slope * t - 0.7) + 0.2 * (starts[n]! - 0.5) + 0.03 * e;
  });
  const of = (row: Float32Array) => {
    // least squares slope; what lies between the two kinds is neither
    const middle = (length - 1) / 2;
    let [above, below] = [0, 0];
    row.forEach((v, t) => {
      above += (t - middle) * v;
      below += (t - middle) ** 2;
    });
    const relative = above / below / slope;
    return Math.abs(relative - 1) < 0.25 ? 0 : Math.abs(relative + 1) < 0.25 ? 1 : undefined;
  };
  return {
    name: 'rising or falling',
    sequences: { count: COUNT, length, features: 1, values },
    modes: { count: 2, of },
  };
}

export async function energy(): Promise<SequenceSet> {
  const file = new URL('../datasets/energy.csv', import.meta.url);
  const built = new URL('../../datasets/energy.csv', import.meta.url); // from dist/bench
  const bytes = await readFile(file).catch(() => readFile(built));
  const table = await readTable(bytes, 'energy.csv');
  const columns = table.names.filter((name) => name !== 'date').slice(0, 5);
  const { sequences } = fitTimeSeries(table, { length: 24, stride: 4, columns });
  return { name: 'energy', sequences };
}

const makers: Readonly<Record<string, () => SequenceSet | Promise<SequenceSet>>> = {
  ring8,
  grid25,
  sines,
  'rising or falling': risingOrFalling,
  energy,
};

export const setNames = Object.keys(makers);

export async function namedSet(name: string): Promise<SequenceSet> {
  const make = makers[name];
  if (!make) throw new Error(`no set is called ${name}; there are ${setNames.join(', ')}`);
  return make();
}
