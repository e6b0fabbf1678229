/**
 * Authenticity (Alaa et al. 2022, arXiv:2102.08921), each generated sequence by itself: y is authentic when its distance
 * to the nearest real sequence x* exceeds the distance of x* to its nearest other real sequence, so that y is no noisy
 * copy of x*. Widely used code asks this of the real sequences' neighbours instead, with the index of the one set read
 * in the other. The training set is searched as a whole, because a copy is only seen beside its original.
 */
import type { Metric } from '../metric.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { nearest, nearestOther } from './nearest.ts';

const frozen = protocol('authenticity-sequences', 1, {
  most: 1000,
  mostTraining: 20_000,
  space: 'standardised sequences',
});

/** Share of `generated` that is authentic. */
export function authenticity(real: SequenceSet, generated: SequenceSet): number {
  const { first, index } = nearest(generated, real);
  const rows = [...new Set(index)];
  const own = nearestOther(real, rows);
  const toOther = new Map(rows.map((row, i) => [row, own[i]!]));
  return first.reduce((total, d, j) => total + Number(d > toOther.get(index[j]!)!), 0) / generated.count;
}

export const authenticityMetric: Metric = {
  id: 'authenticity',
  name: 'Authenticity',
  group: 'privacy',
  needs: { count: 10 },
  direction: 'higher',
  range: [0, 1],
  protocol: frozen,
  citation: 'Alaa et al. 2022, arXiv:2102.08921',
  explanation:
    'The share of generated sequences that are farther from their nearest real sequence than that one is from its nearest real neighbour: low when training data were copied.',
  doesNotProve: 'privacy, nor quality: noise is perfectly authentic',
  compute: ({ real, generated, seed }) => {
    const { most, mostTraining } = frozen.settings;
    const toSpace = standardizer(real);
    const training = toSpace(sampled(real, mostTraining, seed, 'training'));
    return { value: authenticity(training, toSpace(sampled(generated, most, seed, 'generated'))) };
  },
};
