/**
 * How good paths are, on pieces of the user's own series whose rest is known: the median's mean absolute error beside
 * that of a simple rule (the last value, or a straight line over a gap), and how many values lie within the band of
 * 80 % of the paths. Errors are in standard deviations of each column of numbers, and all columns count alike.
 */
import type { LearnedColumn } from '../sequence/timeseries/index.ts';
import { pointsOf } from './columnFeatures.ts';

export interface HeldOutPiece {
  /** In the user's units, [L, C]. */
  readonly truth: Float32Array;
  readonly simple: Float32Array;
  /** [paths x L x C]. */
  readonly paths: Float32Array;
  /** Whether a value was hidden, and is judged. */
  isHidden(t: number, c: number): boolean;
}

export interface HeldOutScore {
  readonly pieces: number;
  readonly error: number;
  readonly simpleError: number;
  /** Share of the values within the band; 0.8 is right. */
  readonly inBand: number;
}

const BAND = [0.1, 0.9] as const;

/** `deviations` of the columns. Undefined where no number was hidden. */
export function scorePieces(
  pieces: readonly HeldOutPiece[],
  columns: readonly LearnedColumn[],
  deviations: readonly number[],
): HeldOutScore | undefined {
  const width = columns.length;
  const totals = columns.map(() => ({ count: 0, error: 0, simple: 0, inside: 0 }));
  for (const { truth, simple, paths, isHidden } of pieces) {
    for (let i = 0; i < truth.length; i++) {
      const [t, c] = [Math.floor(i / width), i % width];
      const { kind, isStatic } = columns[c]!;
      if (kind !== 'number' || isStatic || columns[c]!.isHidden || deviations[c] === 0) continue;
      if (!isHidden(t, c) || Number.isNaN(truth[i]!)) continue;
      const sorted = sortedAcross(paths, i, truth.length);
      if (sorted.length === 0) continue;
      const total = totals[c]!;
      const quantile = (q: number) => quantileOf(sorted, q, pointsOf(columns[c]!));
      total.count++;
      total.error += Math.abs(quantile(0.5) - truth[i]!) / deviations[c]!;
      total.simple += Math.abs(simple[i]! - truth[i]!) / deviations[c]!;
      if (truth[i]! >= quantile(BAND[0]) && truth[i]! <= quantile(BAND[1])) total.inside++;
    }
  }
  const judged = totals.filter(({ count }) => count > 0);
  if (judged.length === 0) return undefined;
  const mean = (of: 'error' | 'simple' | 'inside') =>
    judged.reduce((sum, total) => sum + total[of] / total.count, 0) / judged.length;
  return { pieces: pieces.length, error: mean('error'), simpleError: mean('simple'), inBand: mean('inside') };
}

/** The value at place `i` of [L, C] on every path, ascending, without those that are missing. */
export function sortedAcross(paths: Float32Array, i: number, size: number): Float64Array {
  const values: number[] = [];
  for (let at = i; at < paths.length; at += size) if (!Number.isNaN(paths[at]!)) values.push(paths[at]!);
  return Float64Array.from(values).sort();
}

/**
 * Between the two nearest of ascending values; values stand in the middle of their shares (Hazen 1914). Between a point of
 * mass and another value there is nothing, and the nearer of the two is taken.
 */
export function quantileOf(sorted: Float64Array, q: number, points: readonly number[] = []): number {
  const at = Math.min(sorted.length - 1, Math.max(0, q * sorted.length - 0.5));
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  const share = at - Math.floor(at);
  if (points.includes(low) || points.includes(high)) return share < 0.5 ? low : high;
  return low + (high - low) * share;
}

/** The value that most paths have, for levels. */
export function modeOf(sorted: Float64Array): number {
  let [best, most, run] = [Number.NaN, 0, 0];
  for (let i = 0; i < sorted.length; i++) {
    run = i > 0 && sorted[i] === sorted[i - 1] ? run + 1 : 1;
    if (run > most) [best, most] = [sorted[i]!, run];
  }
  return best;
}

/** Standard deviations of the columns of [n, C], missing values left out. */
export function deviationsOf(values: Float32Array, width: number): number[] {
  return Array.from({ length: width }, (_, c) => {
    const column: number[] = [];
    for (let i = c; i < values.length; i += width) if (!Number.isNaN(values[i]!)) column.push(values[i]!);
    const mean = column.reduce((a, b) => a + b, 0) / Math.max(1, column.length);
    return Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, column.length));
  });
}
