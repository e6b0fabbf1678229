/** Features to values in the user's units: what the exported generator computes, in 64 bits. */
import type { LearnedColumn } from './codecParts.ts';
import { casesOf } from './codecs/codec.ts';
import { unfold } from './codecs/numeric.ts';
import { gridOf, roundTo } from './grid.ts';

export function decodeFeatures(
  features: Float32Array,
  columns: readonly LearnedColumn[],
  width: number,
  isRagged: boolean,
): Float32Array {
  const steps = features.length / width;
  const values = new Float32Array(steps * columns.length);
  const cases = columns.map((column) => (column.kind === 'number' ? casesOf(column) : []));
  for (let step = 0; step < steps; step++)
    for (const [c, column] of columns.entries()) {
      const at = step * width + column.start;
      const isOver = isRagged && features[(step + 1) * width - 2]! < 0.5;
      values[step * columns.length + c] = isOver
        ? Number.NaN
        : decodeValue(column, cases[c]!, features.subarray(at, at + width));
    }
  return values;
}

/** `features` from the column's first on. */
function decodeValue(column: LearnedColumn, cases: readonly number[], features: Float32Array): number {
  if (column.kind === 'levels') {
    const own = features.subarray(0, column.levels.length);
    return own.indexOf(Math.max(...own));
  }
  const special = cases.find((_, k) => features[2 + k]! > features[1]!);
  if (special !== undefined) return special;
  const value = unfold(features[0]! * column.scale + column.offset, column.unfolding);
  return column.isInteger ? roundTo(value, gridOf(column)) : value;
}

/** Steps of each sequence of [n, T, C]: up to the last that has a value, and one at least. */
export function lengthsOf(values: Float32Array, length: number, width: number): Int32Array {
  const size = length * width;
  return Int32Array.from({ length: values.length / size }, (_, n) => {
    let last = size - 1;
    while (last >= width && Number.isNaN(values[n * size + last]!)) last--;
    return Math.floor(last / width) + 1;
  });
}
