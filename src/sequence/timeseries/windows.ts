/** Cuts series into windows: values [N, T, F], row-major, window by window and series by series. */
import { countPieces, countWindows, piecesOf } from './sequenceLength.ts';
import { type Series, seriesCount, seriesLength } from './series.ts';

/** `values` [count, length, features] in row-major order, each feature in [-1, 1]. */
export interface Sequences {
  readonly count: number;
  readonly length: number;
  readonly features: number;
  readonly values: Float32Array;
}

/** `columns`: one array a feature, indexed by row. A series shorter than `length` gives no window. */
export function cutWindows(
  columns: readonly Float32Array[],
  series: Series,
  length: number,
  stride: number,
): Sequences {
  const features = columns.length;
  const count = countWindows(series, length, stride);
  const values = new Float32Array(count * length * features);
  const steps = interleave(columns, series.order);
  let at = 0;
  for (let s = 0; s < seriesCount(series); s++) {
    const last = series.offsets[s + 1]! - length;
    for (let start = series.offsets[s]!; start <= last; start += stride, at += length * features)
      values.set(steps.subarray(start * features, (start + length) * features), at);
  }
  return { count, length, features, values };
}

/**
 * Whole series, or pieces of at most `length` steps of longer ones, in sequences of `length` steps: [.., 1, 0] in the
 * steps that a series has, with two features more than `columns`, and [0, .., 0, 0, 1] after its end.
 */
export function padSeries(columns: readonly Float32Array[], series: Series, length: number): Sequences {
  const [own, features] = [columns.length, columns.length + 2];
  const count = countPieces(series, length);
  const values = new Float32Array(count * length * features);
  const rows = interleave(columns, series.order);
  let at = 0;
  for (let s = 0; s < seriesCount(series); s++)
    for (const { start, steps } of piecesOf(seriesLength(series, s), length))
      for (let t = 0; t < length; t++, at += features) {
        const row = series.offsets[s]! + start + t;
        if (t < steps) values.set(rows.subarray(row * own, (row + 1) * own), at);
        values[at + own + (t < steps ? 0 : 1)] = 1;
      }
  return { count, length, features, values };
}

/** The features of each row beside each other, rows in the order of their series: a window is then one stretch. */
function interleave(columns: readonly Float32Array[], order: Int32Array): Float32Array {
  const features = columns.length;
  const steps = new Float32Array(order.length * features);
  for (const [f, column] of columns.entries())
    for (let i = 0; i < order.length; i++) steps[i * features + f] = column[order[i]!]!;
  return steps;
}
