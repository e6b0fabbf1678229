/**
 * The paired distances of TSGBench (arXiv:2309.03755): the i-th real sequence against the i-th generated one, although
 * nothing pairs them.
 *
 *     ED  = mean over pairs and features of sqrt(sum_t (x_t - y_t)^2)
 *     DTW = mean over pairs of sqrt(least sum of |x_i - y_j|^2 along a warping path), all features warped together
 *
 * Both are least for the conditional mean, not for the right distribution, which is why their ceiling by a constant
 * lies below their floor on most data: the report says so. Sets of unequal counts are compared up to the smaller.
 */
import type { Metric } from '../metric.ts';
import { protocol } from '../protocol.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { tsgbenchFidelity } from './tsgbench.ts';

const euclideanProtocol = protocol('tsgbench-ed', 1, { pairing: 'by index', features: 'apart' });
const warpingProtocol = protocol('tsgbench-dtw', 1, {
  pairing: 'by index',
  features: 'together',
  window: 'none',
});

export function euclideanDistance(real: SequenceSet, generated: SequenceSet): number {
  const { length, features } = real;
  const pairs = Math.min(real.count, generated.count);
  let total = 0;
  for (let n = 0; n < pairs; n++) {
    for (let feature = 0; feature < features; feature++) {
      let sum = 0;
      for (let t = 0; t < length; t++) {
        const at = (n * length + t) * features + feature;
        sum += (real.values[at]! - generated.values[at]!) ** 2;
      }
      total += Math.sqrt(sum);
    }
  }
  return total / (pairs * features);
}

/**
 * Dynamic time warping of two sequences [T, F] (Sakoe and Chiba 1978), no window. `a` and `b` start at `fromA` and
 * `fromB`; `row` is scratch of T + 1 values.
 */
export function warpingDistance(
  a: Float32Array,
  fromA: number,
  b: Float32Array,
  fromB: number,
  length: number,
  features: number,
  row: Float64Array,
): number {
  row.fill(Number.POSITIVE_INFINITY);
  row[0] = 0;
  for (let i = 0; i < length; i++) {
    let diagonal = row[0]!;
    row[0] = Number.POSITIVE_INFINITY;
    let left = Number.POSITIVE_INFINITY;
    const rowA = fromA + i * features;
    for (let j = 0; j < length; j++) {
      const rowB = fromB + j * features;
      let cost = 0;
      for (let f = 0; f < features; f++) {
        const difference = a[rowA + f]! - b[rowB + f]!;
        cost += difference * difference;
      }
      const above = row[j + 1]!;
      const least = diagonal < above ? (diagonal < left ? diagonal : left) : above < left ? above : left;
      left = cost + least;
      row[j + 1] = left;
      diagonal = above;
    }
  }
  return Math.sqrt(row[length]!);
}

export function warpingDistances(real: SequenceSet, generated: SequenceSet): number {
  const { length, features } = real;
  const pairs = Math.min(real.count, generated.count);
  const row = new Float64Array(length + 1);
  let total = 0;
  for (let n = 0; n < pairs; n++) {
    const from = n * length * features;
    total += warpingDistance(real.values, from, generated.values, from, length, features, row);
  }
  return total / pairs;
}

export const euclideanMetric: Metric = {
  ...tsgbenchFidelity,
  id: 'ed',
  name: 'Euclidean distance by index',
  protocol: euclideanProtocol,
  explanation:
    'Distance between the i-th real and the i-th generated sequence, although nothing pairs the two.',
  doesNotProve: 'much: a generator that always answers the average sequence does better than a perfect one',
  compute: ({ real, generated }) => ({ value: euclideanDistance(real, generated) }),
};

export const warpingMetric: Metric = {
  ...tsgbenchFidelity,
  id: 'dtw',
  name: 'Dynamic time warping distance by index',
  protocol: warpingProtocol,
  explanation: 'As the Euclidean distance, after stretching time so that the two sequences match best.',
  doesNotProve: 'much: a generator that always answers the average sequence does better than a perfect one',
  compute: ({ real, generated }) => ({ value: warpingDistances(real, generated) }),
};
