/**
 * Gaussian vector autoregression: what linear dependence alone gives, without any network.
 *
 *     x_t = b + A_1 x_(t-1) + A_2 x_(t-2) + e_t,   e_t ~ N(0, S);   (x_0, x_1) ~ N(m, C)
 *
 * A and b by least squares with a small ridge over all windows, S of what is left, m and C of the first steps
 * (Luetkepohl 2005, New introduction to multiple time series analysis, chapter 3).
 */
import type { Sequences } from '../gan/index.ts';
import { randomStream } from '../random/stream.ts';
import { cholesky, meanAndCovariance, solveRidge } from './linear.ts';
import type { FitOptions, Recipe, Sampler } from './recipe.ts';

const ORDER = 2;
/** Share of the mean square of a regressor. */
const RIDGE = 1e-7;
/** More windows than this tell the coefficients no better. */
const MOST_WINDOWS = 4000;

interface Autoregression {
  readonly order: number;
  /** [order F + 1, F], the last row is b. */
  readonly coefficients: Float64Array;
  /** Of S [F, F] and C [order F, order F]. */
  readonly noise: Float64Array;
  readonly start: { readonly mean: Float64Array; readonly lower: Float64Array };
}

export function fitAutoregression(windows: Sequences, seed: number): Autoregression {
  const { length, features, values } = windows;
  const order = Math.min(ORDER, length - 1);
  const width = order * features + 1;
  const chosen = randomStream(seed, 'windows').permutation(0, windows.count).subarray(0, MOST_WINDOWS);
  const squares = new Float64Array(width * width);
  const products = new Float64Array(width * features);
  const regressor = new Float64Array(width).fill(1);
  /** Calls `visit` with the regressor filled and the place of what it predicts. */
  const forEachStep = (visit: (target: number) => void) => {
    for (const n of chosen) {
      for (let t = order; t < length; t++) {
        const target = (n * length + t) * features;
        for (let lag = 1; lag <= order; lag++) {
          const from = target - lag * features;
          for (let f = 0; f < features; f++) regressor[(lag - 1) * features + f] = values[from + f]!;
        }
        visit(target);
      }
    }
  };
  let rows = 0;
  forEachStep((target) => {
    rows++;
    for (let i = 0; i < width; i++) {
      const x = regressor[i]!;
      for (let j = 0; j <= i; j++) squares[i * width + j]! += x * regressor[j]!;
      for (let f = 0; f < features; f++) products[i * features + f]! += x * values[target + f]!;
    }
  });
  let trace = 0;
  for (let i = 0; i < width; i++) {
    trace += squares[i * width + i]!;
    for (let j = 0; j < i; j++) squares[j * width + i] = squares[i * width + j]!;
  }
  const coefficients = solveRidge(squares, width, products, features, (RIDGE * trace) / width);
  const residuals = new Float64Array(rows * features);
  let at = 0;
  forEachStep((target) => {
    for (let f = 0; f < features; f++) {
      let predicted = 0;
      for (let i = 0; i < width; i++) predicted += regressor[i]! * coefficients[i * features + f]!;
      residuals[at++] = values[target + f]! - predicted;
    }
  });
  const firsts = new Float64Array(chosen.length * order * features);
  [...chosen].forEach((n, i) => {
    const from = n * length * features;
    firsts.set(values.subarray(from, from + order * features), i * order * features);
  });
  const start = meanAndCovariance(firsts, order * features);
  return {
    order,
    coefficients,
    noise: cholesky(meanAndCovariance(residuals, features).covariance, features),
    start: { mean: start.mean, lower: cholesky(start.covariance, order * features) },
  };
}

async function fit({ windows, seed }: FitOptions): Promise<Sampler> {
  const { length, features } = windows;
  const { order, coefficients, noise, start } = fitAutoregression(windows, seed);
  const startSize = order * features;
  return {
    async sample(count, sampleSeed) {
      const values = new Float32Array(count * length * features);
      const stream = randomStream(sampleSeed, 'autoregression');
      const drawn = new Float32Array(length * features);
      for (let n = 0; n < count; n++) {
        stream.normal(n, drawn);
        const base = n * length * features;
        for (let i = 0; i < startSize; i++) {
          let value = start.mean[i]!;
          for (let k = 0; k <= i; k++) value += start.lower[i * startSize + k]! * drawn[k]!;
          values[base + i] = value;
        }
        for (let t = order; t < length; t++) {
          const to = base + t * features;
          for (let f = 0; f < features; f++) {
            let value = coefficients[startSize * features + f]!;
            for (let lag = 1; lag <= order; lag++) {
              for (let g = 0; g < features; g++)
                value +=
                  coefficients[((lag - 1) * features + g) * features + f]! * values[to - lag * features + g]!;
            }
            for (let k = 0; k <= f; k++) value += noise[f * features + k]! * drawn[t * features + k]!;
            values[to + f] = value;
          }
        }
      }
      return { count, length, features, values };
    },
    release: async () => {},
  };
}

export const vectorAutoregression: Recipe = {
  name: 'vector-autoregression',
  title: { en: 'No network: Gaussian vector autoregression', zh: '无网络基线：高斯向量自回归' },
  paper: 'Luetkepohl 2005, New introduction to multiple time series analysis, Springer, chapter 3',
  formula: 'x_t = b + A_1 x_(t-1) + A_2 x_(t-2) + e_t, e_t ~ N(0, S)',
  deviations: [
    'The order is two for all data; a criterion would choose it.',
    'The first two steps are drawn from a Gaussian of their own, not from the stationary distribution.',
    'It is fitted to at most 4,000 windows.',
  ],
  published: [],
  procedure: { kind: 'own', steps: 0, fit },
};
