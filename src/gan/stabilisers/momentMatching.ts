/**
 * Moment matching: the generator is to have the data's mean and deviation at every step and feature, over the batch.
 * The deviations have a small number under the root, as in the authors' code: the root has no slope at 0.
 */
import { abs, add, mean, multiply, sqrt, square, subtract, type Tensor } from '../../graph/index.ts';
import type { Stabiliser } from './stabiliser.ts';

/** Over the batch, [T, 1, F]. */
function momentsOf(x: Tensor) {
  const average = mean(x, { axes: [1], keep: true });
  const variance = mean(square(subtract(x, average)), { axes: [1], keep: true });
  return { average, deviation: sqrt(add(variance, 1e-6)) };
}

export const momentMatching: Stabiliser = {
  formula:
    'generator: + w (E |mean x - mean G(z)| + E |std x - std G(z)|), moments over the batch, E over steps and features',
  source:
    'Yoon, Jarrett and van der Schaar 2019, Time-series generative adversarial networks, the loss of its code',
  usual: 1,
  objection: (_, { batch }) =>
    batch < 2
      ? { what: 'compares deviations, which a batch of one has not', remedy: 'give a batch of at least 2' }
      : undefined,
  generatorTerm: ({ amount }, { generated, real }) => {
    const [made, wanted] = [momentsOf(generated), momentsOf(real)];
    const gap = (key: 'average' | 'deviation') => mean(abs(subtract(wanted[key], made[key])));
    return multiply(add(gap('average'), gap('deviation')), amount);
  },
};
