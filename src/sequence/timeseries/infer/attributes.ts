/** What holds for a whole sequence: a column with one value in all rows of each series, but not in all of them. */
import { isMissing } from '../cellText.ts';
import { type Series, seriesCount } from '../series.ts';
import type { ColumnFacts } from './columnFacts.ts';

export function isConstantWithin(facts: ColumnFacts, cells: readonly string[], series: Series): boolean {
  const { numbers } = facts;
  const cellOf = (row: number): string | number =>
    numbers ? numbers[row]! : isMissing(cells[row]!) ? '' : cells[row]!;
  if (seriesCount(series) < 2) return false;
  for (let s = 0; s < seriesCount(series); s++) {
    const first = cellOf(series.order[series.offsets[s]!]!);
    for (let i = series.offsets[s]! + 1; i < series.offsets[s + 1]!; i++)
      if (!Object.is(cellOf(series.order[i]!), first)) return false;
  }
  return true;
}
