import type { Ascending } from './ascending.ts';

/**
 * The two-sample Kolmogorov-Smirnov statistic, sup_x |F_a(x) - F_b(x)| of the empirical distribution functions
 * (Smirnov 1939). In [0, 1]; 0 for equal samples, 1 for samples that do not overlap. Equal values (ties) are passed
 * together, so the functions are compared only where both are defined. NaN when a sample is empty.
 */
export function kolmogorovSmirnov(a: Ascending, b: Ascending): number {
  if (a.length === 0 || b.length === 0) return NaN;
  let i = 0;
  let j = 0;
  let widest = 0;
  while (i < a.length && j < b.length) {
    const x = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! === x) i++;
    while (j < b.length && b[j]! === x) j++;
    widest = Math.max(widest, Math.abs(i / a.length - j / b.length));
  }
  return widest;
}
