/**
 * TimeGAN (Yoon, Jarrett, van der Schaar 2019): a GAN in the space of an autoencoder, with a supervisor that learns
 * there how a step follows from the one before. Five networks, all of them recurrent with one dense layer at every step:
 *
 *     H = embedder(X)    X~ = recovery(H)    E = generator(Z)    S = supervisor(E)    X^ = recovery(S)
 *
 * and a critic that gives a logit for every step of H, S and E. Trained in three phases, each with Adam of its own:
 *
 *     1  embedder, recovery      10 sqrt MSE(X, X~)
 *     2  generator, supervisor   MSE(H[1:], supervisor(H)[:-1])        (the generator has no part in it)
 *     3  twice: generator, supervisor   BCE(D(S), 1) + BCE(D(E), 1) + 100 sqrt MSE(H[1:], supervisor(H)[:-1]) + 100 V
 *               embedder, recovery      10 sqrt MSE(X, X~) + 0.1 MSE(H[1:], supervisor(H)[:-1])
 *        once:  critic                  BCE(D(H), 1) + BCE(D(S), 0) + BCE(D(E), 0), only where that is above 0.15
 *
 * V compares the batch's deviation and mean at every step and feature: mean |sd X^ - sd X| + mean |mean X^ - mean X|,
 * sd = sqrt(variance + 1e-6). Z ~ U(0, 1) [T, B, F], drawn anew at every step.
 */
import {
  abs,
  add,
  concat,
  mean,
  multiply,
  sigmoid,
  slice,
  sqrt,
  square,
  subtract,
  type Tensor,
} from '../graph/index.ts';
import { optimizers } from '../nn/index.ts';
import { initialVectors, networksOf, type ScopeOf } from './networks.ts';
import { ofDiffusionTsPaper, ofTimeGanPaper } from './published.ts';
import type { FitOptions, Recipe, Sampler } from './recipe.ts';
import { SAMPLE_BATCH, samplerOf } from './sampling.ts';
import { crossEntropy, sequenceNetwork } from './sequenceNetwork.ts';
import { compileUpdate } from './update.ts';

const HIDDEN = 24;
const LAYERS = 3;
const BATCH = 128;
const RATE = 1e-3;
/** The critic rests where its loss is below. */
const CRITIC_RESTS_BELOW = 0.15;

export function timeganNetworks(features: number) {
  const sizes = { cell: 'gru', hidden: HIDDEN, layers: LAYERS } as const;
  return {
    embedder: sequenceNetwork({ ...sizes, inputs: features, outputs: HIDDEN, activation: sigmoid }),
    recovery: sequenceNetwork({ ...sizes, inputs: HIDDEN, outputs: features, activation: sigmoid }),
    generator: sequenceNetwork({ ...sizes, inputs: features, outputs: HIDDEN, activation: sigmoid }),
    supervisor: sequenceNetwork({
      ...sizes,
      layers: LAYERS - 1,
      inputs: HIDDEN,
      outputs: HIDDEN,
      activation: sigmoid,
    }),
    critic: sequenceNetwork({ ...sizes, inputs: HIDDEN, outputs: 1 }),
  };
}

type Name = keyof ReturnType<typeof timeganNetworks>;
type Given = Readonly<Record<'real' | 'noise', Tensor>>;

const meanSquare = (a: Tensor, b: Tensor): Tensor => mean(square(subtract(a, b)));

/** V: of a batch [T, B, F], deviation and mean at every step and feature. */
export function momentDistance(made: Tensor, real: Tensor): Tensor {
  const moments = (x: Tensor) => {
    const centre = mean(x, { axes: [1], keep: true });
    const variance = mean(square(subtract(x, centre)), { axes: [1], keep: true });
    return { centre, deviation: sqrt(add(variance, 1e-6)) };
  };
  const [a, b] = [moments(made), moments(real)];
  return add(mean(abs(subtract(a.deviation, b.deviation))), mean(abs(subtract(a.centre, b.centre))));
}

