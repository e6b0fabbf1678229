/**
 * DoppelGANger (Lin et al. 2020) on windows without attributes of their own: first the middle and the half range of every
 * feature of a window are drawn, then an LSTM, which sees them, makes the window between -1 and 1, several steps at a
 * time (batched generation). A dense critic sees all at once, a second one the middles and half ranges alone.
 *
 *     z_a -> (c, r)      x_t = c + r f_t,   f = LSTM([z_s, c, r]), S steps from every one of its T / S steps
 *     L_D = E D(made) - E D(real) + 10 E (|grad D| - 1)^2, the same for D_a;   L_G = -E D(made) - E D_a(made)
 */

import type { Sequences } from '../gan/index.ts';
import {
  add,
  concat,
  expand,
  mean,
  multiply,
  negate,
  relu,
  reshape,
  scalar,
  sigmoid,
  slice,
  sqrt,
  square,
  stopGradient,
  subtract,
  sum,
  type Tensor,
  tanh,
  transpose,
  vectorJacobianProduct,
} from '../graph/index.ts';
import { chain, dense, type Layer, optimizers, pointwise } from '../nn/index.ts';
import { initialVectors, networksOf, type ScopeOf } from './networks.ts';
import type { FitOptions, Recipe, Sampler } from './recipe.ts';
import { fromSymmetric, SAMPLE_BATCH, samplerOf, symmetric } from './sampling.ts';
import { sequenceNetwork } from './sequenceNetwork.ts';
import { compileUpdate } from './update.ts';

const GENERATOR_HIDDEN = 100;
const RANGE_LAYERS = 3;
const CRITIC_HIDDEN = 200;
const CRITIC_LAYERS = 5;
const NOISE = 5;
const BATCH = 100;
const RATE = 1e-3;
const BETA1 = 0.5;
const PENALTY = 10;
const RANGE_CRITIC_WEIGHT = 1;
const MOST_STEPS_AT_ONCE = 5;

/** Dense layers with relu between them. */
function perceptron(inputs: number, hidden: number, layers: number, outputs: number): Layer {
  const parts: Record<string, Layer> = {};
  for (let layer = 0; layer < layers; layer++) {
    parts[`dense${layer}`] = dense({ inputs: layer === 0 ? inputs : hidden, outputs: hidden });
    parts[`relu${layer}`] = pointwise(relu);
  }
  parts.head = dense({ inputs: hidden, outputs });
  return chain(parts);
}

/** S, the largest divisor of the length up to five. */
export const stepsAtOnce = (length: number): number => {
  let steps = MOST_STEPS_AT_ONCE;
  while (length % steps !== 0) steps--;
  return steps;
};

/** Of windows in -1 .. 1: (x - c) / r, and c and r of every feature in 2 F features more, the same at every step. */
export function withRanges({ count, length, features, values }: Sequences): Sequences {
  const out = new Float32Array(count * length * 3 * features);
  for (let n = 0; n < count; n++) {
    for (let f = 0; f < features; f++) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      const at = (t: number) => (n * length + t) * features + f;
      for (let t = 0; t < length; t++) {
        low = Math.min(low, values[at(t)]!);
        high = Math.max(high, values[at(t)]!);
      }
      const [centre, range] = [(high + low) / 2, (high - low) / 2];
      for (let t = 0; t < length; t++) {
        const to = (n * length + t) * 3 * features + f;
        out[to] = range > 0 ? (values[at(t)]! - centre) / range : 0;
        out[to + features] = centre;
        out[to + 2 * features] = range;
      }
    }
  }
  return { count, length, features: 3 * features, values: out };
}

/** E (|grad D| - 1)^2 at random places between two batches [B, K]. */
function gradientPenalty(critic: (x: Tensor) => Tensor, real: Tensor, made: Tensor, mix: Tensor): Tensor {
  const between = add(made, multiply(mix, subtract(real, made)));
  const logits = critic(between);
  const [slopes] = vectorJacobianProduct([logits], [expand(scalar(1), logits.shape)], [between]);
  const norms = sqrt(add(sum(square(slopes!), { axes: [1] }), 1e-12));
  return mean(square(subtract(norms, 1)));
}

type Name = 'ranges' | 'shape' | 'critic' | 'rangeCritic';

function doppelgangerNetworks(length: number, features: number) {
  const atOnce = stepsAtOnce(length);
  return {
    ranges: perceptron(NOISE, GENERATOR_HIDDEN, RANGE_LAYERS, 2 * features),
    shape: sequenceNetwork({
      cell: 'lstm',
      hidden: GENERATOR_HIDDEN,
      layers: 1,
      inputs: NOISE + 2 * features,
      outputs: atOnce * features,
      activation: tanh,
    }),
    critic: perceptron((length + 2) * features, CRITIC_HIDDEN, CRITIC_LAYERS, 1),
    rangeCritic: perceptron(2 * features, CRITIC_HIDDEN, CRITIC_LAYERS, 1),
  } satisfies Record<Name, Pick<Layer, 'parameters' | 'apply'>>;
}

