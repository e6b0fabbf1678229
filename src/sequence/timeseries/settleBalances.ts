/**
 * The balances of a sequence that are known where some rows are, by place: in the data, or by what is known beside them,
 * x_t = x_{t-1} + s_t a_t forth and x_{t-1} = x_t - s_t a_t back over amounts and signs that are known too.
 */
import type { Running } from './constraint.ts';
import { roundTo } from './grid.ts';
import type { RowsToRepair } from './repair.ts';

/** `signs` by place in `order`. None is known where all rows are generated. */
export function settleBalances(
  { balance, amount, minus }: Running,
  rows: RowsToRepair,
  order: Int32Array,
  signs: Float64Array,
): readonly (number | undefined)[] {
  const { isFree } = rows;
  const settled = new Array<number | undefined>(order.length).fill(undefined);
  if (!isFree) return settled;
  const [balances, amounts] = [rows.columnOf(balance), rows.columnOf(amount)];
  const isKnown = (column: string, values: Float64Array, row: number) =>
    !isFree(column, row) && !Number.isNaN(values[row]!);
  for (const [i, row] of order.entries())
    if (isKnown(balance, balances.values, row)) settled[i] = balances.values[row]!;
  /** By how much the balance changes at a place, where that is known. */
  const steps = Array.from(order, (row, i) => {
    const isTold = isKnown(amount, amounts.values, row) && !(minus && isFree(minus.column, row));
    return isTold ? signs[i]! * amounts.values[row]! : undefined;
  });
  for (let i = 1; i < order.length; i++) {
    const [before, step] = [settled[i - 1], steps[i]];
    if (before !== undefined && step !== undefined) settled[i] ??= roundTo(before + step, balances.grid);
  }
  for (let i = order.length - 1; i > 0; i--) {
    const [after, step] = [settled[i], steps[i]];
    if (after !== undefined && step !== undefined) settled[i - 1] ??= roundTo(after - step, balances.grid);
  }
  return settled;
}
