/**
 * C-RNN-GAN (Mogren 2016): an LSTM generator that reads what it made of the step before beside noise, and a critic of
 * LSTM layers in both directions whose answer is the mean over the steps.
 *
 *     D(x) = mean_t sigmoid(a_t)       L_D = -log D(x) - log(1 - D(G(z)))       L_G = -log D(G(z))
 *
 * Two layers each; z ~ U(0, 1) at every step; gradients cut to a norm of 5; gradient descent without momentum, rate 0.1
 * for the generator and half of it for the critic. A player that is far ahead waits (freezing): the critic rests where
 * its loss is below 0.7 of the generator's, and that is below 2 (the limit stands in the code of the paper only).
 */
import {
  add,
  clip,
  concat,
  log,
  mean,
  negate,
  sigmoid,
  slice,
  stopGradient,
  subtract,
  type Tensor,
  tanh,
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
const NOISE = 8;
const BATCH = 64;
const RATE = 0.1;
const CRITIC_SHARE = 0.5;
const GRADIENT_CLIP = 5;
/** The critic rests where its loss is below this share of the generator's. */
const FREEZE = 0.7;
/** And below this: a generator that has lost the game is not waited for. */
const FREEZE_BELOW = 2;
const NEVER_ZERO = 1e-6;

const mixed = (logits: Tensor): Tensor =>
  clip(mean(sigmoid(logits), { axes: [0, 2] }), NEVER_ZERO, 1 - NEVER_ZERO); // [T, B, 1] -> [B]

async function fit({ engine, windows, steps, seed, report, signal }: FitOptions): Promise<Sampler> {
  const { length, features, count } = windows;
  const sizes = { cell: 'lstm', hidden: HIDDEN, layers: LAYERS } as const;
  const generator = sequenceNetwork({ ...sizes, inputs: NOISE + features, outputs: features });
  const critic = sequenceNetwork({ ...sizes, inputs: features, outputs: 1, bidirectional: true });
  const networks = { generator: generator.parameters, critic: critic.parameters };
  const state = initialVectors(networks, seed);
  const batch = Math.min(BATCH, count);
  const noise = { from: 'uniform', shape: [length, batch, NOISE] } as const;
  const sgd = { optimizer: optimizers.sgd(), gradientClip: GRADIENT_CLIP };
  const data = symmetric(windows);
  const judged = await compileUpdate(
    engine,
    {
      name: 'critic',
      networks,
      draws: { noise, real: { from: 'data', shape: [length, batch, features] } },
      moves: {
        critic: {
          ...sgd,
          rate: CRITIC_SHARE * RATE,
          networks: ['critic'],
          loss(scopeOf, { real, noise: z }) {
            const made = stopGradient(generate(scopeOf('generator'), z, features));
            const answers = mixed(critic.apply(scopeOf('critic'), concat([real, made], 1)));
            const half = (start: number) => slice(answers, 0, { start, size: batch });
            return negate(add(mean(log(half(0))), mean(log(subtract(1, half(batch))))));
          },
        },
      },
    },
    data,
    seed,
  );
  const made = await compileUpdate(
    engine,
    {
      name: 'generator',
      networks,
      draws: { noise },
      moves: {
        generator: {
          ...sgd,
          rate: RATE,
          networks: ['generator'],
          loss: (scopeOf, { noise: z }) =>
            negate(
              mean(log(mixed(critic.apply(scopeOf('critic'), generate(scopeOf('generator'), z, features))))),
            ),
        },
      },
    },
    data,
    seed,
  );
  let generatorLoss = 0;
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    const limit = generatorLoss < FREEZE_BELOW ? FREEZE * generatorLoss : 0;
    const critics = await judged.run(state, step, ({ critic: loss }) => loss! >= limit);
    const generators = await made.run(state, step);
    generatorLoss = generators.generator!;
    report?.({ step: step + 1, steps, losses: { ...critics, ...generators } });
  }
  await judged.release();
  await made.release();
  return samplerOf(engine, {
    networks,
    state,
    draws: { noise: { from: 'uniform', shape: [length, SAMPLE_BATCH, NOISE] } },
    length,
    features,
    build: (scopeOf, { noise: z }) => generate(scopeOf('generator'), z, features),
    finish: fromSymmetric,
  });
}

function generate(scope: Scope, noise: Tensor, features: number): Tensor {
  const head = dense({ inputs: HIDDEN, outputs: features });
  return feedbackLstm(within(scope, 'lstm'), noise, zeros([noise.shape[1]!, features]), {
    hidden: HIDDEN,
    layers: LAYERS,
    join: (step, before) => concat([step, before], 1),
    emit: (hidden) => tanh(head.apply(within(scope, 'head'), hidden)),
  });
}

export const cRnnGan: Recipe = {
  name: 'c-rnn-gan',
  title: {
    en: 'C-RNN-GAN: LSTM with feedback, critic in both directions',
    zh: 'C-RNN-GAN：带反馈的 LSTM，双向评判网络',
  },
  paper:
    'Mogren 2016, C-RNN-GAN: continuous recurrent neural networks with adversarial training, arXiv:1611.09904',
  formula: 'D(x) = mean_t sigmoid(a_t); L_D = -log D(x) - log(1 - D(G(z))); L_G = -log D(G(z))',
  deviations: [
    'Windows of numbers take the place of tones; layers have 64 units and not 350.',
    'There is no pre-training by squared error and no weight penalty.',
    'Feature matching, an option of the paper, is off.',
    'The published figures are of the re-implementation by the authors of TimeGAN, which is not public.',
  ],
  published: ofTimeGanPaper('C-RNN-GAN'),
  procedure: { kind: 'own', steps: 600, fit },
};
