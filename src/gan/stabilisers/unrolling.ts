/**
 * Unrolled steps: the generator is judged by the critic as it will be after k more updates on this batch, and its
 * gradient goes through these updates (the second derivative of the critic). The critic itself is not moved.
 *
 *     c_0 = critic,  c_{i+1} = c_i - r g_i / rms(g_i),  g_i = d L_critic(c_i, G(z)) / d c_i;   L_generator(c_k, G(z))
 *
 * r is the critic's learning rate. The paper leaves the critic's optimiser open and goes through Adam in its code,
 * whose root has no slope at 0; here a step has Adam's size, but its scale is held constant when differentiated. The
 * slope penalty is left out of the look-ahead: it would need third derivatives.
 */
import type { Stabiliser } from './stabiliser.ts';

export const unrolling: Stabiliser = {
  formula: 'generator: L(c_k, G(z)) in the place of L(c, G(z)), c_k the critic after k more updates',
  source: 'Metz et al. 2017, arXiv:1611.02163',
  usual: 5,
  lookAhead: (amount) => amount,
};
