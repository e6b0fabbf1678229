/**
 * Columns that follow exactly from others, in every row of the data: copies, scaled and shifted copies, sums, and texts
 * that another text decides. Such a column need not be learned, and learned by itself it would only nearly follow.
 *
 * Numbers agree where they differ by at most half a unit of the last decimal that the column writes. A column with more
 * distinct values is never written from one with fewer.
 */
import { isMissing, usualMarker } from '../cellText.ts';
import { type Constraint, columnsOf } from '../constraint.ts';
import { type Derivation, describeLinear, type Linear } from '../derivation.ts';
import type { Table } from '../table.ts';
import type { ColumnFacts } from './columnFacts.ts';
import type { ColumnPlan } from './roles.ts';

/** Rows below which agreement may be chance. */
const LEAST_ROWS = 20;
/** Rows in which a part of a sum must change, or the sum says nothing of it. */
const LEAST_CHANGES = 10;
/** Sums of more than two parts are looked for among so many columns at the most: the search is their number cubed. */
const MOST_PARTS = 40;
/** Rows that each text must have on average, for what goes with it to be no chance. */
const ROWS_A_TEXT = 10;

export interface DerivedOptions {
  readonly declared: readonly Constraint[];
  /** Its columns stay learned. */
  readonly running: { readonly constraint: Constraint } | undefined;
  /** Whether what is found counts too, besides what is declared. */
  readonly isFree: boolean;
  /** Columns that are learned though they may follow from others. */
  readonly learned: readonly string[];
}

/** The plans, those of derived columns with their derivation. */
export function findDerived(
  plans: readonly ColumnPlan[],
  table: Table,
  { declared, running, isFree, learned }: DerivedOptions,
): ColumnPlan[] {
  const derived = new Map<ColumnPlan, ColumnPlan>();
  const kept = new Set([...learned, ...(running ? columnsOf(running.constraint) : [])]);
  const sources = new Set(plans.filter(({ facts }) => kept.has(facts.name)));
  const settle = (plan: ColumnPlan, found: Found | undefined) => {
    if (found === undefined) return;
    for (const source of found.sources) sources.add(source);
    const { derivation, why } = found;
    derived.set(plan, { facts: plan.facts, role: 'derived', why, codec: 'derived', derivation });
  };
  const byName = (name: string) => plans.find(({ facts }) => facts.name === name);
  for (const sum of declared) {
    if (sum.kind !== 'sum') continue;
    const [total, ...parts] = columnsOf(sum).map(byName);
    if (![total, ...parts].every((plan) => plan !== undefined && isNumber(plan) && !derived.has(plan)))
      continue;
    if (sources.has(total!) || !holds(total!, parts as ColumnPlan[], { ...sum, plus: 0 })) continue;
    settle(total!, asFound(total!, parts as ColumnPlan[], { terms: sum.terms, plus: 0 }, table));
  }
  const resolved = () => plans.map((plan) => derived.get(plan) ?? plan);
  if (!isFree) return resolved();
  const open = () =>
    table.rowCount < LEAST_ROWS ? [] : plans.filter((plan) => isNumber(plan) && !derived.has(plan));
  for (const search of [findCopy, findPairSum, findLongSum])
    for (const plan of open()) if (!sources.has(plan)) settle(plan, search(plan, open(), table));
  // a difference may be read either way: the last of its columns is written
  for (const plan of open().reverse())
    if (!sources.has(plan)) settle(plan, findLongSum(plan, open(), table, -1));
  for (const plan of plans)
    if (plan.codec === 'categorical' && !sources.has(plan))
      settle(
        plan,
        findLookup(
          plan,
          plans.filter((other) => other.codec === 'categorical' && !derived.has(other)),
          table,
        ),
      );
  return resolved();
}

interface Found {
  readonly derivation: Derivation;
  readonly why: string;
  readonly sources: readonly ColumnPlan[];
}

const isNumber = ({ role, codec }: ColumnPlan): boolean =>
  (role === 'feature' || role === 'attribute') && (codec === 'numeric' || codec === 'integer');

const numbersOf = ({ facts }: ColumnPlan): Float64Array => facts.numbers!;

