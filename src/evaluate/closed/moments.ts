/**
 * Skewness and kurtosis differences (SD, KD) of TSGBench (arXiv:2309.03755), over all sequences and steps:
 *
 *     skewness = m3 / s^3 with s^2 divided by (count - 1);   kurtosis = m4 / v^2 - 3 with v divided by the count
 *
 * (the two different divisors are the original's); the mean over features of the absolute difference. A constant
 * feature counts as having neither.
 */
import { type Metric, mean, perFeature } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { column, type SequenceSet } from '../sequenceSet.ts';
import { tsgbenchFidelity } from './tsgbench.ts';

const skewnessProtocol = protocol('tsgbench-sd', 1, { deviation: 'unbiased' });
const kurtosisProtocol = protocol('tsgbench-kd', 1, { variance: 'biased', excess: true });

/** Mean of (x - mean)^power for powers 2, 3, 4, and the count. */
function centralMoments(values: Float64Array) {
  const centre = mean(values);
  let [second, third, fourth] = [0, 0, 0];
  for (const x of values) {
    const square = (x - centre) ** 2;
    second += square;
    third += square * (x - centre);
    fourth += square * square;
  }
  const count = values.length;
  return { count, second: second / count, third: third / count, fourth: fourth / count };
}

export function skewness(values: Float64Array): number {
  const { count, second, third } = centralMoments(values);
  return second > 0 ? third / ((second * count) / (count - 1)) ** 1.5 : 0;
}

export function excessKurtosis(values: Float64Array): number {
  const { second, fourth } = centralMoments(values);
  return second > 0 ? fourth / second ** 2 - 3 : 0;
}

export function momentDifferences(
  real: SequenceSet,
  generated: SequenceSet,
  of: (values: Float64Array) => number,
) {
  return Float64Array.from({ length: real.features }, (_, feature) =>
    Math.abs(of(column(generated, feature)) - of(column(real, feature))),
  );
}

export const skewnessMetric: Metric = {
  ...tsgbenchFidelity,
  id: 'sd',
  name: 'Skewness difference',
  protocol: skewnessProtocol,
  explanation: 'Compares how lopsided the values of each feature are around their mean.',
  doesNotProve: 'that the distributions agree: very different ones may be equally lopsided',
  compute: ({ real, generated, featureNames }) => {
    const found = momentDifferences(real, generated, skewness);
    return { value: mean(found), details: perFeature('sd', featureNames, found) };
  },
};

export const kurtosisMetric: Metric = {
  ...tsgbenchFidelity,
  id: 'kd',
  name: 'Kurtosis difference',
  protocol: kurtosisProtocol,
  explanation: 'Compares how heavy the tails of each feature are: how often values lie far from the mean.',
  doesNotProve: 'that the right extremes appear, or at the right time; a few outliers decide the figure',
  compute: ({ real, generated, featureNames }) => {
    const found = momentDifferences(real, generated, excessKurtosis);
    return { value: mean(found), details: perFeature('kd', featureNames, found) };
  },
};
