/**
 * Packing: the critic judges several sequences at once, all real or all generated, so that it sees what a single
 * sequence cannot show: that the generator makes the same over and over. Sequences stand side by side as features,
 * [T, B, F] as [T, B / m, m F]; neighbours of the batch are joined, which needs no copy.
 */
import { reshape } from '../../graph/index.ts';
import type { Stabiliser } from './stabiliser.ts';

export const packing: Stabiliser = {
  formula: 'D(x_1, ..., x_m) in the place of D(x)',
  source: 'Lin et al. 2018, arXiv:1712.04086, PacGAN',
  usual: 2,
  objection: (amount, { batch }) =>
    amount === 1
      ? { what: 'packs one sequence, which is none', remedy: 'give at least 2, or 0 for none' }
      : batch % amount !== 0
        ? {
            what: `packs ${amount} sequences, but the batch holds ${batch}`,
            remedy: `give a batch that is a multiple of ${amount}`,
          }
        : undefined,
  joined: (amount) => amount,
  batchMultiple: (amount) => amount,
  shown: ({ amount }, x) => {
    const [length, batch, features] = x.shape as [number, number, number];
    return reshape(x, [length, batch / amount, features * amount]);
  },
};
