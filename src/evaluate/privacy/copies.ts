/** Exact and near copies of training sequences among the generated ones. */
import type { Metric } from '../metric.ts';
import { distinctIds } from '../neighbours/distinct.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { ascending, quantile } from '../statistics/index.ts';
import { nearest } from './nearest.ts';

const exactProtocol = protocol('copies-exact', 1, { equality: 'float32 bits after preparation' });
const nearProtocol = protocol('copies-near', 1, {
  level: 0.01,
  most: 2000,
  space: 'standardised sequences',
});

/** Share of `set` that is equal to some sequence of `training`. */
export function copiedShare(set: SequenceSet, training: SequenceSet): number {
  const ids = distinctIds([training, set]);
  const known = new Set(ids.subarray(0, training.count));
  return ids.subarray(training.count).reduce((total, id) => total + Number(known.has(id)), 0) / set.count;
}

export const exactCopiesMetric: Metric = {
  id: 'copies-exact',
  name: 'Exact copies',
  group: 'privacy',
  needs: {},
  direction: 'lower',
  range: [0, 1],
  protocol: exactProtocol,
  citation: 'identical match share (IMS): Platzer and Reutterer 2021, arXiv:2104.00635',
  explanation: 'The share of generated sequences that are a training sequence, value for value.',
  doesNotProve: 'privacy: the smallest change to a copy hides it from this figure',
  compute: ({ real, generated, heldOut }) => ({
    value: copiedShare(generated, real),
    details: heldOut ? { 'held out': copiedShare(heldOut, real) } : {},
  }),
};

/**
 * Near: closer to a training sequence than all but one in a hundred training sequences are to their own nearest. A
 * fresh sample of the same source has a share of about 0.01.
 */
export const nearCopiesMetric: Metric = {
  id: 'copies-near',
  name: 'Near copies',
  group: 'privacy',
  needs: { count: 100 },
  direction: 'lower',
  range: [0, 1],
  protocol: nearProtocol,
  citation: 'distance to closest record: Platzer and Reutterer 2021, arXiv:2104.00635',
  explanation:
    'The share of generated sequences that lie closer to a training sequence than training sequences ever do to each other, one in a hundred aside.',
  doesNotProve: 'privacy: what a sequence tells about a person is not its distance to a record',
  compute: ({ real, generated, heldOut, seed }) => {
    const { level, most } = nearProtocol.settings;
    const toSpace = standardizer(real);
    const training = toSpace(sampled(real, most, seed, 'training'));
    const threshold = quantile(ascending(nearest(training, training).first), level);
    const near = (set: SequenceSet, name: string) => {
      const { first } = nearest(toSpace(sampled(set, most, seed, name)), training);
      return first.reduce((total, d) => total + Number(d <= threshold), 0) / first.length;
    };
    return {
      value: near(generated, 'generated'),
      details: { threshold, ...(heldOut && { 'held out': near(heldOut, 'held out') }) },
    };
  },
};
