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
 * is, which is passed over. The search is exact: a candidate is dropped as soon as its partial sum passes the best so
 * far (Bei and Gray 1985). NaN where no reference is left.
 */
export function nearestDistances(
  queries: Points,
  references: Points,
  self?: ArrayLike<number>,
): Float64Array {
  const { dimensions } = queries;
  const block = 16;
  return Float64Array.from({ length: queries.count }, (_, i) => {
    const a = i * dimensions;
    const passedOver = self?.[i] ?? -1;
    let best = Number.POSITIVE_INFINITY;
    for (let j = 0; j < references.count; j++) {
      if (j === passedOver) continue;
      const b = j * dimensions;
      let squares = 0;
      for (let from = 0; from < dimensions && squares < best; from += block) {
        const to = Math.min(dimensions, from + block);
        for (let d = from; d < to; d++) {
          const difference = queries.values[a + d]! - references.values[b + d]!;
          squares += difference * difference;
        }
      }
      if (squares < best) best = squares;
    }
    return best === Number.POSITIVE_INFINITY ? NaN : Math.sqrt(best / dimensions);
  });
}
