/** Sequences from trained networks: a program from noise to [B, T, F], run as often as it takes. */

import type { Sequences } from '../gan/index.ts';
import { input, program, type Tensor } from '../graph/index.ts';
import { type Engine, emptyValue, type Value } from '../runtime/engine.ts';
import { type Draw, type Networks, type ScopeOf, Vectors } from './networks.ts';
import type { Sampler } from './recipe.ts';
import { feeder, type ZooState } from './update.ts';

export interface SamplingSpec<N extends string, D extends string> {
  readonly networks: Networks<N>;
  /** What is asked of the last state; vectors of networks that are not used may be left out. */
  readonly state: Partial<ZooState<N>>;
  readonly draws: Readonly<Record<D, Draw>>;
  readonly length: number;
  readonly features: number;
  /** [T, B, F]. */
  build(scopeOf: ScopeOf<N>, given: Readonly<Record<D, Tensor>>): Tensor;
  /** Of every value that was made, to the units of the windows. */
  readonly finish?: (value: number) => number;
}

/** Sequences that are made at a time: the second extent of every draw [T, B, Z], the first of [B, Z]. */
export const SAMPLE_BATCH = 256;

export async function samplerOf<N extends string, D extends string>(
  engine: Engine,
  spec: SamplingSpec<N, D>,
): Promise<Sampler> {
  const { networks, state, draws, length, features, finish = (x: number) => x } = spec;
  const vectors = new Vectors(networks);
  const given = Object.fromEntries(
    Object.entries<Draw>(draws).map(([name, { shape }]) => [name, input(name, shape)]),
  ) as Record<D, Tensor>;
  const executable = await engine.compile(program({ sequences: spec.build(vectors.scopeOf, given) }));
  const held: Record<string, Value> = {};
  for (const [name, { shape }] of Object.entries(executable.program.inputs)) {
    held[name] = state[name as N] ?? emptyValue('float32', shape);
  }
  const none: Sequences = { count: 0, length, features, values: new Float32Array() };
  return {
    async sample(count, seed) {
      const feed = feeder('sample', draws, none, seed);
      const values = new Float32Array(count * length * features);
      for (let first = 0; first < count; first += SAMPLE_BATCH) {
        feed(first / SAMPLE_BATCH, held);
        const { sequences } = await executable.run(held);
        const made = sequences!.data;
        for (let b = 0; b < Math.min(SAMPLE_BATCH, count - first); b++) {
          for (let t = 0; t < length; t++) {
            const from = (t * SAMPLE_BATCH + b) * features;
            const to = ((first + b) * length + t) * features;
            for (let f = 0; f < features; f++) values[to + f] = finish(made[from + f]!);
          }
        }
      }
      return { count, length, features, values };
    },
    release: () => executable.release(),
  };
}

/** Windows in 0 .. 1 as networks that end in tanh see them, in -1 .. 1, and back. */
export const symmetric = (windows: Sequences): Sequences => ({
  ...windows,
  values: windows.values.map((x) => 2 * x - 1),
});
export const fromSymmetric = (value: number): number => (value + 1) / 2;
