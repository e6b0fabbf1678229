/** Fewer points for the same picture. */

export interface Bucket {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Points in order, gathered into at most `buckets` groups of equal count with mean, least and greatest value. Values
 * that are not finite are left out of a group; a group without any other is left out itself.
 */
export function gather(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  buckets: number,
): readonly Bucket[] {
  const count = Math.min(buckets, steps.length);
  const gathered: Bucket[] = [];
  for (let bucket = 0; bucket < count; bucket++) {
    const from = Math.floor((bucket * steps.length) / count);
    const to = Math.floor(((bucket + 1) * steps.length) / count);
    let total = 0;
    let stepTotal = 0;
    let finite = 0;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      total += value;
      stepTotal += steps[i]!;
      finite++;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (finite > 0) gathered.push({ step: stepTotal / finite, mean: total / finite, low, high });
  }
  return gathered;
}

/** Which of `values` to draw so that peaks stay: the least and the greatest of each of `buckets` groups, in order. */
export function peaks(values: ArrayLike<number>, buckets: number): readonly number[] {
  if (values.length <= 2 * buckets) return Array.from({ length: values.length }, (_, i) => i);
  const kept = new Set([0, values.length - 1]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * values.length) / buckets);
    const to = Math.floor(((bucket + 1) * values.length) / buckets);
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      // A value that is not finite is kept as well: it shows as a gap.
      if (Number.isNaN(values[i]!) || values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    kept.add(low).add(high);
  }
  return Array.from(kept).sort((a, b) => a - b);
}
