/** How many steps sequences have, real and generated, where they differ. The naive generator takes the median length. */
import { sequenceSet } from '../evaluate/sequenceSet.ts';
import {
  ascending,
  compareOnEqualTerms,
  type Draw,
  distanceToMedian,
  finiteColumn,
  wasserstein,
} from '../evaluate/statistics/index.ts';
import { compared } from './level.ts';
import type { Prepared } from './prepare.ts';
import type { LengthSummary } from './summary.ts';

export function compareLengths(
  { input, real, generated }: Prepared,
  draws: readonly Draw[],
): LengthSummary | null {
  if (!input.lengths) return null;
  const sets = [real, generated].map(({ lengths, rows }) =>
    sequenceSet(
      Float32Array.from(rows, (row) => lengths[row]!),
      1,
      1,
    ),
  );
  const scale = deviation(real.lengths) || 1;
  const { value, floor, naive } = compareOnEqualTerms(sets[0]!, sets[1]!, draws, {
    describe: (set) => ascending(finiteColumn(set, 0)),
    distance: (reference, other) => Float64Array.of(wasserstein(reference, other) / scale),
    naive: (reference) => Float64Array.of(distanceToMedian(reference) / scale),
  });
  return {
    real: rangeOf(real.lengths),
    generated: rangeOf(generated.lengths),
    distance: compared(value[0]!, floor[0]!, naive[0]!),
  };
}

const meanOf = (lengths: Int32Array): number =>
  lengths.reduce((sum, steps) => sum + steps, 0) / lengths.length;

function deviation(lengths: Int32Array): number {
  const mean = meanOf(lengths);
  return Math.sqrt(lengths.reduce((sum, steps) => sum + (steps - mean) ** 2, 0) / lengths.length);
}

const rangeOf = (lengths: Int32Array) => ({
  mean: meanOf(lengths),
  minimum: lengths.reduce((a, b) => Math.min(a, b), lengths[0]!),
  maximum: lengths.reduce((a, b) => Math.max(a, b), lengths[0]!),
});