async function fit({ engine, windows, steps, seed, report, signal }: FitOptions): Promise<Sampler> {
  const { length, features, count } = windows;
  const layers = doppelgangerNetworks(length, features);
  const atOnce = stepsAtOnce(length);
  const networks = networksOf(layers);
  const state = initialVectors(networks, seed);
  const batch = Math.min(BATCH, count);

  /** Ranges [B, 2 F] and shape [T, B, F], between -1 and 1. */
  function make(scopeOf: ScopeOf<Name>, steps: Tensor, whole: Tensor) {
    const size = whole.shape[0]!;
    const numbers = layers.ranges.apply(scopeOf('ranges'), whole);
    const centre = tanh(slice(numbers, 1, { size: features }));
    const range = sigmoid(slice(numbers, 1, { start: features, size: features }));
    const ranges = concat([centre, range], 1);
    const cells = length / atOnce;
    const seen = expand(reshape(ranges, [1, size, 2 * features]), [cells, size, 2 * features]);
    const blocks = layers.shape.apply(scopeOf('shape'), concat([steps, seen], 2)); // [T / S, B, S F]
    const apart = transpose(reshape(blocks, [cells, size, atOnce, features]), [0, 2, 1, 3]);
    return { centre, range, ranges, shape: reshape(apart, [length, size, features]) };
  }
  const flat = (shape: Tensor, ranges: Tensor) =>
    concat([reshape(transpose(shape, [1, 0, 2]), [ranges.shape[0]!, length * features]), ranges], 1);
  const judge = (scopeOf: ScopeOf<Name>, name: 'critic' | 'rangeCritic') => (x: Tensor) =>
    reshape(layers[name].apply(scopeOf(name), x), [x.shape[0]!]);

  const draws = {
    real: { from: 'data', shape: [length, batch, 3 * features] },
    steps: { from: 'normal', shape: [length / atOnce, batch, NOISE] },
    whole: { from: 'normal', shape: [batch, NOISE] },
    mix: { from: 'uniform', shape: [batch, 1] },
  } as const;
  const adam = { optimizer: optimizers.adam({ beta1: BETA1 }), rate: RATE };
  type Given = Readonly<Record<keyof typeof draws, Tensor>>;
  const criticLoss = (name: 'critic' | 'rangeCritic') => (scopeOf: ScopeOf<Name>, given: Given) => {
    const made = make(scopeOf, given.steps, given.whole);
    const realShape = slice(given.real, 2, { size: features });
    const first = reshape(slice(given.real, 0, { size: 1 }), [batch, 3 * features]);
    const realRanges = slice(first, 1, { start: features, size: 2 * features });
    const see = (shape: Tensor, ranges: Tensor) => (name === 'critic' ? flat(shape, ranges) : ranges);
    const [real, generated] = [see(realShape, realRanges), stopGradient(see(made.shape, made.ranges))];
    const logits = judge(scopeOf, name)(concat([real, generated], 0));
    const half = (start: number) => mean(slice(logits, 0, { start, size: batch }));
    const penalty = gradientPenalty(judge(scopeOf, name), real, generated, given.mix);
    return add(subtract(half(batch), half(0)), multiply(penalty, PENALTY));
  };
  const update = await compileUpdate<Name, keyof typeof draws>(
    engine,
    {
      name: 'doppelganger',
      networks,
      draws,
      moves: {
        critic: { ...adam, networks: ['critic'], loss: criticLoss('critic') },
        rangeCritic: { ...adam, networks: ['rangeCritic'], loss: criticLoss('rangeCritic') },
        generator: {
          ...adam,
          networks: ['ranges', 'shape'],
          loss(scopeOf, given) {
            const { shape, ranges } = make(scopeOf, given.steps, given.whole);
            const whole = mean(judge(scopeOf, 'critic')(flat(shape, ranges)));
            const alone = mean(judge(scopeOf, 'rangeCritic')(ranges));
            return negate(add(whole, multiply(alone, RANGE_CRITIC_WEIGHT)));
          },
        },
      },
    },
    withRanges(symmetric(windows)),
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
    draws: {
      steps: { from: 'normal', shape: [length / atOnce, SAMPLE_BATCH, NOISE] },
      whole: { from: 'normal', shape: [SAMPLE_BATCH, NOISE] },
    },
    length,
    features,
    build(scopeOf, { steps: z, whole }) {
      const { shape, centre, range } = make(scopeOf, z, whole);
      const everyStep = (x: Tensor) => expand(reshape(x, [1, ...x.shape]), shape.shape);
      return add(everyStep(centre), multiply(everyStep(range), shape));
    },
    finish: fromSymmetric,
  });
}

export const doppelganger: Recipe = {
  name: 'doppelganger',
  title: {
    en: 'DoppelGANger: range first, then shape, several steps at a time',
    zh: 'DoppelGANger：先定范围再生成形状，一次多步',
  },
  paper:
    'Lin, Jain, Wang, Fanti, Sekar 2020, Using GANs for sharing networked time series data, IMC, arXiv:1909.13403',
  formula:
    'L_D = E D(made) - E D(real) + 10 E (|grad D| - 1)^2, the same for D_a; L_G = -E D(made) - E D_a(made)',
  deviations: [
    'Windows have no attributes of their own: only the middle and half range of every feature are drawn first, by one network and not two.',
    'Windows have one length, so there are no flags of the end; there is no packing.',
    'The dense layers of the generator have no batch normalisation.',
    'No figures were published under the protocols of this table.',
  ],
  published: [],
  procedure: { kind: 'own', steps: 3000, fit },
};
