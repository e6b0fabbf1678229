/**
 * Two classes told apart by ridge regression on -1 and 1: w = (X'X + s n I)^-1 X'y on standardised points, by Cholesky.
 * The strength s is the one with the best accuracy on the last share of the training points.
 */
interface Classes {
  /** Points [n, width] of the class 1 and of the class -1. */
  readonly first: Float64Array;
  readonly second: Float64Array;
}

interface RidgeSettings {
  readonly strengths: readonly number[];
  readonly validationShare: number;
}

/** Share of `test` that is put into its class by what was learned on `train`. */
export function ridgeAccuracy(train: Classes, test: Classes, width: number, settings: RidgeSettings): number {
  const cut = (points: Float64Array) =>
    Math.floor((points.length / width) * (1 - settings.validationShare)) * width;
  const [a, b] = [cut(train.first), cut(train.second)];
  const fitted = { first: train.first.subarray(0, a), second: train.second.subarray(0, b) };
  const tried = { first: train.first.subarray(a), second: train.second.subarray(b) };
  const partial = normalEquations(fitted, width);
  let best = { strength: settings.strengths[0]!, accuracy: -1 };
  for (const strength of settings.strengths) {
    const found = accuracy(solve(partial, width, strength), tried, partial, width);
    // of equally good ones the strongest, which is the simplest rule
    if (found >= best.accuracy) best = { strength, accuracy: found };
  }
  const whole = normalEquations(train, width);
  return accuracy(solve(whole, width, best.strength), test, whole, width);
}

interface Equations {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  readonly gram: Float64Array;
  readonly right: Float64Array;
  readonly count: number;
  readonly bias: number;
}

/** X'X and X'y of standardised points; a coordinate that never varies is scaled by zero. */
function normalEquations({ first, second }: Classes, width: number): Equations {
  const count = (first.length + second.length) / width;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (const points of [first, second]) {
    for (let i = 0; i < points.length; i++) mean[i % width]! += points[i]! / count;
  }
  for (const points of [first, second]) {
    for (let i = 0; i < points.length; i++)
      square[i % width]! += (points[i]! - mean[i % width]!) ** 2 / count;
  }
  const scale = square.map((v) => (v > 1e-20 ? 1 / Math.sqrt(v) : 0));
  const gram = new Float64Array(width * width);
  const right = new Float64Array(width);
  const row = new Float64Array(width);
  for (const [points, label] of [[first, 1] as const, [second, -1] as const]) {
    for (let at = 0; at < points.length; at += width) {
      for (let i = 0; i < width; i++) row[i] = (points[at + i]! - mean[i]!) * scale[i]!;
      for (let i = 0; i < width; i++) {
        const x = row[i]!;
        right[i]! += x * label;
        const into = i * width;
        for (let j = 0; j <= i; j++) gram[into + j]! += x * row[j]!;
      }
    }
  }
  return { mean, scale, gram, right, count, bias: (first.length - second.length) / width / count };
}

/** (gram + strength count I) w = right, lower triangle alone. */
function solve({ gram, right, count }: Equations, n: number, strength: number): Float64Array {
  const l = gram.slice();
  for (let i = 0; i < n; i++) l[i * n + i]! += strength * count;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let total = l[i * n + j]!;
      for (let k = 0; k < j; k++) total -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = i === j ? Math.sqrt(total) : total / l[j * n + j]!;
    }
  }
  const w = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) w[i]! -= l[i * n + k]! * w[k]!;
    w[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) w[i]! -= l[k * n + i]! * w[k]!;
    w[i]! /= l[i * n + i]!;
  }
  return w;
}

function accuracy(
  w: Float64Array,
  { first, second }: Classes,
  { mean, scale, bias }: Equations,
  width: number,
): number {
  let right = 0;
  for (const [points, label] of [[first, 1] as const, [second, -1] as const]) {
    for (let at = 0; at < points.length; at += width) {
      let answer = bias;
      for (let i = 0; i < width; i++) answer += w[i]! * (points[at + i]! - mean[i]!) * scale[i]!;
      if (label * answer > 0) right++;
    }
  }
  return right / ((first.length + second.length) / width);
}