function findCopy(plan: ColumnPlan, others: readonly ColumnPlan[], table: Table): Found | undefined {
  const after = (other: ColumnPlan) => other.facts.index > plan.facts.index;
  for (const other of others) {
    if (other === plan || other.facts.distinct < plan.facts.distinct) continue;
    // of two that follow from each other the later one is written from the earlier
    if (other.facts.distinct === plan.facts.distinct && after(other)) continue;
    const { min, max } = other.facts;
    const numbers = numbersOf(other);
    const [low, high] = [numbers.indexOf(min!), numbers.indexOf(max!)];
    const [atLow, atHigh] = [numbersOf(plan)[low]!, numbersOf(plan)[high]!];
    const factor = (atHigh - atLow) / (max! - min!);
    if (factor === 0 || Number.isNaN(factor) || other.facts.distinct < 3) continue;
    const line = (digits: number) => {
      const rounded = Number(factor.toPrecision(digits));
      const plus = Number((atLow - rounded * min!).toPrecision(digits));
      return { terms: [{ column: other.facts.name, factor: rounded }], plus };
    };
    if (!holds(plan, [other], line(15))) continue;
    const digits = [1, 2, 3, 4, 6, 8, 10, 12].find((count) => holds(plan, [other], line(count))) ?? 15;
    return asFound(plan, [other], line(digits), table);
  }
  return undefined;
}

function findPairSum(plan: ColumnPlan, others: readonly ColumnPlan[], table: Table): Found | undefined {
  const parts = others.filter((other) => other !== plan && changes(other) >= LEAST_CHANGES);
  if (changes(plan) < LEAST_CHANGES) return undefined;
  for (const [i, one] of parts.entries())
    for (const other of parts.slice(i + 1)) {
      const sum = sumOf([one, other], [1, 1]);
      if (holds(plan, [one, other], sum)) return asFound(plan, [one, other], sum, table);
    }
  return undefined;
}

/** Three parts or more, by least squares; factors are 1, or -1 where `least` allows it. */
function findLongSum(
  plan: ColumnPlan,
  others: readonly ColumnPlan[],
  table: Table,
  least: 1 | -1 = 1,
): Found | undefined {
  const parts = others.filter((other) => other !== plan && changes(other) >= LEAST_CHANGES);
  if (parts.length < 3 || parts.length > MOST_PARTS || changes(plan) < LEAST_CHANGES) return undefined;
  const factors = leastSquares(numbersOf(plan), parts.map(numbersOf));
  if (factors === undefined || factors.some((factor) => Math.abs(factor - Math.round(factor)) > 0.02))
    return undefined;
  const used = parts.flatMap((part, i) =>
    Math.round(factors[i]!) === 0 ? [] : [{ part, factor: Math.round(factors[i]!) }],
  );
  if (used.length < 3 || used.some(({ factor }) => factor < least || factor > 1)) return undefined;
  const sources = used.map(({ part }) => part);
  const sum = sumOf(
    sources,
    used.map(({ factor }) => factor),
  );
  return holds(plan, sources, sum) ? asFound(plan, sources, sum, table) : undefined;
}

const sumOf = (parts: readonly ColumnPlan[], factors: readonly number[]) => ({
  terms: parts.map(({ facts }, i) => ({ column: facts.name, factor: factors[i]! })),
  plus: 0,
});

/** Rows in which a column is another than in the row before. */
function changes(plan: ColumnPlan): number {
  const numbers = numbersOf(plan);
  let count = 0;
  for (let row = 1; row < numbers.length && count < LEAST_CHANGES; row++)
    if (numbers[row] !== numbers[row - 1]) count++;
  return count;
}

/** Whether the line gives the column in every row, missing where a source is. */
function holds(
  { facts }: ColumnPlan,
  sources: readonly ColumnPlan[],
  { terms, plus }: Pick<Linear, 'terms' | 'plus'>,
): boolean {
  return (
    firstMiss(
      facts,
      sources.map(numbersOf),
      terms.map(({ factor }) => factor),
      plus,
    ) < 0
  );
}

