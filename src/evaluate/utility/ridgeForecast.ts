/**
 * A forecaster that is the same for everybody: ridge regression of all features of the next step on the last `lags`
 * steps and one, solved exactly. Steps are standardised beforehand, so that errors of all features count alike.
 */
import type { SequenceSet } from '../sequenceSet.ts';

export interface Forecaster {
  /** [lags F + 1, F]: the oldest step first, the intercept last. */
  readonly weights: Float64Array;
  readonly lags: number;
}

/** (X'X + strength n I) W = X'Y; the intercept is not shrunk. */
export function fitForecaster(set: SequenceSet, lags: number, strength: number): Forecaster {
  const { count, length, features, values } = set;
  const width = lags * features + 1;
  const gram = new Float64Array(width * width);
  const right = new Float64Array(width * features);
  const row = new Float64Array(width);
  row[width - 1] = 1;
  for (let n = 0; n < count; n++) {
    for (let t = lags; t < length; t++) {
      const next = (n * length + t) * features;
      for (let k = 0; k < width - 1; k++) row[k] = values[next - lags * features + k]!;
      for (let i = 0; i < width; i++) {
        const x = row[i]!;
        for (let j = 0; j <= i; j++) gram[i * width + j]! += x * row[j]!;
        for (let f = 0; f < features; f++) right[i * features + f]! += x * values[next + f]!;
      }
    }
  }
  const examples = count * (length - lags);
  for (let i = 0; i < width - 1; i++) gram[i * width + i]! += strength * examples;
  return { weights: solveSymmetric(gram, right, width, features), lags };
}

/** A W = B for a positive definite A given by its lower triangle (Cholesky); both are overwritten. */
export function solveSymmetric(a: Float64Array, b: Float64Array, n: number, columns: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let total = a[i * n + j]!;
      for (let k = 0; k < j; k++) total -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = i === j ? Math.sqrt(total) : total / a[j * n + j]!;
    }
  }
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < n; i++) {
      let total = b[i * columns + c]!;
      for (let k = 0; k < i; k++) total -= a[i * n + k]! * b[k * columns + c]!;
      b[i * columns + c] = total / a[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let total = b[i * columns + c]!;
      for (let k = i + 1; k < n; k++) total -= a[k * n + i]! * b[k * columns + c]!;
      b[i * columns + c] = total / a[i * n + i]!;
    }
  }
  return b;
}

/** Root of the mean squared error over all sequences, steps and features. */
export function forecastError({ weights, lags }: Forecaster, set: SequenceSet): number {
  const { count, length, features, values } = set;
  const width = lags * features + 1;
  let total = 0;
  for (let n = 0; n < count; n++) {
    for (let t = lags; t < length; t++) {
      const next = (n * length + t) * features;
      for (let f = 0; f < features; f++) {
        let guess = weights[(width - 1) * features + f]!;
        for (let k = 0; k < width - 1; k++)
          guess += weights[k * features + f]! * values[next - lags * features + k]!;
        total += (values[next + f]! - guess) ** 2;
      }
    }
  }
  return Math.sqrt(total / (count * (length - lags) * features));
}
