/**
 * A balance that follows amounts, brought to where it does. Amounts alone, added up, would carry the balance anywhere, and
 * the balance alone would ask for amounts that nobody pays; so both give way. With the generated amounts a_t, each added
 * or taken away (s_t), and balances b_t of n rows,
 *
 *     min sum_t ((x_t - b_t) / B)^2 + (u_t / A_t)^2,   x_t = x_{t-1} + s_t (a_t + u_t),
 *
 * is a linear regulator, solved by one pass back and one forth (Kalman 1960, the discrete Riccati equation): B is a quarter
 * of the learned range of balances, A_t the amount itself, so that large amounts give way more than small ones. An amount
 * stays within what was learned, and what that leaves over is made up for by the rows that follow.
 */
import { minusRows } from './breaches.ts';
import type { Running } from './constraint.ts';
import { roundTo } from './grid.ts';
import type { RowsToRepair } from './repair.ts';

/** Part of the range of balances that weighs as much as an amount of twice its size. */
const PART = 1 / 4;
/** And the least that an amount gives way, as a part of the range of amounts: one of 0 may become more. */
const LEAST = 1e-3;

/** Moves amounts and balances in place; a missing amount counts as none, and stays missing. Returns by row how far. */
export function repairRunning(constraint: Running, rows: RowsToRepair): Float64Array {
  const [balance, amount] = [rows.columnOf(constraint.balance), rows.columnOf(constraint.amount)];
  const isMinus = minusRows(constraint, rows);
  const changed = new Float64Array(balance.values.length);
  const near = PART * (balance.high - balance.low) || 1;
  const least = LEAST * (amount.high - amount.low) || 1;
  for (const order of rows.sequences) {
    const opening = rows.last.get(constraint.balance) ?? constraint.opening;
    const start = opening === undefined ? order.findIndex((row) => !Number.isNaN(balance.values[row]!)) : -1;
    if (opening === undefined && start < 0) continue;
    const followers = order.subarray(start + 1);
    const signs = Float64Array.from(followers, (row) => (isMinus(row) ? -1 : 1));
    const plan = regulate(
      Float64Array.from(followers, (row) => balance.values[row]!),
      Float64Array.from(followers, (row, i) => signs[i]! * amount.values[row]!),
      near,
      (size) => Math.max(least, Math.abs(size)),
    );
    let last = opening ?? roundTo(balance.values[order[start]!]!, balance.grid);
    if (opening === undefined) balance.values[order[start]!] = last;
    for (const [i, row] of followers.entries()) {
      const old = amount.values[row]!;
      if (!Number.isNaN(old)) {
        const wanted = old + signs[i]! * plan(i, last);
        const kept = roundTo(Math.min(amount.high, Math.max(amount.low, wanted)), amount.grid);
        amount.values[row] = kept;
        changed[row] = Math.abs(kept - old);
        last = roundTo(last + signs[i]! * kept, balance.grid);
      }
      const generated = balance.values[row]!;
      if (!Number.isNaN(generated)) changed[row]! += Math.abs(last - generated);
      balance.values[row] = last;
    }
  }
  return changed;
}

/** By how much the signed amount of row i should change where the balance before it is x; see above. */
function regulate(
  balances: Float64Array,
  amounts: Float64Array,
  near: number,
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
    const isThere = !Number.isNaN(balances[i]!);
    const weight = (isThere ? near ** -2 : 0) + ahead;
    const target = (isThere ? balances[i]! * near ** -2 : 0) + aim;
    const isFixed = Number.isNaN(amounts[i]!);
    const cost = isFixed ? Number.POSITIVE_INFINITY : give(amounts[i]!) ** -2;
    const share = isFixed ? 1 : cost / (cost + weight);
    [weights[i], aims[i], costs[i]] = [weight, target, cost];
    ahead = weight * share;
    aim = target * share - ahead * (isFixed ? 0 : amounts[i]!);
  }
  return (i, before) => (aims[i]! - weights[i]! * (before + amounts[i]!)) / (costs[i]! + weights[i]!);
}
