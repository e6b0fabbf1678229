/**
 * A recurrent network without a GAN: two LSTM layers of 64 that tell the distribution of the next step from all before,
 * trained by maximum likelihood on real steps (teacher forcing, Williams and Zipser 1989) and then run on their own.
 *
 *     p(x_t | x_<t) = N(m, s^2) per feature,   L = mean of log s + (x_t - m)^2 / (2 s^2),   s = softplus(a) + 0.001
 *
 * The network reads x_(t-1), zero before the first step. It is as large as the article's generator: what a GAN of that
 * size has to beat.
 */
import {
  add,
  concat,
  divide,
  log,
  mean,
  multiply,
  slice,
  softplus,
  square,
  subtract,
  type Tensor,
  zeros,
} from '../graph/index.ts';
import { dense, optimizers, type Scope, within } from '../nn/index.ts';
import { feedbackLstm } from './feedbackLstm.ts';
import { initialVectors } from './networks.ts';
import { ofTimeGanPaper } from './published.ts';
import type { FitOptions, Recipe, Sampler } from './recipe.ts';
import { fromSymmetric, SAMPLE_BATCH, samplerOf, symmetric } from './sampling.ts';
import { sequenceNetwork } from './sequenceNetwork.ts';
import { compileUpdate } from './update.ts';

const HIDDEN = 64;
const LAYERS = 2;
const BATCH = 128;
const RATE = 1e-3;
const LEAST_DEVIATION = 1e-3;

/** [.., 2 F] to mean and deviation, [.., F] each. */
function gaussian(numbers: Tensor) {
  const axis = numbers.shape.length - 1;
  const size = numbers.shape[axis]! / 2;
  return {
    centre: slice(numbers, axis, { size }),
    deviation: add(softplus(slice(numbers, axis, { start: size, size })), LEAST_DEVIATION),
  };
}

async function fit({ engine, windows, steps, seed, report, signal }: FitOptions): Promise<Sampler> {
  const { length, features, count } = windows;
  const network = sequenceNetwork({
    cell: 'lstm',
    hidden: HIDDEN,
    layers: LAYERS,
    inputs: features,
    outputs: 2 * features,
  });
  const networks = { network: network.parameters };
  const state = initialVectors(networks, seed);
  const batch = Math.min(BATCH, count);
  const update = await compileUpdate(
    engine,
    {
      name: 'likelihood',
      networks,
      draws: { real: { from: 'data', shape: [length, batch, features] } },
      moves: {
        likelihood: {
          networks: ['network'],
          optimizer: optimizers.adam(),
          rate: RATE,
          loss(scopeOf, { real }) {
            const before = concat([zeros([1, batch, features]), slice(real, 0, { size: length - 1 })], 0);
            const { centre, deviation } = gaussian(network.apply(scopeOf('network'), before));
            const distance = square(divide(subtract(real, centre), deviation));
            return mean(add(log(deviation), multiply(distance, 0.5)));
          },
        },
      },
    },
    symmetric(windows),
    seed,
  );
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    report?.({ step: step + 1, steps, losses: await update.run(state, step) });
  }
  await update.release();
  return samplerOf(engine, {
    networks,
    state,
    draws: { noise: { from: 'normal', shape: [length, SAMPLE_BATCH, features] } },
    length,
    features,
    build: (scopeOf, { noise }) => generate(scopeOf('network'), noise, features),
    finish: fromSymmetric,
  });
}

function generate(scope: Scope, noise: Tensor, features: number): Tensor {
  const head = dense({ inputs: HIDDEN, outputs: 2 * features });
  return feedbackLstm(within(scope, 'lstm'), noise, zeros([noise.shape[1]!, features]), {
    hidden: HIDDEN,
    layers: LAYERS,
    join: (_, before) => before,
    emit(hidden, drawn) {
      const { centre, deviation } = gaussian(head.apply(within(scope, 'head'), hidden));
      return add(centre, multiply(deviation, drawn));
    },
  });
}

export const maximumLikelihood: Recipe = {
  name: 'maximum-likelihood',
  title: {
    en: 'No GAN: LSTM by maximum likelihood, teacher forcing',
    zh: '非 GAN 基线：最大似然 LSTM（教师强制）',
  },
  paper:
    'Graves 2013, Generating sequences with recurrent neural networks, arXiv:1308.0850 (T-Forcing in tables)',
  formula: 'L = mean of log s + (x_t - m)^2 / (2 s^2), m and s from an LSTM over x_<t',
  deviations: [
    'Features of a step are independent given the steps before; Graves mixes several Gaussians with correlation.',
    'The T-Forcing of the table predicts a value and not a distribution, so its figures are of a weaker model.',
    'What is generated is not cut to the range of the data.',
  ],
  published: ofTimeGanPaper('T-Forcing'),
  procedure: { kind: 'own', steps: 1500, fit },
};
