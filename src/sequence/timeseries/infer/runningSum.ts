/**
 * A balance that follows amounts: in each row it is that of the row before plus the amount, or minus it where a text of
 * the row says so (`debit`). Rows that share their time may stand in any order in the file; they are put in the one in
 * which the balance follows.
 */

import { runningSlack } from '../breaches.ts';
import { isMissing } from '../cellText.ts';
import type { Running } from '../constraint.ts';
import { type Series, seriesCount } from '../series.ts';
import type { Table } from '../table.ts';
import type { ColumnPlan } from './roles.ts';

export interface RunningSum {
  readonly constraint: Running;
  /** With rows of equal time in order. */
  readonly series: Series;
  /** Of the rows that have one before them, those that follow. */
  readonly share: number;
  readonly moved: number;
}

/** The share of rows that must follow. */
const LEAST_SHARE = 0.99;
/** Of rows that share no time, before others are moved. */
const LEAST_UNTIED = 0.9;
const LEAST_ROWS = 100;
/** Numbers that are codes have fewer values. */
const LEAST_DISTINCT = 20;
/** Share of the sequences that must open alike for all to open so. */
const ALIKE = 0.95;

export function findRunningSum(
  table: Table,
  plans: readonly ColumnPlan[],
  series: Series,
  instants: Float64Array | undefined,
): RunningSum | undefined {
  // in one long series a level is better learned as it is: added up, small errors grow without end
  if (seriesCount(series) < 2) return undefined;
  const numbers = plans.filter(
    ({ role, codec, facts }) =>
      role === 'feature' && (codec === 'numeric' || codec === 'integer') && facts.distinct >= LEAST_DISTINCT,
  );
  const texts = plans.filter(({ role, codec }) => role === 'feature' && codec === 'categorical');
  const pairs = untiedPairs(series, instants);
  if (pairs.length < LEAST_ROWS) return undefined;
  for (const balance of numbers)
    for (const amount of numbers) {
      if (balance === amount) continue;
      for (const text of [undefined, ...texts]) {
        const constraint = signsOf(table, balance, amount, text, pairs);
        if (constraint === undefined) continue;
        const found = orderRows(constraint, table, plans, series, instants);
        if (found.share >= LEAST_SHARE) return found;
      }
    }
  return undefined;
}

/** Neighbouring rows, of which none shares its time with another. */
function untiedPairs({ order, offsets }: Series, instants: Float64Array | undefined): [number, number][] {
  const pairs: [number, number][] = [];
  const isTied = (i: number, s: number) =>
    instants !== undefined &&
    ((i > offsets[s]! && instants[order[i]!] === instants[order[i - 1]!]) ||
      (i + 1 < offsets[s + 1]! && instants[order[i]!] === instants[order[i + 1]!]));
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i++)
      if (!isTied(i, s) && !isTied(i - 1, s)) pairs.push([order[i - 1]!, order[i]!]);
  return pairs;
}

/** Which texts take away, where nearly all untied rows agree. */
function signsOf(
  table: Table,
  balance: ColumnPlan,
  amount: ColumnPlan,
  text: ColumnPlan | undefined,
  pairs: readonly (readonly [number, number])[],
): Running | undefined {
  const [levels, amounts] = [balance.facts.numbers!, amount.facts.numbers!];
  const cells = text && table.columns[text.facts.index]!;
  const slack = runningSlack(balance.facts.decimals, amount.facts.decimals);
  const votes = new Map<string, { plus: number; minus: number }>();
  let [seen, followed] = [0, 0];
  for (const [before, row] of pairs) {
    const cell = cells === undefined ? '' : isMissing(cells[row]!) ? '' : cells[row]!;
    const vote = votes.get(cell) ?? { plus: 0, minus: 0 };
    votes.set(cell, vote);
    const difference = levels[row]! - levels[before]!;
    const [isPlus, isMinus] = [1, -1].map((sign) => Math.abs(difference - sign * amounts[row]!) <= slack);
    if (isPlus) vote.plus++;
    if (isMinus) vote.minus++;
    seen++;
    if (isPlus || isMinus) followed++;
    if (seen === LEAST_ROWS && followed < 0.5 * seen) return undefined;
  }
  let agreed = 0;
  for (const { plus, minus } of votes.values()) agreed += Math.max(plus, minus);
  if (agreed < LEAST_UNTIED * seen) return undefined;
  const taken = [...votes].filter(([, { plus, minus }]) => minus > plus).map(([cell]) => cell);
  const base = { kind: 'running', balance: balance.facts.name, amount: amount.facts.name } as const;
  if (text === undefined) return taken.length === 0 ? base : undefined;
  return taken.length === 0 ? undefined : { ...base, minus: { column: text.facts.name, texts: taken } };
}

