/**
 * Tails and falls, which means and correlations do not see and which risk is made of.
 *
 *   tail      per feature, the mean over the levels 0.001, 0.01, 0.99, 0.999 of |quantile - quantile'|, in deviations of
 *             the real feature
 *   drawdown  per sequence and feature the deepest fall from an earlier high, max_{s <= t} (x_s - x_t); per feature the
 *             Wasserstein distance of its distribution over sequences, in deviations of the real feature
 *
 * A feature that is constant in the real set is measured in its own unit.
 */
import { type Metric, mean, perFeature } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { column, momentsOf, type SequenceSet } from '../sequenceSet.ts';
import { ascending, quantile, wasserstein } from '../statistics/index.ts';

const tailProtocol = protocol('tail-quantiles', 1, {
  levels: [0.001, 0.01, 0.99, 0.999],
  unit: 'deviation of real',
});
const drawdownProtocol = protocol('drawdown', 1, { distance: 'wasserstein', unit: 'deviation of real' });

const unitsOf = (real: SequenceSet): Float64Array =>
  momentsOf(real).variance.map((v) => (v > 0 ? Math.sqrt(v) : 1));

export function tailDistances(real: SequenceSet, generated: SequenceSet): Float64Array {
  const { levels } = tailProtocol.settings;
  return unitsOf(real).map((unit, f) => {
    const [a, b] = [ascending(column(real, f)), ascending(column(generated, f))];
    return mean(levels.map((level) => Math.abs(quantile(a, level) - quantile(b, level)))) / unit;
  });
}

/** The deepest fall of every sequence in one feature. */
export function drawdowns({ count, length, features, values }: SequenceSet, feature: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => {
    let [high, deepest] = [Number.NEGATIVE_INFINITY, 0];
    for (let t = 0; t < length; t++) {
      const x = values[(n * length + t) * features + feature]!;
      if (x > high) high = x;
      if (high - x > deepest) deepest = high - x;
    }
    return deepest;
  });
}

export function drawdownDistances(real: SequenceSet, generated: SequenceSet): Float64Array {
  return unitsOf(real).map(
    (unit, f) => wasserstein(ascending(drawdowns(real, f)), ascending(drawdowns(generated, f))) / unit,
  );
}

const shared = {
  needs: {},
  direction: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
} as const;

export const tailMetric: Metric = {
  ...shared,
  id: 'tail',
  name: 'Tail distance',
  group: 'fidelity',
  protocol: tailProtocol,
  citation: 'quantile differences; Hyndman and Fan 1996, type 7',
  explanation:
    'How far the rare small and large values of each feature are from the real ones, in standard deviations.',
  doesNotProve:
    'that extremes come at the right time or together; beyond one value in a thousand nothing is looked at',
  compute: ({ real, generated, featureNames }) => {
    const found = tailDistances(real, generated);
    return { value: mean(found), details: perFeature('tail', featureNames, found) };
  },
};

export const drawdownMetric: Metric = {
  ...shared,
  id: 'drawdown',
  name: 'Drawdown distance',
  group: 'time',
  needs: { length: 2 },
  protocol: drawdownProtocol,
  citation: 'maximum drawdown; Vaserstein 1969',
  explanation:
    'Compares how deep each sequence falls from an earlier high, in standard deviations of the feature.',
  doesNotProve: 'anything about rises, nor about how long a fall lasts',
  compute: ({ real, generated, featureNames }) => {
    const found = drawdownDistances(real, generated);
    return { value: mean(found), details: perFeature('drawdown', featureNames, found) };
  },
};
