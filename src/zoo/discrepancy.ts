/**
 * How far two sets of windows are apart, by the unbiased estimate of the squared maximum mean discrepancy (Gretton et
 * al. 2012) of whole windows:
 *
 *     MMD^2 = mean k(x, x') + mean k(y, y') - 2 mean k(x, y),   k(a, b) = exp(-|a - b|^2 / (2 s^2))
 *
 * over pairs of different windows, s the median distance of real ones.
 */
import type { Sequences } from '../gan/index.ts';

/** Squared distances of every window of `a` to every one of `b`, [Na, Nb]. */
function squaredDistances(a: Sequences, b: Sequences): Float64Array {
  const width = a.length * a.features;
  const distances = new Float64Array(a.count * b.count);
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) {
      let total = 0;
      for (let k = 0; k < width; k++) total += (a.values[i * width + k]! - b.values[j * width + k]!) ** 2;
      distances[i * b.count + j] = total;
    }
  }
  return distances;
}

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
const others = (square: Float64Array, count: number): Float64Array =>
  square.filter((_, i) => Math.floor(i / count) !== i % count);

/** What measures a set against the first `most` of the windows. */
export function discrepancyFrom(windows: Sequences, most: number): (made: Sequences) => number {
  const real = { ...windows, count: Math.min(most, windows.count) };
  const within = others(squaredDistances(real, real), real.count);
  const twice = 2 * (within.slice().sort()[within.length >> 1]! || 1);
  const kernel = (squares: Float64Array) => mean(squares.map((square) => Math.exp(-square / twice)));
  const realKernel = kernel(within);
  return (made) => {
    const madeKernel = kernel(others(squaredDistances(made, made), made.count));
    return realKernel + madeKernel - 2 * kernel(squaredDistances(real, made));
  };
}
