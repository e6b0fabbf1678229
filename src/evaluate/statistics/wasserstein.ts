import type { Ascending } from './ascending.ts';

/**
 * The Wasserstein (earth mover's) distance of order 1 in one dimension, in its quantile form:
 * W = integral over u in (0, 1) of |Q_a(u) - Q_b(u)|, with Q the empirical quantile functions (Vallender 1974). The
 * quantile functions are steps, so the integral is exact, also for samples of different sizes. In the unit of the
 * values; 0 for equal samples; NaN when a sample is empty.
 */
export function wasserstein(a: Ascending, b: Ascending): number {
  const n = a.length;
  const m = b.length;
  if (n === 0 || m === 0) return NaN;
  // u is counted in steps of 1 / (n m), so that the ends of equal steps meet exactly.
  let i = 0;
  let j = 0;
  let reached = 0;
  let total = 0;
  while (i < n && j < m) {
    const next = Math.min((i + 1) * m, (j + 1) * n);
    total += (next - reached) * Math.abs(a[i]! - b[j]!);
    reached = next;
    if ((i + 1) * m === next) i++;
    if ((j + 1) * n === next) j++;
  }
  return total / (n * m);
}

/** The mean absolute deviation from the median: the Wasserstein distance to the best constant. */
export function distanceToMedian(values: Ascending): number {
  if (values.length === 0) return NaN;
  const median = values[values.length >> 1]!;
  return values.reduce((total, value) => total + Math.abs(value - median), 0) / values.length;
}