/** Puts rows of equal time into the order in which the balance follows, and counts those that do. */
function orderRows(
  constraint: Running,
  table: Table,
  plans: readonly ColumnPlan[],
  series: Series,
  instants: Float64Array | undefined,
): RunningSum {
  const factsOf = (name: string) => plans.find(({ facts }) => facts.name === name)!.facts;
  const [balance, amount] = [factsOf(constraint.balance), factsOf(constraint.amount)];
  const slack = runningSlack(balance.decimals, amount.decimals);
  const texts = constraint.minus && table.columns[factsOf(constraint.minus.column).index]!;
  const taken = new Set(constraint.minus?.texts);
  const signed = (row: number) => {
    const isMinus = texts !== undefined && taken.has(isMissing(texts[row]!) ? '' : texts[row]!);
    return isMinus ? -amount.numbers![row]! : amount.numbers![row]!;
  };
  const follows = (last: number, row: number) =>
    Math.abs(last + signed(row) - balance.numbers![row]!) <= slack;
  const openings = new Map<number, number>();
  const order = series.order.slice();
  let [followed, total, moved] = [0, 0, 0];
  const usual = usualOpening(series, instants, (row) => balance.numbers![row]! - signed(row), slack);
  for (let s = 0; s < seriesCount(series); s++) {
    const [from, to] = [series.offsets[s]!, series.offsets[s + 1]!];
    let last = usual;
    for (let start = from, end = from; start < to; start = end) {
      end = start + 1;
      while (instants && end < to && instants[order[end]!] === instants[order[start]!]) end++;
      const rows = Array.from(order.subarray(start, end));
      for (let at = start; at < end; at++) {
        const fitting = last === undefined ? -1 : rows.findIndex((row) => follows(last!, row));
        const [row] = rows.splice(Math.max(0, fitting), 1) as [number];
        if (row !== series.order[at]) moved++;
        order[at] = row;
        if (at > from) total++;
        if (at > from && fitting >= 0) followed++;
        last = balance.numbers![row]!;
      }
    }
    const opening = balance.numbers![order[from]!]! - signed(order[from]!);
    openings.set(opening, (openings.get(opening) ?? 0) + 1);
  }
  const opening = [...openings].sort((a, b) => b[1] - a[1])[0];
  const opensAlike = opening !== undefined && opening[1] >= ALIKE * seriesCount(series);
  return {
    constraint: { ...constraint, ...(opensAlike && { opening: opening[0] }) },
    series: { order, offsets: series.offsets },
    share: total === 0 ? 0 : followed / total,
    moved,
  };
}

/** What most series hold before their first row, told by those whose first row shares no time. */
function usualOpening(
  { order, offsets }: Series,
  instants: Float64Array | undefined,
  openingOf: (row: number) => number,
  slack: number,
): number | undefined {
  const openings: number[] = [];
  for (let s = 0; s + 1 < offsets.length; s++) {
    const [first, second] = [
      order[offsets[s]!]!,
      offsets[s]! + 1 < offsets[s + 1]! ? order[offsets[s]! + 1] : undefined,
    ];
    const isTied = instants !== undefined && second !== undefined && instants[first] === instants[second];
    if (!isTied) openings.push(openingOf(first));
  }
  const middle = openings.sort((a, b) => a - b)[openings.length >> 1];
  if (middle === undefined) return undefined;
  const alike = openings.filter((value) => Math.abs(value - middle) <= slack).length;
  return alike >= 0.5 * openings.length ? middle : undefined;
}
