/** Where along the sequences two sets differ: mean and deviation of every feature at every step. */
import type { SequenceSet } from '../../evaluate/index.ts';

export interface StepMoments {
  /** [T, F], row-major. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

export function stepMoments({ count, length, features, values }: SequenceSet): StepMoments {
  const cells = length * features;
  const mean = new Float64Array(cells);
  const deviation = new Float64Array(cells);
  values.forEach((value, i) => {
    mean[i % cells]! += value / count;
  });
  values.forEach((value, i) => {
    deviation[i % cells]! += (value - mean[i % cells]!) ** 2 / count;
  });
  return { mean, deviation: deviation.map(Math.sqrt) };
}

/** The step at which mean and deviation of a feature are farthest from the real ones, counted from 0. */
export function farthestStep(
  real: StepMoments,
  generated: StepMoments,
  feature: number,
  features: number,
): number {
  let farthest = 0;
  let largest = -1;
  for (let at = feature; at < real.mean.length; at += features) {
    const difference =
      Math.abs(real.mean[at]! - generated.mean[at]!) +
      Math.abs(real.deviation[at]! - generated.deviation[at]!);
    if (difference <= largest) continue;
    largest = difference;
    farthest = (at - feature) / features;
  }
  return farthest;
}
