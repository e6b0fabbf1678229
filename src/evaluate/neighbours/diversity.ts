/**
 * Diversity of the generated set by itself: the mean distance between two of its sequences over the same of the real
 * set, and the share of sequences that are different from all others.
 */
import type { Metric } from '../metric.ts';
import { protocol } from '../protocol.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { distinctIds } from './distinct.ts';
import { neighbourhood } from './space.ts';

const spreadProtocol = protocol('pairwise-spread', 1, { most: 1000, space: 'standardised sequences' });
const uniqueProtocol = protocol('unique-share', 1, { equality: 'float32 bits' });

/** Mean distance over all pairs of different members. */
export function meanDistance(squares: Float64Array, count: number): number {
  let total = 0;
  for (let i = 0; i < squares.length; i++) total += Math.sqrt(squares[i]!);
  return total / (count * (count - 1));
}

/** How many different sequences there are, by their bits. */
export const distinctCount = (set: SequenceSet): number => new Set(distinctIds([set])).size;

export const spreadMetric: Metric = {
  id: 'spread',
  name: 'Spread ratio',
  group: 'diversity',
  needs: { count: 2 },
  direction: 1,
  range: [0, Number.POSITIVE_INFINITY],
  protocol: spreadProtocol,
  citation: 'mean pairwise distance',
  explanation:
    'How different generated sequences are from each other, against how different real ones are: 1 is right, 0 is total collapse.',
  doesNotProve: 'that the variety is the right one: noise is various',
  compute: (context) => {
    const { real, generated, within } = neighbourhood(context, spreadProtocol.settings.most);
    const expected = meanDistance(within.real, real.count);
    if (!(expected > 0)) return { value: Number.NaN, warnings: ['all real sequences are identical'] };
    return { value: meanDistance(within.generated, generated.count) / expected };
  },
};

export const uniqueMetric: Metric = {
  id: 'unique',
  name: 'Unique share',
  group: 'diversity',
  needs: {},
  direction: 'higher',
  range: [0, 1],
  protocol: uniqueProtocol,
  citation: 'share of distinct records',
  explanation: 'The share of generated sequences that remain when exact repetitions are removed.',
  doesNotProve: 'variety: sequences that differ in the last digit count as different',
  compute: ({ real, generated }) => ({
    value: distinctCount(generated) / generated.count,
    details: { 'real set': distinctCount(real) / real.count },
  }),
};
