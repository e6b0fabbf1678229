/**
 * Adaptive critic rate: while the critic tells the two apart too well, it learns more slowly, and faster again when it
 * does not. Its lead is the share of pairs of the batch in which the real sequence has the greater logit: 1/2 where it
 * cannot tell, 1 where it always can. The rule is that of adaptive augmentation (a step of fixed size towards a
 * target), turned on the learning rate.
 */
import {
  expand,
  greater,
  maximum,
  mean,
  minimum,
  multiply,
  scalar,
  select,
  subtract,
} from '../../graph/index.ts';
import type { Stabiliser } from './stabiliser.ts';

const LEAST = 0.02;
/** A factor e in 100 updates. */
const SPEED = 0.01;

export const adaptiveCritic: Stabiliser = {
  formula: `critic rate x f, f' = clip(f exp(-${SPEED} sign(lead - target)), ${LEAST}, 1), lead = P(D(x) > D(G(z)))`,
  source: 'Karras et al. 2020, arXiv:2006.06676, section 3.1, applied to the rate',
  usual: 0.8,
  objection: (amount) =>
    amount <= 0.5
      ? {
          what: `is ${amount}, the lead of a critic that cannot tell`,
          remedy: 'give a target above 0.5 and below 1',
        }
      : undefined,
  state: () => ({ factor: { shape: [], initialize: () => Float32Array.of(1) } }),
  criticRateFactor(place, { real, generated }) {
    const ahead = greater(real, generated);
    const one = expand(scalar(1), real.shape);
    const lead = mean(select(ahead, one, subtract(one, one)));
    const before = place.held('factor');
    const turned = select(greater(lead, place.amount), scalar(Math.exp(-SPEED)), scalar(Math.exp(SPEED)));
    const factor = maximum(minimum(multiply(before, turned), 1), LEAST);
    place.keep('factor', factor);
    return factor;
  },
};
