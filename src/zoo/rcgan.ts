/**
 * RGAN (Esteban, Hyland, Raetsch 2017; with labels it is RCGAN, the name that tables give it): an LSTM from noise at
 * every step, and an LSTM critic that says of every step whether it is real.
 *
 *     L_D = mean over steps of BCE(D(x)_t, 1) + BCE(D(G(z))_t, 0)        L_G = mean over steps of BCE(D(G(z))_t, 1)
 *
 * Five updates of the critic for one of the generator; z ~ N(0, 1) [T, B, 5]; 100 units in both networks. The game goes
 * round and round, so of all generators that were looked at the one with the lowest MMD is kept (discrepancy.ts).
 */

import type { Sequences } from '../gan/index.ts';
import { add, concat, slice, stopGradient, tanh } from '../graph/index.ts';
import { optimizers } from '../nn/index.ts';
import { randomStream } from '../random/stream.ts';
import { discrepancyFrom } from './discrepancy.ts';
import { initialVectors } from './networks.ts';
import { ofTimeGanPaper } from './published.ts';
import type { FitOptions, Recipe, Sampler } from './recipe.ts';
import { fromSymmetric, SAMPLE_BATCH, samplerOf, symmetric } from './sampling.ts';
import { crossEntropy, sequenceNetwork } from './sequenceNetwork.ts';
import { compileUpdate } from './update.ts';

const HIDDEN = 100;
const NOISE = 5;
const BATCH = 28;
const CRITIC_ROUNDS = 5;
const CRITIC_RATE = 0.1;
const GENERATOR_RATE = 1e-3;
/** How often it is looked at in a training, and by how many windows. */
const LOOKS = 30;
const LOOKED_AT = 500;

async function fit({ engine, windows, steps, seed, report, signal }: FitOptions): Promise<Sampler> {
  const { length, features, count } = windows;
  const sizes = { cell: 'lstm', hidden: HIDDEN, layers: 1 } as const;
  const generator = sequenceNetwork({ ...sizes, inputs: NOISE, outputs: features, activation: tanh });
  const critic = sequenceNetwork({ ...sizes, inputs: features, outputs: 1 });
  const networks = { generator: generator.parameters, critic: critic.parameters };
  const state = initialVectors(networks, seed);
  const batch = Math.min(BATCH, count);
  const noise = { from: 'normal', shape: [length, batch, NOISE] } as const;
  const data = symmetric(windows);
  const criticUpdate = await compileUpdate(
    engine,
    {
      name: 'critic',
      networks,
      draws: { noise, real: { from: 'data', shape: [length, batch, features] } as const },
      moves: {
        critic: {
          networks: ['critic'],
          optimizer: optimizers.sgd(),
          rate: CRITIC_RATE,
          loss(scopeOf, { real, noise: z }) {
            const made = stopGradient(generator.apply(scopeOf('generator'), z));
            const logits = critic.apply(scopeOf('critic'), concat([real, made], 1));
            const half = (start: number) => slice(logits, 1, { start, size: batch });
            return add(crossEntropy(half(0), 1), crossEntropy(half(batch), 0));
          },
        },
      },
    },
    data,
    seed,
  );
  const generatorUpdate = await compileUpdate(
    engine,
    {
      name: 'generator',
      networks,
      draws: { noise },
      moves: {
        generator: {
          networks: ['generator'],
          optimizer: optimizers.adam(),
          rate: GENERATOR_RATE,
          loss: (scopeOf, { noise: z }) =>
            crossEntropy(critic.apply(scopeOf('critic'), generator.apply(scopeOf('generator'), z)), 1),
        },
      },
    },
    data,
    seed,
  );
  const samplerNow = () =>
    samplerOf(engine, {
      networks,
      state: { generator: { ...state.generator, data: state.generator.data.slice() } },
      draws: { noise: { from: 'normal', shape: [length, SAMPLE_BATCH, NOISE] } },
      length,
      features,
      build: (scopeOf, { noise: z }) => generator.apply(scopeOf('generator'), z),
      finish: fromSymmetric,
    });
  const discrepancy = discrepancyFrom(someOf(windows, seed), LOOKED_AT);
  let best: { readonly sampler: Sampler; readonly apart: number } | undefined;
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    let judged = {};
    for (let round = 0; round < CRITIC_ROUNDS; round++)
      judged = await criticUpdate.run(state, step * CRITIC_ROUNDS + round);
    const made = await generatorUpdate.run(state, step);
    report?.({ step: step + 1, steps, losses: { ...judged, ...made } });
    if ((step + 1) % Math.ceil(steps / LOOKS) !== 0 && step + 1 < steps) continue;
    const sampler = await samplerNow();
    const apart = discrepancy(await sampler.sample(LOOKED_AT, seed));
    const isBetter = !best || apart < best.apart;
    await (isBetter ? best?.sampler : sampler)?.release();
    if (isBetter) best = { sampler, apart };
  }
  await criticUpdate.release();
  await generatorUpdate.release();
  return best?.sampler ?? samplerNow();
}

/** As many windows as are looked at, drawn at random. */
function someOf({ length, features, values, count }: Sequences, seed: number): Sequences {
  const width = length * features;
  const rows = randomStream(seed, 'windows looked at').permutation(0, count).subarray(0, LOOKED_AT);
  const chosen = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    chosen.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return { count: rows.length, length, features, values: chosen };
}

export const rcgan: Recipe = {
  name: 'rcgan',
  title: { en: 'RCGAN: LSTM against LSTM, judged step by step', zh: 'RCGAN：LSTM 对 LSTM，逐步评判' },
  paper: 'Esteban, Hyland, Raetsch 2017, Real-valued (medical) time series generation, arXiv:1706.02633',
  formula: 'L_D = mean_t BCE(D(x)_t, 1) + BCE(D(G(z))_t, 0); L_G = mean_t BCE(D(G(z))_t, 1)',
  deviations: [
    "There are no labels, so it is the paper's RGAN; the row of the table has none either.",
    'The published figures are of the re-implementation by the authors of TimeGAN, which is not public.',
    'The generator with the lowest MMD is kept as in the code, but by one kernel as wide as the median distance; the code tunes the widths of two.',
    'The generator is looked at 30 times in a training, against windows it was trained on.',
  ],
  published: ofTimeGanPaper('RCGAN'),
  procedure: { kind: 'own', steps: 6000, fit },
};
