import { describe, expect, it } from 'vitest';
import { evaluateProgram, input, program, type Tensor } from '../graph/index.ts';
import { optimizers } from '../nn/index.ts';
import { randomStream } from '../random/stream.ts';
import { networksOf, Vectors, vectorSize } from './networks.ts';
import { momentDistance, timeganLosses, timeganNetworks } from './timegan.ts';
import { updateProgram } from './update.ts';

const [length, batch, features] = [3, 2, 2];
const shape = [length, batch, features];
const layers = timeganNetworks(features);
type Name = keyof typeof layers;
const names = Object.keys(layers) as Name[];
const networks = networksOf(layers);

const drawn = (name: string, size: number, scale = 1) => {
  const values = new Float32Array(size);
  randomStream(4, name).uniform(0, values);
  return values.map((u) => (2 * u - 1) * scale);
};
const given = {
  real: drawn('real', length * batch * features).map((x) => (x + 1) / 2),
  noise: drawn('noise', length * batch * features).map((x) => (x + 1) / 2),
  ...Object.fromEntries(names.map((name) => [name, drawn(name, vectorSize(networks[name]), 0.4)])),
};

type Build = (
  scopeOf: Vectors<Name>['scopeOf'],
  given: { real: Tensor; noise: Tensor },
) => Readonly<Record<string, Tensor>>;
function compute(build: Build): Readonly<Record<string, readonly number[]>> {
  const tensors = { real: input('real', shape), noise: input('noise', shape) };
  const results = evaluateProgram(program(build(new Vectors(networks).scopeOf, tensors)), given);
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, [...data]]));
}

/** Every intermediate by itself, from which the losses are then computed by plain arithmetic. */
const parts = compute((scopeOf, { real, noise }) => {
  const run = (name: Name, x: Tensor) => layers[name].apply(scopeOf(name), x);
  const hidden = run('embedder', real);
  const made = run('generator', noise);
  const corrected = run('supervisor', made);
  return {
    hidden,
    reconstructed: run('recovery', hidden),
    followed: run('supervisor', hidden),
    sequences: run('recovery', corrected),
    realLogits: run('critic', hidden),
    correctedLogits: run('critic', corrected),
    madeLogits: run('critic', made),
  };
});
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const meanSquare = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  mean(Array.from(a, (x, i) => (x - b[i]!) ** 2));
const entropy = (logits: readonly number[], target: number) =>
  mean(logits.map((a) => Math.log(1 + Math.exp(target === 1 ? -a : a))));
const width = batch * 24;
const supervised = meanSquare(parts.hidden!.slice(width), parts.followed!.slice(0, -width));
const reconstruction = 10 * Math.sqrt(meanSquare(given.real, parts.reconstructed!));

/** By step and feature: deviation and mean over the batch. */
function moments(values: ArrayLike<number>) {
  return Array.from({ length: length * features }, (_, i) => {
    const [t, f] = [Math.floor(i / features), i % features];
    const column = Array.from({ length: batch }, (_, b) => values[(t * batch + b) * features + f]!);
    const centre = mean(column);
    return { centre, deviation: Math.sqrt(mean(column.map((x) => (x - centre) ** 2)) + 1e-6) };
  });
}
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const [one, other] = [moments(a), moments(b)];
  return (
    mean(one.map(({ deviation }, i) => Math.abs(deviation - other[i]!.deviation))) +
    mean(one.map(({ centre }, i) => Math.abs(centre - other[i]!.centre)))
  );
};

describe('the losses of TimeGAN, against plain arithmetic on the outputs of its networks', () => {
  const losses = timeganLosses(features);
  const lossOf = (name: 'reconstruction' | 'supervised' | 'generator' | 'embedder' | 'critic') =>
    compute((scopeOf, tensors) => ({ loss: losses[name](scopeOf, tensors) })).loss![0]!;

  it('embedder and recovery: 10 sqrt MSE(X, X~)', () => {
    expect(lossOf('reconstruction')).toBeCloseTo(reconstruction, 6);
  });

  it('supervisor: MSE(H[1:], S(H)[:-1])', () => {
    expect(lossOf('supervised')).toBeCloseTo(supervised, 8);
  });

  it('embedder of the joint phase: the first and a tenth of the second', () => {
    expect(lossOf('embedder')).toBeCloseTo(reconstruction + 0.1 * supervised, 6);
  });

  it('generator: both cross entropies, 100 sqrt of the supervised loss, 100 moments', () => {
    const expected =
      entropy(parts.correctedLogits!, 1) +
      entropy(parts.madeLogits!, 1) +
      100 * Math.sqrt(supervised) +
      100 * distance(parts.sequences!, given.real);
    expect(lossOf('generator')).toBeCloseTo(expected, 5);
  });

  it('critic: real as one, corrected and raw as zero', () => {
    const expected =
      entropy(parts.realLogits!, 1) + entropy(parts.correctedLogits!, 0) + entropy(parts.madeLogits!, 0);
    expect(lossOf('critic')).toBeCloseTo(expected, 6);
  });

  it('moments of equal batches are at no distance', () => {
    const x = input('real', shape);
    expect(evaluateProgram(program({ d: momentDistance(x, x) }), { real: given.real }).d!.data[0]).toBe(0);
  });
});

it('the joint update moves the networks it names, the embedder by the supervisor that was just moved, and no critic', () => {
  const losses = timeganLosses(features);
  const draws = { real: { from: 'data', shape }, noise: { from: 'uniform', shape } } as const;
  const sgd = { optimizer: optimizers.sgd(), rate: 0.1 };
  const joint = updateProgram<Name, 'real' | 'noise'>({
    name: 'joint',
    networks,
    draws,
    moves: {
      generator: { ...sgd, networks: ['generator', 'supervisor'], loss: losses.generator },
      embedder: { ...sgd, networks: ['embedder', 'recovery'], loss: losses.embedder },
    },
  });
  const moved = Object.keys(joint.outputs).filter((name) => name.startsWith('next.'));
  expect(moved.sort()).toEqual(['next.embedder', 'next.generator', 'next.recovery', 'next.supervisor']);
  const results = evaluateProgram(joint, {
    ...given,
    'generator.scalar.rate': [0.1],
    'embedder.scalar.rate': [0.1],
  });
  // the loss of the second move is that of the supervisor which the first has made
  const after = { ...given, supervisor: results['next.supervisor']!.data };
  const tensors = { real: input('real', shape), noise: input('noise', shape) };
  const again = evaluateProgram(
    program({ loss: losses.embedder(new Vectors(networks).scopeOf, tensors) }),
    after,
  );
  expect(results['loss.embedder']!.data[0]).toBeCloseTo(again.loss!.data[0]!, 8);
  expect(results['loss.embedder']!.data[0]).not.toBeCloseTo(reconstruction + 0.1 * supervised, 8);
});
