/**
 * Paths found for a piece agree with what is known only nearly, and beside what is known that is told apart at once. So
 * each path is bent: over a gap the differences at its two ends are added, in a straight line from one to the other;
 * after the last known value, and before the first, the difference m there as it is forgotten,
 *
 *     x_k + m exp(-k / f),   k steps away, f half the length of the model's sequences.
 *
 * Levels are left, and no number leaves the range that the generator has for its column. A point of mass is left too, and
 * says nothing of how far numbers are off: -999 is not far below 5. docs/notes/0007-conditions.md has the errors with and
 * without.
 */
import type { LearnedColumn } from '../sequence/timeseries/index.ts';
import { pointsOf, rangeOf } from './columnFeatures.ts';

/** Bends `paths` [paths x L x C] in place; `truth` [L, C] holds the values that `isKnown`. */
export function meetKnown(
  paths: Float32Array,
  truth: Float32Array,
  isKnown: (t: number, c: number) => boolean,
  columns: readonly LearnedColumn[],
  forgotten: number,
): void {
  const width = columns.length;
  const steps = truth.length / width;
  for (const [c, column] of columns.entries()) {
    if (column.kind !== 'number' || column.isStatic) continue;
    const [low, high] = rangeOf(column);
    const points = pointsOf(column);
    for (const { first, end } of gapsIn(steps, (t) => isKnown(t, c))) {
      for (let path = 0; path < paths.length; path += truth.length) {
        const missedAt = (t: number) => {
          if (t < 0 || t >= steps) return undefined;
          const [wanted, found] = [truth[t * width + c]!, paths[path + t * width + c]!];
          if (points.includes(wanted) || points.includes(found) || Number.isNaN(wanted - found))
            return undefined;
          return wanted - found;
        };
        const missed = between(missedAt(first - 1), missedAt(end), end - first, forgotten);
        for (let t = first; t < end; t++) {
          const at = path + t * width + c;
          if (!points.includes(paths[at]!))
            paths[at] = Math.min(high, Math.max(low, paths[at]! + missed(t - first)));
        }
      }
    }
  }
}

/** What is added at place `i` of a gap of `size` steps. */
function between(before: number | undefined, after: number | undefined, size: number, forgotten: number) {
  return (i: number): number => {
    if (before !== undefined && after !== undefined) {
      const share = (i + 1) / (size + 1);
      return before * (1 - share) + after * share;
    }
    if (before !== undefined) return before * Math.exp(-(i + 1) / forgotten);
    return after === undefined ? 0 : after * Math.exp(-(size - i) / forgotten);
  };
}

function* gapsIn(steps: number, isKnown: (t: number) => boolean) {
  for (let first = 0; first < steps; first++) {
    if (isKnown(first)) continue;
    let end = first + 1;
    while (end < steps && !isKnown(end)) end++;
    yield { first, end };
    first = end;
  }
}
