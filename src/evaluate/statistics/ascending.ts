/** Values in ascending order: what the statistics of one column start from, sorted once for all of them. */
declare const isAscending: unique symbol;

export type Ascending = Float64Array & { readonly [isAscending]: true };

/** A sorted copy of `values`, without those that are NaN. */
export function ascending(values: ArrayLike<number>): Ascending {
  const sorted = Float64Array.from(values).sort();
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1]!)) count--;
  return sorted.subarray(0, count) as Ascending;
}

/** The quantile at `share` (0..1), between the two neighbours in a straight line (Hyndman and Fan 1996, type 7). */
export function quantile(values: Ascending, share: number): number {
  if (values.length === 0) return NaN;
  const place = share * (values.length - 1);
  const below = values[Math.floor(place)]!;
  return below + (values[Math.ceil(place)]! - below) * (place - Math.floor(place));
}
