/** Euclidean distances between sequences as rows: what collapse is told by. */
import type { Rows } from './observation.ts';

export function distance(a: Rows, i: number, b: Rows, j: number): number {
  let total = 0;
  const [from, to] = [i * a.width, j * b.width];
  for (let k = 0; k < a.width; k++) {
    const difference = a.values[from + k]! - b.values[to + k]!;
    total += difference * difference;
  }
  return Math.sqrt(total);
}

/** Distances of every row to every other, row by row; its own stands as infinity. */
export function mutualDistances(rows: Rows): Float64Array {
  const { count } = rows;
  const all = new Float64Array(count * count).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      all[i * count + j] = all[j * count + i] = distance(rows, i, rows, j);
    }
  }
  return all;
}

/** For each row of `distances` [count, count] the k-th smallest. */
export function nearest(distances: Float64Array, count: number, k: number): Float64Array {
  const at = Math.min(k, count - 1) - 1;
  return Float64Array.from({ length: count }, (_, i) =>
    at < 0 ? 0 : distances.slice(i * count, (i + 1) * count).sort()[at]!,
  );
}

/** Mean of the finite distances. */
export function meanDistance(distances: Float64Array): number {
  let total = 0;
  let count = 0;
  for (const d of distances) {
    if (d === Number.POSITIVE_INFINITY) continue;
    total += d;
    count++;
  }
  return count === 0 ? 0 : total / count;
}

/**
 * Recall (Kynkaanniemi et al. 2019, arXiv:1904.06991, equation 2): the share of `wanted` that lie within the
 * neighbourhood of some row, the ball to its k-th nearest fellow.
 */
export function recall(rows: Rows, radii: Float64Array, wanted: Rows): number {
  let found = 0;
  for (let i = 0; i < wanted.count; i++) {
    for (let j = 0; j < rows.count; j++) {
      if (distance(wanted, i, rows, j) <= radii[j]!) {
        found++;
        break;
      }
    }
  }
  return wanted.count === 0 ? 0 : found / wanted.count;
}

/** Of the variance of all values of a feature, the share that lies between sequences and not along them; mean over features. */
export function shareBetweenSequences({ count, width, values }: Rows, features: number): number {
  const steps = width / features;
  let total = 0;
  for (let f = 0; f < features; f++) {
    let [sum, square, within] = [0, 0, 0];
    for (let t = 0; t < steps; t++) {
      let [stepSum, stepSquare] = [0, 0];
      for (let i = 0; i < count; i++) {
        const v = values[i * width + t * features + f]!;
        stepSum += v;
        stepSquare += v * v;
      }
      within += stepSquare / count - (stepSum / count) ** 2;
      sum += stepSum;
      square += stepSquare;
    }
    const n = steps * count;
    const all = square / n - (sum / n) ** 2;
    total += all > 1e-12 ? Math.min(1, Math.max(0, within / steps / all)) : 0;
  }
  return total / features;
}
