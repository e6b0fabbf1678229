/**
 * Unrolled steps: the generator is judged by the critic as it will be after k more updates on this batch, and its
 * gradient goes through these updates (the second derivative of the critic). The critic itself is not moved.
 *
 *     c_0 = critic,  c_{i+1} = c_i - r d L_critic(c_i, G(z)) / d c_i;   L_generator(c_k, G(z))
 *
 * These are the plain steps of the paper's equation 7. r is the critic's learning rate where its optimiser makes plain
 * steps too, and 0.02 with the others. Steps of Adam's size, as in the paper's code, were tried: near an equilibrium
 * their slope is divided by next to nothing, and two players who would have circled within 0.05 of each other were
 * driven apart (a gap of 1 to 30 logits in every one of 30 runs). The slope penalty is left out of the look-ahead: it
 * would need third derivatives.
 */
import type { Stabiliser } from './stabiliser.ts';

export const unrolling: Stabiliser = {
  formula: 'generator: L(c_k, G(z)) in the place of L(c, G(z)), c_k the critic after k more updates',
  source: 'Metz et al. 2017, arXiv:1611.02163',
  usual: 5,
  lookAhead: (amount) => amount,
};
