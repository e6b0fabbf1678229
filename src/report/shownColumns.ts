/** Which columns get charts when there are too many for all. */
import { type Compared, shareOfWay } from './level.ts';
import type { ColumnSummary } from './summary.ts';

/** All columns in their order when they are few; otherwise the `wanted` that fit worst, the worst first. */
export function shownColumns(columns: readonly ColumnSummary[], wanted: number): readonly number[] {
  const all = columns.map((_, f) => f);
  if (all.length <= wanted) return all;
  const badness = columns.map(columnBadness);
  return all.sort((f, g) => badness[g]! - badness[f]! || f - g).slice(0, wanted);
}

/** The largest share of the way to a naive generator among the figures of the column; broken columns first. */
function columnBadness({
  wasserstein,
  ks,
  changes,
  autocorrelation,
  correlation,
  generated,
  missing,
  level,
}: ColumnSummary): number {
  if (!missing && generated.missing > 0) return Number.POSITIVE_INFINITY;
  const shares = [wasserstein, ks, changes, autocorrelation, correlation].map(shareOf);
  const largest = Math.max(...shares.map((share) => (Number.isNaN(share) ? 0 : share)));
  // A missed constant has no share.
  return level === 'poor' ? Math.max(1, largest) : largest;
}

function shareOf({ value, floor, naive }: Compared): number {
  return shareOfWay(value ?? NaN, floor ?? NaN, naive ?? NaN);
}
