/**
 * Distances to the closest record (Platzer and Reutterer 2021, arXiv:2104.00635): a generator that has learned a source
 * and not its training set is no closer to the training sequences than to as many that it never saw.
 */
import { type Metric, mean } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { ascending, quantile } from '../statistics/index.ts';
import { nearest, parties } from './nearest.ts';

const shared = { most: 1000, mostGenerated: 5000, space: 'standardised sequences' } as const;
const shareProtocol = protocol('dcr-share', 1, { ...shared, ties: 0.5 });
const ratioProtocol = protocol('dcr-ratio', 1, { ...shared, level: 0.5 });
const secondProtocol = protocol('nndr', 1, { ...shared, rank: 10 });

const citation = 'Platzer and Reutterer 2021, arXiv:2104.00635; mostlyai-qa';

export const closerShareMetric: Metric = {
  id: 'dcr-share',
  name: 'Share closer to training',
  group: 'privacy',
  needs: { heldOut: true, count: 20 },
  direction: 0.5,
  range: [0, 1],
  protocol: shareProtocol,
  citation,
  explanation:
    'The share of generated sequences that lie closer to the training set than to an equally large set never seen: 0.5 when it does not matter which was trained on, 1 when training sequences are repeated.',
  doesNotProve: 'privacy: an even share says nothing about the few sequences that give somebody away',
  compute: (context) => {
    const { members, strangers, generated } = parties(context, shared.most);
    const [toMembers, toStrangers] = [nearest(generated, members), nearest(generated, strangers)];
    const closer = toMembers.first.map((d, i) => {
      const other = toStrangers.first[i]!;
      return d < other ? 1 : d === other ? shareProtocol.settings.ties : 0;
    });
    const value = mean(closer);
    return { value, details: { 'standard error': Math.sqrt((value * (1 - value)) / generated.count) } };
  },
};

export const closestRatioMetric: Metric = {
  id: 'dcr-ratio',
  name: 'Distance to the closest record, relative',
  group: 'privacy',
  needs: { heldOut: true, count: 20 },
  direction: 1,
  range: [0, Number.POSITIVE_INFINITY],
  protocol: ratioProtocol,
  citation,
  explanation:
    'The typical distance of a generated sequence to its closest training sequence, over the same of real sequences never seen: far below 1 means copies, far above 1 means off the data.',
  doesNotProve: 'privacy: the typical distance hides single copies',
  compute: (context) => {
    const { members, strangers, generated } = parties(context, shared.most);
    const middle = (distances: Float64Array) => quantile(ascending(distances), ratioProtocol.settings.level);
    const ofGenerated = middle(nearest(generated, members).first);
    const ofStrangers = middle(nearest(strangers, members).first);
    const details = { generated: ofGenerated, 'held out': ofStrangers };
    if (!(ofStrangers > 0)) {
      return {
        value: Number.NaN,
        details,
        warnings: ['held-out sequences are copies of training sequences'],
      };
    }
    return { value: ofGenerated / ofStrangers, details };
  },
};

export const secondRatioMetric: Metric = {
  id: 'nndr',
  name: 'Nearest neighbour distance ratio',
  group: 'privacy',
  needs: { heldOut: true, count: 20 },
  direction: 'higher',
  range: [0, 1],
  protocol: secondProtocol,
  citation,
  explanation:
    'For the generated sequences that single out one training sequence most, how much closer it is than the next: near 0 when a lonely training sequence was copied, near 1 when nobody is singled out.',
  doesNotProve: 'privacy: copies in dense regions keep the ratio high',
  compute: (context) => {
    const { members, strangers, generated } = parties(context, shared.most);
    const lowest = (from: typeof generated) => {
      const { first, second } = nearest(from, members);
      const ratios = ascending(first.map((d, i) => (second[i]! > 0 ? d / second[i]! : 1)));
      return ratios[Math.min(ratios.length, secondProtocol.settings.rank) - 1]!;
    };
    return { value: lowest(generated), details: { 'held out': lowest(strangers) } };
  },
};
