/**
 * RGAN (Esteban, Hyland, Raetsch 2017; with labels it is RCGAN, the name that tables give it): an LSTM from noise at
 * every step, and an LSTM critic that says of every step whether it is real.
 *
 *     L_D = mean over steps of BCE(D(x)_t, 1) + BCE(D(G(z))_t, 0)        L_G = mean over steps of BCE(D(G(z))_t, 1)
 *
 * Five updates of the critic for one of the generator; z ~ N(0, 1) [T, B, 5]; 100 units in both networks.
 */
import { add, concat, slice, stopGradient, tanh } from '../graph/index.ts';
import { optimizers } from '../nn/index.ts';
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
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    let judged = {};
    for (let round = 0; round < CRITIC_ROUNDS; round++)
      judged = await criticUpdate.run(state, step * CRITIC_ROUNDS + round);
    const made = await generatorUpdate.run(state, step);
    report?.({ step: step + 1, steps, losses: { ...judged, ...made } });
  }
  await criticUpdate.release();
  await generatorUpdate.release();
  return samplerOf(engine, {
    networks,
    state,
    draws: { noise: { from: 'normal', shape: [length, SAMPLE_BATCH, NOISE] } },
    length,
    features,
    build: (scopeOf, { noise: z }) => generator.apply(scopeOf('generator'), z),
    finish: fromSymmetric,
  });
}

export const rcgan: Recipe = {
  name: 'rcgan',
  title: { en: 'RCGAN: LSTM against LSTM, judged step by step', zh: 'RCGAN：LSTM 对 LSTM，逐步评判' },
  paper: 'Esteban, Hyland, Raetsch 2017, Real-valued (medical) time series generation, arXiv:1706.02633',
  formula: 'L_D = mean_t BCE(D(x)_t, 1) + BCE(D(G(z))_t, 0); L_G = mean_t BCE(D(G(z))_t, 1)',
  deviations: [
    "There are no labels, so it is the paper's RGAN; the row of the table has none either.",
    'The published figures are of the re-implementation by the authors of TimeGAN, which is not public.',
    'The last weights are taken; the code keeps those with the lowest MMD.',
  ],
  published: ofTimeGanPaper('RCGAN'),
  procedure: { kind: 'own', steps: 1500, fit },
};
