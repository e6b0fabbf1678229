/**
 * Autocorrelation difference (ACD) of TSGBench (arXiv:2309.03755): with x centred by its mean over sequences and
 * steps and s its variance there,
 *
 *     r_k = mean over n and t >= k of x_t x_{t-k} / s,   k = 0 .. min(64, T) - 1
 *     ACD = mean over features of sqrt(sum_k (r_k - r'_k)^2).
 *
 * A feature that is constant has no autocorrelation; it counts as zero at every lag.
 */
import { type Metric, mean, perFeature } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { momentsOf, type SequenceSet } from '../sequenceSet.ts';

const frozen = protocol('tsgbench-acd', 1, { lags: 64 });

/** r_k for k = 0 .. lags - 1, per feature. */
export function autocorrelations(set: SequenceSet, lags: number): readonly Float64Array[] {
  const { count, length, features, values } = set;
  const moments = momentsOf(set);
  return Array.from({ length: features }, (_, feature) => {
    const found = new Float64Array(lags);
    const centre = moments.mean[feature]!;
    const row = new Float64Array(length);
    for (let n = 0; n < count; n++) {
      for (let t = 0; t < length; t++) row[t] = values[(n * length + t) * features + feature]! - centre;
      for (let lag = 0; lag < lags; lag++) {
        let product = 0;
        for (let t = lag; t < length; t++) product += row[t]! * row[t - lag]!;
        found[lag]! += product / (length - lag);
      }
    }
    const scale = moments.variance[feature]! * count;
    return scale > 0 ? found.map((x) => x / scale) : found.fill(0);
  });
}

export function autocorrelationDifferences(real: SequenceSet, generated: SequenceSet): Float64Array {
  const lags = Math.min(frozen.settings.lags, real.length);
  const expected = autocorrelations(real, lags);
  const found = autocorrelations(generated, lags);
  return Float64Array.from(expected, (r, feature) => Math.hypot(...r.map((x, k) => x - found[feature]![k]!)));
}

export const autocorrelationMetric: Metric = {
  id: 'acd',
  name: 'Autocorrelation difference',
  group: 'time',
  needs: { length: 2 },
  direction: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  protocol: frozen,
  citation: 'Ang et al. 2023, TSGBench, arXiv:2309.03755',
  explanation:
    'Compares how strongly a value resembles the value some steps before it. Small when the rhythm and smoothness of each feature are right.',
  doesNotProve: 'anything about the values themselves or about how features go together',
  compute: ({ real, generated, featureNames }) => {
    const differences = autocorrelationDifferences(real, generated);
    return { value: mean(differences), details: perFeature('acd', featureNames, differences) };
  },
};
