/** A measurement as it is reported: with its runs, their spread, and what interval that gives. */
import type { Measurement } from './metric.ts';

export interface Interval {
  readonly kind: 't95 of the mean';
  readonly low: number;
  readonly high: number;
}

export interface Figure {
  readonly value: number;
  readonly runs: readonly number[];
  /** Standard deviation of the runs, divided by their count less one; NaN of a single run. */
  readonly spread: number;
  readonly interval?: Interval;
  readonly details: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

export function figureOf({ value, runs = [value], details = {}, warnings = [] }: Measurement): Figure {
  const spread = deviation(runs);
  const half = (studentQuantile(runs.length - 1) * spread) / Math.sqrt(runs.length);
  return {
    value,
    runs,
    spread,
    ...(runs.length > 1 && { interval: { kind: 't95 of the mean', low: value - half, high: value + half } }),
    details,
    warnings,
  };
}

export function deviation(values: readonly number[]): number {
  const centre = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((total, x) => total + (x - centre) ** 2, 0) / (values.length - 1));
}

/** The 0.975 quantile of Student's t: by table up to 10 degrees of freedom, beyond by Cornish and Fisher's expansion. */
export function studentQuantile(freedom: number): number {
  const table = [12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.306, 2.26216, 2.22814];
  if (freedom < 1) return Number.NaN;
  if (freedom <= table.length) return table[freedom - 1]!;
  const z = 1.959964;
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7];
  return (
    z +
    (z3 + z) / (4 * freedom) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom ** 3)
  );
}
