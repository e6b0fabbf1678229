/**
 * A judge unlike a recurrent network: random convolutions and a linear classifier, after ROCKET (Dempster, Petitjean,
 * Webb 2020, arXiv:1910.13051). Kernels of length 7, 9 or 11 with centred normal weights, uniform bias, exponential
 * dilation and a random choice of features; of each, the share of positive values and the maximum over time. Ridge
 * regression on -1 / 1, its strength chosen on a fifth of the training part. Where windows overlap, whole blocks of time
 * are tested (timeSplit.ts; version 2): dealt at random, a test window stood between training windows of its class.
 *
 * Deviations: sequences are standardised by the real training part's moments per feature, not each by its own, so
 * that a wrong level or amplitude is seen; kernels are no longer than the sequence.
 */
import { randomStream } from '../../random/stream.ts';
import { type Measurement, type Metric, type MetricContext, mean } from '../metric.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { repeated } from './repetitions.ts';
import { ridgeAccuracy } from './ridge.ts';
import { leakWarning, timeSplit } from './timeSplit.ts';

const frozen = protocol('random-convolutions', 2, {
  kernels: 200,
  lengths: [7, 9, 11],
  pooled: ['share positive', 'maximum'],
  classifier: 'ridge',
  strengths: [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000],
  trainShare: 0.8,
  split: 'blocks of time where windows overlap',
  validationShare: 0.2,
  most: 2000,
  repetitions: 5,
});

export interface Kernel {
  readonly features: Int32Array;
  /** [features, length]. */
  readonly weights: Float32Array;
  readonly length: number;
  readonly bias: number;
  readonly dilation: number;
  readonly padding: number;
}

export function drawKernels(
  count: number,
  length: number,
  features: number,
  seed: number,
): readonly Kernel[] {
  const stream = randomStream(seed, 'kernels');
  const lengths = frozen.settings.lengths.filter((size) => size <= length);
  return Array.from({ length: count }, (_, k) => {
    const u = new Float32Array(5);
    stream.uniform(2 * k, u);
    const size = lengths.length > 0 ? lengths[Math.floor(u[0]! * lengths.length)]! : length;
    const dilation =
      size > 1 ? Math.floor(2 ** (u[1]! * Math.log2(Math.max(1, (length - 1) / (size - 1))))) : 1;
    const padding = u[2]! < 0.5 ? Math.floor(((size - 1) * dilation) / 2) : 0;
    const used = Math.max(1, Math.floor(2 ** (u[4]! * Math.log2(Math.min(features, size) + 1))));
    const chosen = stream.permutation(2 * k + 1, features).slice(0, Math.min(used, features));
    const weights = new Float32Array(chosen.length * size);
    randomStream(seed, 'kernel weights').normal(k, weights);
    for (let f = 0; f < chosen.length; f++) {
      const row = weights.subarray(f * size, (f + 1) * size);
      const centre = mean(row);
      for (let i = 0; i < size; i++) row[i]! -= centre;
    }
    return { features: chosen, weights, length: size, bias: 2 * u[3]! - 1, dilation, padding };
  });
}

/** Share of positive values and maximum of every kernel's convolution: [N, 2 kernels]. */
export function convolutionFeatures(set: SequenceSet, kernels: readonly Kernel[]): Float64Array {
  const { count, length, features, values } = set;
  const width = 2 * kernels.length;
  const found = new Float64Array(count * width);
  kernels.forEach((kernel, k) => {
    const places = length + 2 * kernel.padding - (kernel.length - 1) * kernel.dilation;
    for (let n = 0; n < count; n++) {
      let [positive, top] = [0, Number.NEGATIVE_INFINITY];
      for (let p = 0; p < places; p++) {
        let sum = kernel.bias;
        for (let i = 0; i < kernel.length; i++) {
          const t = p - kernel.padding + i * kernel.dilation;
          if (t < 0 || t >= length) continue;
          const row = (n * length + t) * features;
          for (let f = 0; f < kernel.features.length; f++) {
            sum += kernel.weights[f * kernel.length + i]! * values[row + kernel.features[f]!]!;
          }
        }
        if (sum > 0) positive++;
        if (sum > top) top = sum;
      }
      found[n * width + 2 * k] = positive / places;
      found[n * width + 2 * k + 1] = top;
    }
  });
  return found;
}

async function compute(context: MetricContext): Promise<Measurement> {
  const { settings } = frozen;
  const count = Math.min(settings.most, context.real.count, context.generated.count);
  let hasLeak = false;
  const runs = await repeated(context, settings.repetitions, async ({ seed }) => {
    const { real, generated, isLeaky } = timeSplit(
      sampled(context.real, count, seed, 'real'),
      sampled(context.generated, count, seed, 'generated'),
      settings.trainShare,
      seed,
    );
    hasLeak ||= isLeaky;
    const toSpace = standardizer(real.train);
    const kernels = drawKernels(settings.kernels, context.real.length, context.real.features, seed);
    const points = (set: SequenceSet) => convolutionFeatures(toSpace(set), kernels);
    const accuracy = ridgeAccuracy(
      { first: points(real.train), second: points(generated.train) },
      { first: points(real.test), second: points(generated.test) },
      2 * settings.kernels,
      settings,
    );
    return Math.abs(accuracy - 0.5);
  });
  return { value: mean(runs), runs, warnings: hasLeak ? [leakWarning] : [] };
}

export const randomConvolutionsMetric: Metric = {
  id: 'random-convolutions',
  name: 'Random convolution judge',
  group: 'judge',
  needs: { count: 25 },
  direction: 'lower',
  range: [0, 0.5],
  protocol: frozen,
  citation: 'Dempster, Petitjean, Webb 2020, ROCKET, arXiv:1910.13051',
  explanation:
    'Hundreds of random patterns are looked for in every sequence, and a linear rule learns to tell real from generated by what was found: 0 when it can only guess, 0.5 when it is always right.',
  doesNotProve: 'that no judge can tell; a copy of the training data scores 0',
  isSlow: true,
  repetitions: frozen.settings.repetitions,
  compute,
};
