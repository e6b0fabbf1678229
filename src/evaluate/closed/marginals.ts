/**
 * Marginal distances feature by feature: Wasserstein-1 in units of the real feature's deviation, and the
 * Kolmogorov-Smirnov statistic. For the tests every (step, feature) is one test of N against M values, because values
 * of one sequence depend on each other; Holm's correction covers all of them together.
 */
import { type Metric, type MetricContext, mean, perFeature } from '../metric.ts';
import { sampled } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { column, momentsOf, type SequenceSet } from '../sequenceSet.ts';
import { ascending, kolmogorovSmirnov, wasserstein } from '../statistics/index.ts';
import { holm, kolmogorovSmirnovChance } from './multipleTests.ts';

const wassersteinProtocol = protocol('marginal-wasserstein', 1, {
  order: 1,
  unit: 'deviation of real',
  most: 2000,
});
const kolmogorovProtocol = protocol('marginal-ks', 1, {
  correction: 'holm',
  level: 0.05,
  tests: 'step and feature',
  most: 2000,
});

/** A feature that is constant in the real set is measured in its own unit. */
export function wassersteinDistances(real: SequenceSet, generated: SequenceSet): Float64Array {
  const { variance } = momentsOf(real);
  return variance.map((v, feature) => {
    const distance = wasserstein(ascending(column(real, feature)), ascending(column(generated, feature)));
    return v > 0 ? distance / Math.sqrt(v) : distance;
  });
}

interface Cell {
  readonly step: number;
  readonly feature: number;
  readonly statistic: number;
  /** Corrected for all cells. */
  readonly chance: number;
}

/** One test per step and feature, corrected together. */
export function kolmogorovSmirnovCells(real: SequenceSet, generated: SequenceSet): readonly Cell[] {
  const at = ({ values, count, length, features }: SequenceSet, t: number, feature: number) =>
    ascending(Float64Array.from({ length: count }, (_, n) => values[(n * length + t) * features + feature]!));
  const cells = Array.from({ length: real.length * real.features }, (_, i) => {
    const [step, feature] = [Math.floor(i / real.features), i % real.features];
    return {
      step,
      feature,
      statistic: kolmogorovSmirnov(at(real, step, feature), at(generated, step, feature)),
    };
  });
  const chances = holm(cells.map((c) => kolmogorovSmirnovChance(c.statistic, real.count, generated.count)));
  return cells.map((cell, i) => ({ ...cell, chance: chances[i]! }));
}

/** At most so many sequences of each set: a marginal is known well from some thousands. */
const limited = ({ real, generated, seed }: MetricContext, most: number) => ({
  real: sampled(real, most, seed, 'real'),
  generated: sampled(generated, most, seed, 'generated'),
});

export const wassersteinMetric: Metric = {
  id: 'wasserstein',
  name: 'Marginal Wasserstein distance',
  group: 'fidelity',
  needs: {},
  direction: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  protocol: wassersteinProtocol,
  citation: 'Vaserstein 1969; Ramdas et al. 2017, arXiv:1509.02237',
  explanation:
    'How far, on average, the generated values of a feature must be moved to become the real ones, in standard deviations of that feature.',
  doesNotProve: 'anything about order in time or about how features go together',
  compute: (context) => {
    const { featureNames } = context;
    const { real, generated } = limited(context, wassersteinProtocol.settings.most);
    const distances = wassersteinDistances(real, generated);
    return { value: mean(distances), details: perFeature('wasserstein', featureNames, distances) };
  },
};

export const kolmogorovSmirnovMetric: Metric = {
  id: 'ks',
  name: 'Marginal Kolmogorov-Smirnov statistic',
  group: 'fidelity',
  needs: {},
  direction: 'lower',
  range: [0, 1],
  protocol: kolmogorovProtocol,
  citation: 'Smirnov 1948; Stephens 1970; Holm 1979',
  explanation:
    'The largest gap between the real and the generated share of values below any threshold, feature by feature; with the steps and features where the gap is no accident.',
  doesNotProve:
    'anything about order in time; with few sequences a real difference may go unnoticed, with many a harmless one is found',
  compute: (context) => {
    const { featureNames } = context;
    const { real, generated } = limited(context, kolmogorovProtocol.settings.most);
    const statistics = featureNames.map((_, f) =>
      kolmogorovSmirnov(ascending(column(real, f)), ascending(column(generated, f))),
    );
    const cells = kolmogorovSmirnovCells(real, generated);
    const rejected = cells.filter(({ chance }) => chance < kolmogorovProtocol.settings.level);
    const worst = cells.reduce((a, b) => (b.statistic > a.statistic ? b : a));
    return {
      value: mean(statistics),
      details: {
        ...perFeature('ks', featureNames, statistics),
        'share of steps and features that differ (Holm, 0.05)': rejected.length / cells.length,
        [`worst: ${featureNames[worst.feature]} at step ${worst.step + 1}`]: worst.statistic,
      },
    };
  },
};
