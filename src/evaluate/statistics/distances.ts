/**
 * Distances between whole sequences: the spread of a set (a collapsed generator has little) and the nearest real
 * neighbour of each generated sequence (a generator that copies has them too near). A distance is the root of the mean
 * squared difference over the T F coordinates, so that 1 means "one standard deviation in every value".
 */
import type { Points } from './points.ts';

/** The mean distance over all pairs of different points; NaN for fewer than two. */
export function meanPairwiseDistance({ count, dimensions, values }: Points): number {
  if (count < 2) return NaN;
  let total = 0;
  for (let i = 1; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let squares = 0;
      const a = i * dimensions;
      const b = j * dimensions;
      for (let d = 0; d < dimensions; d++) {
        const difference = values[a + d]! - values[b + d]!;
        squares += difference * difference;
      }
      total += Math.sqrt(squares / dimensions);
    }
  }
  return total / ((count * (count - 1)) / 2);
}

/**
 * The distance of each query to its nearest reference. `self[i]`, when given, is the reference that query i itself
 * is, which is passed over. NaN where no reference is left.
 *
 * The search is exact, and quick where sequences differ in level: with m the mean over the S steps of a point,
 * sum of (a - b)^2 >= S sum of (m_a - m_b)^2 (Jensen), so a reference whose means are too far off is never looked at;
 * the others are dropped once their partial sum passes the best so far (Bei and Gray 1985).
 */
export function nearestDistances(
  queries: Points,
  references: Points,
  self?: ArrayLike<number>,
): Float64Array {
  const { dimensions } = queries;
  const queryMeans = scaledMeans(queries);
  const referenceMeans = scaledMeans(references);
  const bounds = new Float64Array(references.count);
  return Float64Array.from({ length: queries.count }, (_, i) => {
    const passedOver = self?.[i] ?? -1;
    let first = -1;
    for (let j = 0; j < references.count; j++) {
      bounds[j] = squaresUpTo(queryMeans, i, referenceMeans, j, Number.POSITIVE_INFINITY);
      if (j !== passedOver && (first < 0 || bounds[j]! < bounds[first]!)) first = j;
    }
    if (first < 0) return NaN;
    let best = squaresUpTo(queries, i, references, first, Number.POSITIVE_INFINITY);
    for (let j = 0; j < references.count; j++) {
      // A bound may be above the sum by a rounding.
      if (bounds[j]! * (1 - 1e-9) >= best || j === passedOver || j === first) continue;
      const squares = squaresUpTo(queries, i, references, j, best);
      if (squares < best) best = squares;
    }
    return Math.sqrt(best / dimensions);
  });
}

/** Coordinates summed between two looks at the limit. */
const block = 16;

/** The sum of squared differences, or a part of it once that passes `limit`. */
function squaresUpTo(a: Points, i: number, b: Points, j: number, limit: number): number {
  const { dimensions, values } = a;
  const others = b.values;
  const start = i * dimensions;
  const shift = j * dimensions - start;
  const end = start + dimensions;
  let squares = 0;
  for (let from = start; from < end && squares < limit; from += block) {
    const to = Math.min(end, from + block);
    for (let d = from; d < to; d++) {
      const difference = values[d]! - others[d + shift]!;
      squares += difference * difference;
    }
  }
  return squares;
}

/** The mean over steps of each feature times the root of the number of steps. */
function scaledMeans({ count, dimensions, features, values }: Points): Points {
  const scale = 1 / Math.sqrt(dimensions / features);
  const means = new Float64Array(count * features);
  for (let n = 0; n < count; n++) {
    for (let d = 0; d < dimensions; d += features) {
      for (let f = 0; f < features; f++) means[n * features + f]! += values[n * dimensions + d + f]! * scale;
    }
  }
  return { count, dimensions: features, features, values: means };
}
