/**
 * Feature matching: the generator is to give the critic's features the mean that real sequences give them. The means
 * of the batch are compared, never sequences in pairs. Joins the generator's loss, in whose place the paper puts it.
 */
import { mean, multiply, square, subtract, sum } from '../../graph/index.ts';
import type { Stabiliser } from './stabiliser.ts';

export const featureMatching: Stabiliser = {
  formula: 'generator: + w |E f(x) - E f(G(z))|^2, f the features before the last layer of the critic',
  source: 'Salimans et al. 2016, arXiv:1606.03498, section 3.1',
  usual: 1,
  usesFeatures: true,
  generatorTerm: ({ amount }, { features }) => {
    const { generated, real } = features();
    const gap = subtract(mean(real, { axes: [0] }), mean(generated, { axes: [0] }));
    return multiply(sum(square(gap)), amount);
  },
};
