/**
 * Instance noise: the critic sees real and generated sequences through noise that fades, so that the two overlap from
 * the start and its slope tells the generator where to go. The deviation falls from the amount to zero in a straight
 * line over the run.
 */
import { add, multiply } from '../../graph/index.ts';
import type { Stabiliser } from './stabiliser.ts';

export const instanceNoise: Stabiliser = {
  formula: 'D(x + s e), D(G(z) + s e), e ~ N(0, 1) per value, s = w (1 - progress)',
  source: 'Sonderby et al. 2017, arXiv:1610.04490; Arjovsky and Bottou 2017, arXiv:1701.04862',
  usual: 0.1,
  scalars: (amount, { progress }) => ({ deviation: amount * (1 - progress) }),
  shown: (place, x, name) => add(x, multiply(place.normal(name, x.shape), place.scalar('deviation'))),
};
