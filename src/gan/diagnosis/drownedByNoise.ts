/**
 * Drowned by noise: under differential privacy, more noise than data has moved the critic over its last updates
 * (privacy/signal.ts), and the values that the generator makes are off by more than half of what one constant value
 * would be: of the values of each feature, whatever their step,
 *
 *     off = W1(generated, real) / std(real),   of a constant: E|x - mean x| / std(x),   both as means over features.
 *
 * Noise alone is no verdict: it forgets, while data pull the same way, so much is learned with more noise than data.
 */
import type { Detector } from './detector.ts';
import type { Rows } from './observation.ts';

const SHARE = 0.5;

/** The values of one feature, in ascending order. */
function valuesOf({ count, width, values }: Rows, feature: number, features: number): Float32Array {
  const steps = width / features;
  return Float32Array.from({ length: count * steps }, (_, i) => values[i * features + feature]!).sort();
}

const mean = (values: ArrayLike<number>, map: (v: number, i: number) => number): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += map(values[i]!, i);
  return total / values.length;
};

/** How far values are off, and how far a constant would be; of features that do not vary nothing is said. */
function offBy(generated: Rows, real: Rows, features: number) {
  const [own, constant]: [number[], number[]] = [[], []];
  for (let f = 0; f < features; f++) {
    const [made, wanted] = [valuesOf(generated, f, features), valuesOf(real, f, features)];
    const middle = mean(wanted, (v) => v);
    const deviation = Math.sqrt(mean(wanted, (v) => (v - middle) ** 2));
    if (deviation < 1e-6) continue;
    own.push(mean(made, (v, i) => Math.abs(v - wanted[i]!)) / deviation);
    constant.push(mean(wanted, (v) => Math.abs(v - middle)) / deviation);
  }
  return { off: mean(own, (v) => v), offByConstant: mean(constant, (v) => v) };
}

export const drownedByNoise: Detector = {
  tells:
    'under differential privacy, in the second half of a run: what gradients agree on below the noise over the last ' +
    `100 updates, and W1(generated, real) / std(real) above ${SHARE} of that of a constant, mean over features`,
  patience: 1,
  warmUp: 0.5,
  measure({ signal: seen, generated, real, features }) {
    if (!seen || real.count !== generated.count) return undefined;
    return { ...seen, ratio: seen.signal / seen.noise, ...offBy(generated, real, features) };
  },
  isFound: ({ ratio, off, offByConstant }) => ratio! < 1 && off! > SHARE * offByConstant!,
  sentence: ({ ratio, off, offByConstant, clippedShare, meanNorm }) =>
    'Noise drowns the data, and what is made is of no use: generated values are off by ' +
    `${show(off!)} standard deviations of the real ones, where one constant value would be off by ` +
    `${show(offByConstant!)}; of what moved the critic over the last 100 updates, the part from real sequences was ` +
    `${show(ratio!)} of the noise (gradients of single sequences had the mean norm ${show(meanNorm!)}, ` +
    `${Math.round(100 * clippedShare!)} % were clipped).`,
  advice: ({ privacy }) =>
    `give more sequences or a larger privacyEpsilon; where that cannot be, a larger batch, fewer steps, or a smaller critic${
      privacy ? `, or a privacyClip other than ${show(privacy.clip)}` : ''
    }`,
  remedies: [],
};

const show = (value: number): string => `${Number(value.toPrecision(2))}`;
