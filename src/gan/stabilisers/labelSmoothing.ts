/**
 * One-sided label smoothing: the critic's target for real sequences is 1 - s, so that it is never quite sure; the one
 * for generated sequences stays. Only losses with targets have it (the `smoothing` of a loss).
 */
import { lossOf } from '../losses.ts';
import type { Stabiliser } from './stabiliser.ts';

export const labelSmoothing: Stabiliser = {
  formula: 'the target of real sequences is 1 - s in the place of 1',
  source: 'Salimans et al. 2016, arXiv:1606.03498, section 3.4',
  usual: 0.1,
  objection: (_, { loss }) =>
    lossOf(loss).smoothing
      ? undefined
      : {
          what: `moves a target that the loss ${loss} has not`,
          remedy: 'leave it out, or choose the loss standard, minimax or leastSquares',
        },
  criticTerm: ({ amount, config }, { real }) => lossOf(config.loss).smoothing!(real, amount),
};
