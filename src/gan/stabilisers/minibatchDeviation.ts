/**
 * Minibatch deviation: the critic is told how much its features vary within a group of sequences, as one more feature.
 * Groups are neighbours in the batch, and never mix real and generated sequences. Slope penalties then take the
 * slope of a group's logits, as StyleGAN2 does.
 */
import { add, concat, expand, mean, reshape, sqrt, square, subtract } from '../../graph/index.ts';
import type { Stabiliser } from './stabiliser.ts';

export const minibatchDeviation: Stabiliser = {
  formula: 'D sees [f, mean_k std_group(f_k)], f its features',
  source: 'Karras et al. 2018, arXiv:1710.10196, section 3; in groups as in arXiv:1912.04958',
  usual: 4,
  objection: (amount, { batch, stabilisers = {} }) => {
    const judged = batch / Math.max(1, stabilisers.packing ?? 0);
    if (amount === 1) {
      return { what: 'takes groups of one, which do not vary', remedy: 'give at least 2, or 0 for none' };
    }
    return judged % amount === 0
      ? undefined
      : {
          what: `takes groups of ${amount}, but the critic judges ${judged} at a time`,
          remedy: `give a batch that is a multiple of ${amount * Math.max(1, stabilisers.packing ?? 0)}`,
        };
  },
  batchMultiple: (amount) => amount,
  extension: (amount) => ({
    extra: 1,
    extend(features) {
      const [batch, width] = features.shape as [number, number];
      const groups = reshape(features, [batch / amount, amount, width]);
      const centred = subtract(groups, mean(groups, { axes: [1], keep: true }));
      const deviation = sqrt(add(mean(square(centred), { axes: [1], keep: true }), 1e-8));
      const one = mean(deviation, { axes: [2], keep: true }); // [B / g, 1, 1]
      return concat([features, reshape(expand(one, [batch / amount, amount, 1]), [batch, 1])], 1);
    },
  }),
};
