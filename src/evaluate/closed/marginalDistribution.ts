/**
 * Marginal distribution difference (MDD) of TSGBench (Ang et al. 2023, arXiv:2309.03755): for every step but the
 * first and every feature, a histogram of the real values, B bins between their extremes, against the density of the
 * generated values at the bins' centres; the mean absolute difference over bins, steps and features.
 *
 *     real density     p_b = #{x in bin b} / (w N)
 *     generated        q_b = #{|x - c_b| < w / 2} / (w N)
 *
 * Kept from the original, because it changes the figure: values outside the real range are lost, points on an edge are
 * not counted among the generated ones (so that real against itself is not zero), and edges are float32.
 */
import type { Metric } from '../metric.ts';
import { protocol } from '../protocol.ts';
import type { SequenceSet } from '../sequenceSet.ts';

const frozen = protocol('tsgbench-mdd', 1, { bins: 50, skippedSteps: 1, edges: 'float32' });

export function marginalDistributionDifference(real: SequenceSet, generated: SequenceSet): number {
  const { bins, skippedSteps } = frozen.settings;
  let total = 0;
  for (let feature = 0; feature < real.features; feature++) {
    for (let t = skippedSteps; t < real.length; t++) {
      total += histogramDifference(valuesAt(real, t, feature), valuesAt(generated, t, feature), bins);
    }
  }
  return total / (real.features * (real.length - skippedSteps));
}

function valuesAt(
  { values, count, length, features }: SequenceSet,
  t: number,
  feature: number,
): Float32Array {
  const taken = new Float32Array(count);
  for (let n = 0; n < count; n++) taken[n] = values[(n * length + t) * features + feature]!;
  return taken;
}

function histogramDifference(real: Float32Array, generated: Float32Array, bins: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const x of real) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  if (high === low) high = low + 1e-5;
  const edges = linearSpace(low, high, bins);
  const width = Math.fround(edges[1]! - edges[0]!);
  const expected = new Float64Array(bins);
  const scale = bins / (high - low);
  for (const x of real) expected[Math.min(bins - 1, Math.floor((x - low) * scale))]! += 1;
  const found = new Float64Array(bins);
  const centres = Float32Array.from({ length: bins }, (_, b) => 0.5 * Math.fround(edges[b]! + edges[b + 1]!));
  for (const x of generated) {
    // float32 rounding may put a point within half a width of a neighbouring centre or of none
    const near = Math.floor((x - low) * scale);
    for (let b = Math.max(0, near - 1); b <= Math.min(bins - 1, near + 1); b++) {
      if (Math.fround(width / 2 - Math.abs(Math.fround(x - centres[b]!))) > 0) found[b]! += 1;
    }
  }
  let total = 0;
  for (let b = 0; b < bins; b++) {
    total += Math.abs(found[b]! / generated.length - expected[b]! / real.length) / width;
  }
  return total / bins;
}

/** bins + 1 edges in float32, counted from both ends to the middle as torch.linspace does. */
function linearSpace(low: number, high: number, bins: number): Float32Array {
  const step = Math.fround(Math.fround(high - low) / bins);
  return Float32Array.from({ length: bins + 1 }, (_, i) =>
    i < (bins + 1) / 2 ? low + Math.fround(step * i) : high - Math.fround(step * (bins - i)),
  );
}

export const marginalDistributionMetric: Metric = {
  id: 'mdd',
  name: 'Marginal distribution difference',
  group: 'fidelity',
  needs: { length: 2 },
  direction: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  protocol: frozen,
  citation: 'Ang et al. 2023, TSGBench, arXiv:2309.03755',
  explanation:
    'Compares histograms of the values at every step and feature. Small when each value taken alone looks real.',
  doesNotProve:
    'that values follow each other or go together as they should; generated values beyond the real range go unnoticed',
  compute: ({ real, generated }) => ({ value: marginalDistributionDifference(real, generated) }),
};
