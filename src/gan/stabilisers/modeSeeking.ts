/**
 * Mode seeking: where two noises differ, what is made of them is to differ too. The paper draws a second batch; here
 * each sequence of the batch is compared with the next one, which costs no further call of the generator.
 */
import { abs, add, divide, mean, multiply, slice, subtract, type Tensor } from '../../graph/index.ts';
import type { Stabiliser } from './stabiliser.ts';

/** Mean |difference| of each sequence to its neighbour in the batch, over all else, [B - 1] or a scalar's worth. */
function apart(x: Tensor, axis: number): Tensor {
  const size = x.shape[axis]! - 1;
  return mean(abs(subtract(slice(x, axis, { start: 1, size }), slice(x, axis, { size }))));
}

export const modeSeeking: Stabiliser = {
  formula: "generator: + w / (E |G(z) - G(z')| / E |z - z'| + 1e-5), z' the next noise of the batch",
  source: 'Mao et al. 2019, arXiv:1903.05628',
  usual: 0.1,
  objection: (_, { batch }) =>
    batch < 2
      ? { what: 'compares sequences of a batch, which holds only one', remedy: 'give a batch of at least 2' }
      : undefined,
  generatorTerm: ({ amount }, { generated, noise }) => {
    const steps = apart(noise.steps, 1);
    const difference = noise.sequence ? multiply(add(steps, apart(noise.sequence, 0)), 0.5) : steps;
    return divide(amount, add(divide(apart(generated, 1), difference), 1e-5));
  },
};