/** The first row in which a sum does not give the column, or -1. */
export function firstMiss(
  { numbers, decimals }: ColumnFacts,
  sources: readonly Float64Array[],
  factors: readonly number[],
  plus: number,
): number {
  const half = 0.5000001 * 10 ** -Math.min(decimals, 300);
  for (let row = 0; row < numbers!.length; row++) {
    let value = plus;
    for (let i = 0; i < sources.length; i++) value += factors[i]! * sources[i]![row]!;
    const wanted = numbers![row]!;
    if (Number.isNaN(value) && Number.isNaN(wanted)) continue;
    // written so that a cell that only one side lacks fails too
    if (!(Math.abs(value - wanted) <= half + 1e-12 * Math.abs(wanted))) return row;
  }
  return -1;
}

function asFound(
  { facts }: ColumnPlan,
  sources: readonly ColumnPlan[],
  line: Pick<Linear, 'terms' | 'plus'>,
  table: Table,
): Found {
  const { decimals, digits, count, missing } = facts;
  const leastDecimals = Math.min(facts.leastDecimals, decimals);
  const marker = missing === 0 ? '' : usualMarker(table.columns[facts.index]!);
  const why = `is ${describeLinear(line)} in all ${count} rows: not learned, written from ${sources.length > 1 ? 'them' : 'it'}`;
  const written = { decimals, leastDecimals, ...(digits !== undefined && { digits }), marker };
  return { derivation: { kind: 'linear', ...line, ...written }, why, sources };
}

/** A text that another text of the same row, or sequence, decides. */
function findLookup(plan: ColumnPlan, others: readonly ColumnPlan[], table: Table): Found | undefined {
  const cells = table.columns[plan.facts.index]!;
  for (const other of others) {
    const [own, its] = [plan.facts, other.facts];
    if (other === plan || other.role !== plan.role || its.distinct < own.distinct) continue;
    if (its.distinct === own.distinct && its.index > own.index) continue;
    if (its.distinct * ROWS_A_TEXT > own.count) continue;
    const texts = table.columns[its.index]!;
    const [ownMarker, itsMarker] = [usualMarker(cells), usualMarker(texts)];
    const pairs = new Map<string, string>();
    const isDecided = texts.every((text, row) => {
      const key = isMissing(text) ? itsMarker : text;
      const value = isMissing(cells[row]!) ? ownMarker : cells[row]!;
      if (!pairs.has(key)) pairs.set(key, value);
      return pairs.get(key) === value;
    });
    if (!isDecided) continue;
    const why = `follows from "${its.name}" in all ${own.count} rows: not learned, written from it`;
    return { derivation: { kind: 'lookup', column: its.name, pairs: [...pairs] }, why, sources: [other] };
  }
  return undefined;
}

/** The factors f that make sum f_i part_i nearest to the target, by the normal equations, standardised. */
function leastSquares(target: Float64Array, parts: readonly Float64Array[]): number[] | undefined {
  const rows: number[] = [];
  for (let row = 0; row < target.length && rows.length < 2000; row++)
    if (!Number.isNaN(target[row]!) && parts.every((part) => !Number.isNaN(part[row]!))) rows.push(row);
  const size = parts.length;
  if (rows.length < 2 * size) return undefined;
  const norms = parts.map((part) => Math.sqrt(rows.reduce((sum, row) => sum + part[row]! ** 2, 0)) || 1);
  const dot = (a: Float64Array, b: Float64Array) => rows.reduce((sum, row) => sum + a[row]! * b[row]!, 0);
  const matrix = parts.map((one, i) => [
    ...parts.map((other, j) => dot(one, other) / (norms[i]! * norms[j]!)),
    dot(one, target) / norms[i]!,
  ]);
  for (let pivot = 0; pivot < size; pivot++) {
    let best = pivot;
    for (let i = pivot + 1; i < size; i++)
      if (Math.abs(matrix[i]![pivot]!) > Math.abs(matrix[best]![pivot]!)) best = i;
    [matrix[pivot], matrix[best]] = [matrix[best]!, matrix[pivot]!];
    const own = matrix[pivot]!;
    if (Math.abs(own[pivot]!) < 1e-12) return undefined;
    for (let i = 0; i < size; i++) {
      if (i === pivot) continue;
      const factor = matrix[i]![pivot]! / own[pivot]!;
      for (let j = pivot; j <= size; j++) matrix[i]![j]! -= factor * own[j]!;
    }
  }
  return matrix.map((row, i) => row[size]! / row[i]! / norms[i]!);
}
