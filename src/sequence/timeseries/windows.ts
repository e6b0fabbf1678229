/** Cuts series into windows: values [N, T, F], row-major, window by window and series by series. */
import { countWindows } from './sequenceLength.ts';
import { type Series, seriesCount } from './series.ts';

/** `values` [count, length, features] in row-major order, each feature in [-1, 1]. */
export interface Sequences {
  readonly count: number;
  readonly length: number;
  readonly features: number;
  readonly values: Float32Array;
}

/** `columns`: one array a feature, indexed by row. A series shorter than `length` gives no window. */
export function cutWindows(columns: readonly Float32Array[], series: Series, length: number, stride: number): Sequences {
  const features = columns.length;
  const count = countWindows(series, length, stride);
  const values = new Float32Array(count * length * features);
  for (let f = 0; f < features; f++) {
    const column = columns[f]!;
    let at = f;
    for (let s = 0; s < seriesCount(series); s++) {
      const last = series.offsets[s + 1]! - length;
      for (let start = series.offsets[s]!; start <= last; start += stride)
        for (let t = 0; t < length; t++, at += features) values[at] = column[series.order[start + t]!]!;
    }
  }
  return { count, length, features, values };
}
