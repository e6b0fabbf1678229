/**
 * Squared Euclidean distances between whole sequences, by differences in float64: no |x|^2 + |y|^2 - 2xy, which loses
 * the small distances that copies are found by.
 */
import type { SequenceSet } from '../sequenceSet.ts';

/** |a_i - b_j|^2 for i < rows, j < columns: [rows, columns]. */
export function pairwiseSquares(
  a: SequenceSet,
  b: SequenceSet,
  rows = a.count,
  columns = b.count,
): Float64Array {
  const width = a.length * a.features;
  const table = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = a === b ? i + 1 : 0; j < columns; j++) {
      const square = squaredDistance(a.values, i * width, b.values, j * width, width);
      table[i * columns + j] = square;
      if (a === b) table[j * columns + i] = square;
    }
  }
  return table;
}

export function squaredDistance(
  a: Float32Array,
  fromA: number,
  b: Float32Array,
  fromB: number,
  width: number,
): number {
  let [first, second] = [0, 0];
  let i = 0;
  for (; i + 1 < width; i += 2) {
    const x = a[fromA + i]! - b[fromB + i]!;
    const y = a[fromA + i + 1]! - b[fromB + i + 1]!;
    first += x * x;
    second += y * y;
  }
  if (i < width) first += (a[fromA + i]! - b[fromB + i]!) ** 2;
  return first + second;
}

const stride = 32;

/** The same, given up with infinity as soon as it is at least `limit`: most of a search for neighbours ends early. */
export function squaredDistanceBelow(
  limit: number,
  a: Float32Array,
  fromA: number,
  b: Float32Array,
  fromB: number,
  width: number,
): number {
  let total = 0;
  for (let from = 0; from < width; from += stride) {
    const size = from + stride < width ? stride : width - from;
    total += squaredDistance(a, fromA + from, b, fromB + from, size);
    if (total >= limit) return Number.POSITIVE_INFINITY;
  }
  return total;
}
