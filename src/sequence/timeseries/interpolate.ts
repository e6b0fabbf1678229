/**
 * Fills missing values (NaN) inside each series: linearly between the neighbours that are there, with the nearest
 * one at the ends, and with the mean of the column where a series has none at all.
 */
import { type Series, seriesCount } from './series.ts';

export function interpolate(numbers: Float64Array, series: Series, mean: number): Float64Array {
  const out = numbers.slice();
  for (let s = 0; s < seriesCount(series); s++) {
    const rows = series.order.subarray(series.offsets[s]!, series.offsets[s + 1]!);
    let before = -1;
    for (let i = 0; i < rows.length; i++) {
      if (Number.isNaN(out[rows[i]!]!)) continue;
      if (i > before + 1) fillGap(out, rows, before, i);
      before = i;
    }
    if (before < rows.length - 1) fillGap(out, rows, before, rows.length, mean);
  }
  return out;
}

/** Fills the places between `before` and `after`, of which one may lie outside. */
function fillGap(
  out: Float64Array,
  rows: Int32Array,
  before: number,
  after: number,
  mean = Number.NaN,
): void {
  const left = before >= 0 ? out[rows[before]!]! : after < rows.length ? out[rows[after]!]! : mean;
  const right = after < rows.length ? out[rows[after]!]! : left;
  for (let i = before + 1; i < after; i++) {
    const share = (i - before) / (after - before);
    out[rows[i]!] = left * (1 - share) + right * share;
  }
}
