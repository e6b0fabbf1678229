/**
 * Attacks that are run for real: given sequences, some of them trained on, who can tell which? Each reports the area
 * under the ranking of an attacker's score, members against as many strangers (0.5: a coin), and how many members are
 * caught when one stranger in a hundred may be accused.
 *
 *   distance   score = - distance to the nearest generated sequence (Chen et al. 2020, GAN-Leaks, arXiv:1909.03935)
 *   DOMIAS     score = log density among generated - log density among reference sequences (van Breugel et al. 2023,
 *              arXiv:2302.12580), here with densities by the k-th neighbour, D (log r_k(reference) - log r_k(generated))
 *              without the D, because kernel estimates are void in hundreds of dimensions; half of the held-out
 *              sequences are the reference, the other half the strangers
 *   attribute  the attacker knows all columns but the last, takes the last from the generated sequence nearest in the
 *              known ones, and score = - error; members above strangers is what training gave away
 */
import type { Measurement, Metric, MetricContext } from '../metric.ts';
import { squaredDistanceBelow } from '../neighbours/distances.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { part, type SequenceSet } from '../sequenceSet.ts';
import { nearest, parties } from './nearest.ts';
import { ranking } from './ranking.ts';

const sizes = { most: 1000, mostGenerated: 5000, space: 'standardised sequences' } as const;
const distanceProtocol = protocol('membership-distance', 1, sizes);
const densityProtocol = protocol('membership-domias', 1, {
  ...sizes,
  neighbours: 1,
  density: 'k-th neighbour',
});
const attributeProtocol = protocol('attribute-inference', 1, { ...sizes, secret: 'last feature' });

function measured(members: Float64Array, strangers: Float64Array): Measurement {
  const { area, error, caughtAtOnePercent } = ranking(members, strangers);
  return {
    value: area,
    details: {
      'low (95 %)': area - 1.96 * error,
      'high (95 %)': area + 1.96 * error,
      'members caught at 1 % false alarms': caughtAtOnePercent,
    },
  };
}

const shared = {
  group: 'privacy',
  direction: 0.5,
  range: [0, 1],
  needs: { heldOut: true, count: 20 },
} as const;

export const membershipMetric: Metric = {
  ...shared,
  id: 'membership',
  name: 'Membership inference by distance',
  protocol: distanceProtocol,
  citation: 'Chen et al. 2020, GAN-Leaks, arXiv:1909.03935',
  explanation:
    'An attacker guesses that sequences close to a generated one were trained on: 0.5 is a coin, 1 is always right.',
  doesNotProve: 'that a better attacker fails, least of all one who has the critic',
  compute: (context) => {
    const { members, strangers, generated } = parties(context, sizes.most);
    const score = (set: SequenceSet) => nearest(set, generated).first.map((d) => -d);
    return measured(score(members), score(strangers));
  },
};

/** Distance to the k-th nearest of `to`, for every sequence of `from`. */
function distanceToKth(from: SequenceSet, to: SequenceSet, k: number): Float64Array {
  const width = from.length * from.features;
  return Float64Array.from({ length: from.count }, (_, i) => {
    const least = new Array<number>(Math.min(k, to.count)).fill(Number.POSITIVE_INFINITY); // ascending
    for (let j = 0; j < to.count; j++) {
      const limit = least[least.length - 1]!;
      let square = squaredDistanceBelow(limit, from.values, i * width, to.values, j * width, width);
      for (let at = 0; at < least.length && square < Number.POSITIVE_INFINITY; at++) {
        if (square >= least[at]!) continue;
        [least[at], square] = [square, least[at]!];
      }
    }
    return Math.sqrt(least[least.length - 1]!);
  });
}

export const densityMembershipMetric: Metric = {
  ...shared,
  needs: { heldOut: true, count: 40 },
  id: 'membership-domias',
  name: 'Membership inference by density (DOMIAS)',
  protocol: densityProtocol,
  citation: 'van Breugel et al. 2023, DOMIAS, arXiv:2302.12580',
  explanation:
    'As above, but the attacker also knows other real sequences and looks for places where the generator is denser than reality: 0.5 is a coin, 1 is always right.',
  doesNotProve: 'that a better attacker fails',
  compute: ({ real, heldOut, generated, seed }) => {
    const { most, mostGenerated, neighbours } = densityProtocol.settings;
    const toSpace = standardizer(real);
    const known = toSpace(sampled(heldOut!, 2 * most, seed, 'strangers and reference'));
    const half = known.count >> 1;
    const [strangers, reference] = interleaved(known);
    const members = toSpace(sampled(real, half, seed, 'members'));
    const samples = toSpace(sampled(generated, mostGenerated, seed, 'generated'));
    const score = (set: SequenceSet) => {
      const toReference = distanceToKth(set, reference, neighbours);
      return distanceToKth(set, samples, neighbours).map(
        (r, i) => Math.log(toReference[i]! + 1e-12) - Math.log(r + 1e-12),
      );
    };
    return measured(score(members), score(strangers));
  },
};

/** The even and the odd members, so that both halves come from all times. */
function interleaved(set: SequenceSet): readonly [SequenceSet, SequenceSet] {
  const half = set.count >> 1;
  const width = set.length * set.features;
  const take = (odd: number) => {
    const values = new Float32Array(half * width);
    for (let i = 0; i < half; i++) {
      values.set(set.values.subarray((2 * i + odd) * width, (2 * i + odd + 1) * width), i * width);
    }
    return { ...part(set, 0, half), values };
  };
  return [take(0), take(1)];
}

/** Known columns alone, and the mean absolute error of the guessed last one. */
function guessErrors(targets: SequenceSet, generated: SequenceSet): Float64Array {
  const { length, features } = targets;
  const known = ({ count, values }: SequenceSet): SequenceSet => ({
    count,
    length,
    features: features - 1,
    values: values.filter((_, i) => i % features !== features - 1),
  });
  const { index } = nearest(known(targets), known(generated));
  return Float64Array.from(index, (j, i) => {
    let total = 0;
    for (let t = 0; t < length; t++) {
      const secret = targets.values[(i * length + t + 1) * features - 1]!;
      total += Math.abs(secret - generated.values[(j * length + t + 1) * features - 1]!);
    }
    return total / length;
  });
}

export const attributeMetric: Metric = {
  ...shared,
  needs: { heldOut: true, count: 20, features: 2 },
  id: 'attribute-inference',
  name: 'Attribute inference',
  protocol: attributeProtocol,
  citation:
    'Stadler, Oprisanu, Troncoso 2022, Synthetic data - anonymisation groundhog day, arXiv:2011.07018',
  explanation:
    'An attacker who knows all columns but the last guesses it from the generated data: 0.5 when people trained on are guessed no better than others, 1 when always better.',
  doesNotProve:
    'that nothing can be guessed: what holds for everybody is learned from the data, and rightly so',
  compute: (context: MetricContext) => {
    const { members, strangers, generated } = parties(context, sizes.most);
    const score = (set: SequenceSet) => guessErrors(set, generated).map((error) => -error);
    return measured(score(members), score(strangers));
  },
};
