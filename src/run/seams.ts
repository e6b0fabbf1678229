/** Whether a long table is really one sequence after another: it then jumps at the seams. */
import type { DataPlan } from '../sequence/timeseries/infer/plan.ts';
import { seriesCount } from '../sequence/timeseries/series.ts';

/** Fewer say nothing. */
const seamsAtLeast = 20;

/**
 * The mean change of a column from one row to the next across multiples of `length`, over the same elsewhere, averaged
 * over the columns: about 1 for one series, above it where a sequence ends there. Undefined for tables of several
 * series, for short ones, and where nothing changes.
 */
export function seamsOf(
  { columns, series }: DataPlan,
  names: readonly string[],
  length: number,
): number | undefined {
  const { order } = series;
  if (seriesCount(series) !== 1 || length < 2 || order.length < (seamsAtLeast + 1) * length) return undefined;
  const ratios = names.flatMap((name) => {
    const numbers = columns.find(({ facts }) => facts.name === name)!.facts.numbers!;
    const [at, elsewhere] = [
      { total: 0, count: 0 },
      { total: 0, count: 0 },
    ];
    for (let i = 1; i < order.length; i++) {
      const change = Math.abs(numbers[order[i]!]! - numbers[order[i - 1]!]!);
      if (Number.isNaN(change)) continue;
      const sums = i % length === 0 ? at : elsewhere;
      sums.total += change;
      sums.count++;
    }
    const ratio = at.total / at.count / (elsewhere.total / elsewhere.count);
    return Number.isFinite(ratio) ? [ratio] : [];
  });
  return ratios.length === 0 ? undefined : ratios.reduce((a, b) => a + b, 0) / ratios.length;
}