/** All losses, as the survey of the authors' code has them. */
export function timeganLosses(features: number) {
  const networks = timeganNetworks(features);
  /** By a parameter and an input: what two losses of one program both need is computed once. */
  const made = new WeakMap<Tensor, Map<Tensor, Tensor>>();
  function run(scopeOf: ScopeOf<Name>, name: Name, x: Tensor): Tensor {
    const scope = scopeOf(name);
    const parameter = scope.parameter('head.weight');
    const known = made.get(parameter) ?? new Map<Tensor, Tensor>();
    made.set(parameter, known);
    const y = known.get(x) ?? networks[name].apply(scope, x);
    known.set(x, y);
    return y;
  }
  /** Logits of several batches, judged in one call: [T, B, 1] each. */
  function judge(scopeOf: ScopeOf<Name>, batches: readonly Tensor[]): readonly Tensor[] {
    const size = batches[0]!.shape[1]!;
    const logits = run(scopeOf, 'critic', concat(batches, 1));
    return batches.map((_, i) => slice(logits, 1, { start: i * size, size }));
  }
  const reconstruction = (scopeOf: ScopeOf<Name>, { real }: Given) => {
    const hidden = run(scopeOf, 'embedder', real);
    return multiply(sqrt(meanSquare(real, run(scopeOf, 'recovery', hidden))), 10);
  };
  /** How far the supervisor is from the next step of H. */
  const supervised = (scopeOf: ScopeOf<Name>, { real }: Given) => {
    const hidden = run(scopeOf, 'embedder', real);
    const size = hidden.shape[0]! - 1;
    const next = slice(hidden, 0, { start: 1, size });
    return meanSquare(next, slice(run(scopeOf, 'supervisor', hidden), 0, { size }));
  };
  const generated = (scopeOf: ScopeOf<Name>, { noise }: Given) => {
    const drawn = run(scopeOf, 'generator', noise);
    return { drawn, supervised: run(scopeOf, 'supervisor', drawn) };
  };
  return {
    reconstruction,
    supervised,
    generator(scopeOf: ScopeOf<Name>, given: Given) {
      const { drawn, supervised: corrected } = generated(scopeOf, given);
      const judged = judge(scopeOf, [corrected, drawn]).map((logits) => crossEntropy(logits, 1));
      const moments = momentDistance(run(scopeOf, 'recovery', corrected), given.real);
      const following = sqrt(supervised(scopeOf, given));
      return [...judged, multiply(following, 100), multiply(moments, 100)].reduce((a, b) => add(a, b));
    },
    embedder: (scopeOf: ScopeOf<Name>, given: Given) =>
      add(reconstruction(scopeOf, given), multiply(supervised(scopeOf, given), 0.1)),
    critic(scopeOf: ScopeOf<Name>, given: Given) {
      const { drawn, supervised: corrected } = generated(scopeOf, given);
      const batches = [run(scopeOf, 'embedder', given.real), corrected, drawn];
      const [real, ...others] = judge(scopeOf, batches);
      return others
        .map((logits) => crossEntropy(logits, 0))
        .reduce((a, b) => add(a, b), crossEntropy(real!, 1));
    },
    sequences: (scopeOf: ScopeOf<Name>, given: Pick<Given, 'noise'>) =>
      run(scopeOf, 'recovery', generated(scopeOf, given as Given).supervised),
  };
}

/** `steps` for each of the three phases. */
async function fit({ engine, windows, steps, seed, report, signal }: FitOptions): Promise<Sampler> {
  const { length, features, count } = windows;
  const networks = networksOf(timeganNetworks(features));
  const state = initialVectors(networks, seed);
  const losses = timeganLosses(features);
  const shape = [length, Math.min(BATCH, count), features];
  const real = { from: 'data', shape } as const;
  const draws = { real, noise: { from: 'uniform', shape } } as const;
  const adam = { optimizer: optimizers.adam(), rate: RATE };
  const autoencoder = ['embedder', 'recovery'] as const;
  const makers = ['generator', 'supervisor'] as const;
  const update = (
    name: string,
    moves: Parameters<typeof compileUpdate<Name, 'real' | 'noise'>>[1]['moves'],
  ) => compileUpdate<Name, 'real' | 'noise'>(engine, { name, networks, draws, moves }, windows, seed);

  const whole = 3 * steps;
  const tell = (step: number, told: Readonly<Record<string, number>>) => {
    signal?.throwIfAborted();
    report?.({ step, steps: whole, losses: told });
  };
  const phase = async (offset: number, name: string, moves: Parameters<typeof update>[1]) => {
    const one = await update(name, moves);
    for (let step = 0; step < steps; step++) tell(offset + step + 1, await one.run(state, step));
    await one.release();
  };
  await phase(0, 'embedding', {
    reconstruction: { ...adam, networks: autoencoder, loss: losses.reconstruction },
  });
  await phase(steps, 'supervision', {
    supervised: { ...adam, networks: ['supervisor'], loss: losses.supervised },
  });
  const joint = await update('joint', {
    generator: { ...adam, networks: makers, loss: losses.generator },
    embedder: { ...adam, networks: autoencoder, loss: losses.embedder },
  });
  const critic = await update('critic', { critic: { ...adam, networks: ['critic'], loss: losses.critic } });
  for (let step = 0; step < steps; step++) {
    await joint.run(state, 2 * step);
    const made = await joint.run(state, 2 * step + 1);
    const judged = await critic.run(state, step, (loss) => loss.critic! > CRITIC_RESTS_BELOW);
    tell(2 * steps + step + 1, { ...made, ...judged });
  }
  await joint.release();
  await critic.release();
  return samplerOf(engine, {
    networks,
    state,
    draws: { noise: { from: 'uniform', shape: [length, SAMPLE_BATCH, features] } },
    length,
    features,
    build: losses.sequences,
  });
}

export const timegan: Recipe = {
  name: 'timegan',
  title: {
    en: 'TimeGAN: a GAN in a learned space, with a supervisor',
    zh: 'TimeGAN：隐空间中的 GAN，带监督网络',
  },
  paper: 'Yoon, Jarrett, van der Schaar 2019, Time-series generative adversarial networks, NeurIPS',
  formula:
    'L_G = BCE(D(S), 1) + BCE(D(E), 1) + 100 sqrt MSE(H[1:], supervisor(H)[:-1]) + 100 V; L_D = BCE(D(H), 1) + BCE(D(S), 0) + BCE(D(E), 0)',
  deviations: [
    'The weights are those of the code (0.1 and 100), not of the text (1 and 10).',
    'Recurrent weights start orthogonal, and each gate block of the input weights by its own Glorot limit; the code draws both from one limit.',
    'Steps per phase are fewer than the 50,000 of the code.',
    'Windows keep the order of the file; the code turns its tables round in time.',
  ],
  published: [...ofTimeGanPaper('TimeGAN'), ...ofDiffusionTsPaper('TimeGAN')],
  procedure: { kind: 'own', steps: 3000, phases: 3, fit },
};
