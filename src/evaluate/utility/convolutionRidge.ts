/**
 * Ridge regression of the targets on what random convolutions find (ROCKET; judges/randomConvolutions.ts): the linear
 * learner. W = (X'X + s n I)^-1 X'Y on standardised features with an intercept; the strength s is the one that errs
 * least on the last fifth of the examples.
 */
import { convolutionFeatures, drawKernels } from '../judges/randomConvolutions.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import type { Learner } from './learner.ts';
import { solveSymmetric } from './ridgeForecast.ts';

const settings = {
  kernels: 100,
  classifier: 'ridge',
  strengths: [1e-4, 1e-3, 1e-2, 1e-1, 1, 10],
  validationShare: 0.2,
} as const;

/** X'X (lower triangle) and X'Y of standardised rows, the moments beside them. */
interface Equations {
  readonly width: number;
  readonly outputs: number;
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  readonly gram: Float64Array;
  readonly right: Float64Array;
  readonly intercept: Float64Array;
  readonly count: number;
}

function equations(points: Float64Array, targets: Float64Array, width: number, outputs: number): Equations {
  const count = points.length / width;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  const intercept = new Float64Array(outputs);
  points.forEach((x, i) => {
    mean[i % width]! += x / count;
  });
  points.forEach((x, i) => {
    square[i % width]! += (x - mean[i % width]!) ** 2 / count;
  });
  targets.forEach((y, i) => {
    intercept[i % outputs]! += y / count;
  });
  const scale = square.map((v) => (v > 1e-20 ? 1 / Math.sqrt(v) : 0));
  const gram = new Float64Array(width * width);
  const right = new Float64Array(width * outputs);
  const row = new Float64Array(width);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < width; i++) row[i] = (points[n * width + i]! - mean[i]!) * scale[i]!;
    for (let i = 0; i < width; i++) {
      const x = row[i]!;
      for (let j = 0; j <= i; j++) gram[i * width + j]! += x * row[j]!;
      for (let o = 0; o < outputs; o++) {
        right[i * outputs + o]! += x * (targets[n * outputs + o]! - intercept[o]!);
      }
    }
  }
  return { width, outputs, mean, scale, gram, right, intercept, count };
}

function answers(found: Equations, strength: number, points: Float64Array): Float64Array {
  const { width, outputs, mean, scale, gram, right, intercept, count } = found;
  const a = gram.slice();
  for (let i = 0; i < width; i++) a[i * width + i]! += strength * count;
  const weights = solveSymmetric(a, right.slice(), width, outputs);
  const rows = points.length / width;
  const given = new Float64Array(rows * outputs);
  for (let n = 0; n < rows; n++) {
    for (let o = 0; o < outputs; o++) {
      let sum = intercept[o]!;
      for (let i = 0; i < width; i++) {
        sum += weights[i * outputs + o]! * (points[n * width + i]! - mean[i]!) * scale[i]!;
      }
      given[n * outputs + o] = sum;
    }
  }
  return given;
}

/** Learns `points` [N, width] -> `targets` [N, outputs], and answers each asked array of points. */
export function ridgeAnswers(
  points: Float64Array,
  targets: Float64Array,
  width: number,
  asked: readonly Float64Array[],
): readonly Float64Array[] {
  const count = points.length / width;
  const outputs = targets.length / count;
  const cut = Math.max(1, Math.floor((1 - settings.validationShare) * count));
  const part = equations(points.subarray(0, cut * width), targets.subarray(0, cut * outputs), width, outputs);
  const [tried, wanted] = [points.subarray(cut * width), targets.subarray(cut * outputs)];
  let best = { strength: 1, error: Number.POSITIVE_INFINITY };
  for (const strength of settings.strengths) {
    const error = answers(part, strength, tried).reduce((sum, y, i) => sum + (y - wanted[i]!) ** 2, 0);
    if (error <= best.error) best = { strength, error };
  }
  const whole = equations(points, targets, width, outputs);
  return asked.map((set) => answers(whole, best.strength, set));
}

export const convolutionRidge: Learner = {
  id: 'ridge',
  name: 'a linear rule on random patterns',
  needsEngine: false,
  isRandom: true,
  isSlow: true,
  settings,
  citation: 'Dempster, Petitjean, Webb 2020, ROCKET, arXiv:1910.13051',
  answer({ inputs, targets }, asked, { seed }) {
    const kernels = drawKernels(settings.kernels, inputs.length, inputs.features, seed);
    const points = (set: SequenceSet) => convolutionFeatures(set, kernels);
    return ridgeAnswers(points(inputs), targets, 2 * kernels.length, asked.map(points));
  },
};
