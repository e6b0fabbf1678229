/**
 * A balance that follows amounts, brought to where it does. Amounts alone, added up, would carry the balance anywhere, and
 * the balance alone would ask for amounts that nobody pays; so both give way. With the generated amounts a_t, each added
 * or taken away (s_t), and balances b_t of n rows,
 *
 *     min sum_t ((x_t - b_t) / B_t)^2 + (u_t / A_t)^2,   x_t = x_{t-1} + s_t (a_t + u_t),
 *
 * is a linear regulator, solved by one pass back and one forth (Kalman 1960, the discrete Riccati equation): B_t is a
 * quarter of the learned range of balances, A_t the amount itself, so that large amounts give way more than small ones. An
 * amount stays within what was learned, and what that leaves over is made up for by the rows that follow; one that is a
 * point of mass, 0 for none, stays there.
 *
 * Where some rows are known, beside gaps that were filled in, known amounts do not give way, and balances that follow from
 * known ones are known too (settleBalances). For a known balance B_t is next to nothing, and the amount that leads to it, if
 * it is free, is the difference, unless that had a sign that no amount has: then a text was guessed wrong.
 */
import { minusRows } from './breaches.ts';
import type { Running } from './constraint.ts';
import { roundTo } from './grid.ts';
import type { Column, RowsToRepair } from './repair.ts';
import { settleBalances } from './settleBalances.ts';

/** Part of the range of balances that weighs as much as an amount of twice its size. */
const PART = 1 / 4;
/** And the least that an amount gives way, as a part of the range of amounts: one of almost 0 may become more. */
const LEAST = 1e-3;
/** Of B_t where the balance is known. */
const EXACT = 1e-5;

/** Moves amounts and balances in place; a missing amount counts as none, and stays missing. Returns by row how far. */
export function repairRunning(constraint: Running, rows: RowsToRepair): Float64Array {
  const [balance, amount] = [rows.columnOf(constraint.balance), rows.columnOf(constraint.amount)];
  const isMinus = minusRows(constraint, rows);
  const changed = new Float64Array(balance.values.length);
  const move = (column: Column, row: number, value: number) => {
    const old = column.values[row]!;
    if (!Number.isNaN(old)) changed[row]! += Math.abs(value - old);
    column.values[row] = value;
  };
  const isBalanceFree = (row: number) => rows.isFree?.(constraint.balance, row) ?? true;
  for (const order of rows.sequences) {
    const signs = Float64Array.from(order, (row) => (isMinus(row) ? -1 : 1));
    const settled = settleBalances(constraint, rows, order, signs);
    const balances = Float64Array.from(order, (row, i) => settled[i] ?? balance.values[row]!);
    const isFree = Array.from(
      order,
      (row) => !isPoint(amount, amount.values[row]!) && (rows.isFree?.(constraint.amount, row) ?? true),
    );
    // where rows are known they may begin anywhere
    const opening = rows.isFree ? undefined : (rows.last.get(constraint.balance) ?? constraint.opening);
    const start = opening === undefined ? balances.findIndex((value) => !Number.isNaN(value)) : -1;
    if (opening === undefined && start < 0) continue;
    const plan = regulate(
      { balances, amounts: Float64Array.from(order, (row, i) => signs[i]! * amount.values[row]!), isFree },
      balanceWeights(balance, settled),
      giveOf(amount),
    );
    let last = opening ?? roundTo(balances[start]!, balance.grid);
    if (opening === undefined && isBalanceFree(order[start]!)) move(balance, order[start]!, last);
    for (let i = start + 1; i < order.length; i++) {
      const row = order[i]!;
      const target = settled[i];
      const old = amount.values[row]!;
      if (!Number.isNaN(old)) {
        if (isFree[i]) {
          const due = target === undefined ? undefined : signs[i]! * (target - last);
          const wanted = within(amount, old + signs[i]! * plan(i, last));
          const isDue = due !== undefined && isPayable(amount, due);
          move(amount, row, roundTo(isDue ? due : wanted, amount.grid));
        }
        last = roundTo(last + signs[i]! * amount.values[row]!, balance.grid);
      }
      last = target ?? last;
      if (isBalanceFree(row)) move(balance, row, last);
    }
  }
  return changed;
}

const isPoint = ({ grid: { points = [] } }: Column, value: number): boolean => points.includes(value);

const within = ({ low, high }: Column, value: number): number => Math.min(high, Math.max(low, value));

/** What leads to a known balance may be more than was ever paid, but not of a sign that no amount has. */
const isPayable = ({ low, high }: Column, value: number): boolean =>
  (low < 0 || value >= 0) && (high > 0 || value <= 0);

/** 1 / B_t^2. */
function balanceWeights({ low, high }: Column, settled: readonly (number | undefined)[]) {
  const near = PART * (high - low) || 1;
  return (i: number): number => (settled[i] === undefined ? near : EXACT * near) ** -2;
}

/** A_t. */
function giveOf({ low, high }: Column) {
  const least = LEAST * (high - low) || 1;
  return (size: number): number => Math.max(least, Math.abs(size));
}

interface Rows {
  readonly balances: Float64Array;
  /** Signed. */
  readonly amounts: Float64Array;
  readonly isFree: readonly boolean[];
}

/** By how much the signed amount of row i should change where the balance before it is x; see above. */
function regulate(
  { balances, amounts, isFree }: Rows,
  weightOf: (i: number) => number,
  give: (size: number) => number,
): (i: number, before: number) => number {
  const count = balances.length;
  const [weights, aims, costs] = [0, 1, 2].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let [ahead, aim] = [0, 0]; // what the rows to come cost: ahead x^2 - 2 aim x
  for (let i = count - 1; i >= 0; i--) {
    const own = Number.isNaN(balances[i]!) ? 0 : weightOf(i);
    const weight = own + ahead;
    const target = (own === 0 ? 0 : own * balances[i]!) + aim;
    const amount = Number.isNaN(amounts[i]!) ? 0 : amounts[i]!;
    const isFixed = Number.isNaN(amounts[i]!) || !isFree[i];
    const cost = isFixed ? Number.POSITIVE_INFINITY : give(amount) ** -2;
    const share = isFixed ? 1 : cost / (cost + weight);
    [weights[i], aims[i], costs[i]] = [weight, target, cost];
    ahead = weight * share;
    aim = target * share - ahead * amount;
  }
  return (i, before) => (aims[i]! - weights[i]! * (before + amounts[i]!)) / (costs[i]! + weights[i]!);
}
