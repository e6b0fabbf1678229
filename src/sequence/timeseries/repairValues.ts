/** The constraints of a codec on what was generated: repaired where they can be, and where they are still broken. */
import { breaches } from './breaches.ts';
import { isMissing } from './cellText.ts';
import type { LearnedColumn } from './codecParts.ts';
import type { Decoding } from './codecs/codec.ts';
import { type Constraint, constraintText, type Order } from './constraint.ts';
import { gridOf, roundTo } from './grid.ts';
import {
  type Column,
  type Correction,
  type RowsToRepair,
  repairBound,
  repairGrowth,
  repairOrders,
} from './repair.ts';
import { repairRunning } from './repairRunning.ts';

export interface Repaired {
  /** [n, T, C]; rounded where a constraint touches a column. */
  readonly values: Float64Array;
  readonly corrections: readonly Correction[];
}

export interface Place {
  /** Steps of a sequence, and of each where they differ. */
  readonly length: number;
  readonly lengths: Int32Array | undefined;
  /** Numbers of the row before that with which a sequence begins, by column. */
  readonly last: Map<string, number>;
  /** Whether the next batch goes on from this one; its last numbers are then put into `last`. */
  readonly goesOn: boolean;
}

/** `values` [n, T, C]. */
export function repairValues(
  constraints: readonly Constraint[],
  learned: readonly LearnedColumn[],
  values: ArrayLike<number>,
  { length, lengths, last, goesOn }: Place,
): Repaired {
  const width = learned.length;
  const rowCount = values.length / width;
  const placeOf = new Map(learned.map(({ name }, c) => [name, c]));
  const columns = new Map<string, Column>();
  const rows: RowsToRepair = {
    columnOf(name) {
      const held = columns.get(name);
      if (held) return held;
      const c = placeOf.get(name)!;
      const grid = gridOf(learned[c]!);
      const own = Float64Array.from({ length: rowCount }, (_, row) =>
        roundTo(values[row * width + c]!, grid),
      );
      const made = { values: own, grid, ...rangeOf(learned[c]!) };
      columns.set(name, made);
      return made;
    },
    textsOf(name) {
      const c = placeOf.get(name)!;
      const { levels } = learned[c] as Extract<LearnedColumn, { kind: 'levels' }>;
      return Array.from({ length: rowCount }, (_, row) => levels[values[row * width + c]!] ?? '');
    },
    sequences: sequenceRows(rowCount, length, lengths),
    last,
  };
  const corrections = repairRows(constraints, rows, (name) => placeOf.has(name));
  const repaired = Float64Array.from(values);
  for (const [name, { values: own }] of columns) {
    const c = placeOf.get(name)!;
    for (let row = 0; row < rowCount; row++) repaired[row * width + c] = own[row]!;
    const there = goesOn ? own.findLast((value) => !Number.isNaN(value)) : undefined;
    if (there !== undefined) last.set(name, there);
  }
  return { values: repaired, corrections };
}

/** Repairs what can be of constraints between columns that are `isGenerated`. */
export function repairRows(
  constraints: readonly Constraint[],
  rows: RowsToRepair,
  isGenerated: (column: string) => boolean,
): readonly Correction[] {
  const areMade = (...names: readonly string[]) => names.every(isGenerated);
  const corrections: Correction[] = [];
  const record = (constraint: string, changed: Float64Array) => {
    const broken = changed.filter((change) => change > 0);
    corrections.push({
      constraint,
      rows: broken.length,
      change: broken.reduce((sum, change) => sum + change, 0),
    });
  };
  for (const constraint of constraints)
    if (constraint.kind === 'growth' && areMade(constraint.column))
      record(constraintText(constraint), repairGrowth(constraint.column, rows));
  for (const constraint of constraints)
    if (constraint.kind === 'bound' && areMade(constraint.column))
      record(constraintText(constraint), repairBound(constraint, rows));
  const orders = constraints.filter(
    (constraint): constraint is Order =>
      constraint.kind === 'order' && areMade(constraint.high, constraint.low),
  );
  if (orders.length > 0) record(orders.map(constraintText).join(', '), repairOrders(orders, rows));
  for (const constraint of constraints)
    if (constraint.kind === 'running' && areMade(constraint.balance, constraint.amount))
      record(constraintText(constraint), repairRunning(constraint, rows));
  return corrections;
}

/** The sequences whose written cells break a constraint, and the first that each breaks. */
export function unmetSequences(
  constraints: readonly Constraint[],
  cellsOf: (column: string) => readonly string[],
  decimalsOf: (column: string) => number,
  { rowCount, length, lengths }: { rowCount: number; length: number; lengths: Int32Array | undefined },
): Map<number, string> {
  const numbers = new Map<string, Float64Array>();
  const unmet = new Map<number, string>();
  for (const constraint of constraints) {
    const rows = {
      numbersOf(name: string) {
        const own =
          numbers.get(name) ??
          Float64Array.from(cellsOf(name), (cell) => (isMissing(cell) ? Number.NaN : Number(cell)));
        numbers.set(name, own);
        return own;
      },
      textsOf: cellsOf,
      decimalsOf,
      sequences: sequenceRows(rowCount, length, lengths),
    };
    for (const { sequence } of breaches(constraint, rows))
      if (!unmet.has(sequence)) unmet.set(sequence, constraintText(constraint));
  }
  return unmet;
}

/** Of numbers that are no points of mass. */
export function rangeOf(column: Decoding): { readonly low: number; readonly high: number } {
  if (column.kind === 'levels') return { low: 0, high: column.levels.length - 1 };
  const { offset, scale, unfolding } = column;
  const { low, high } = unfolding ?? { low: offset - scale, high: offset + scale };
  return { low, high };
}

function sequenceRows(rowCount: number, length: number, lengths: Int32Array | undefined): Int32Array[] {
  return Array.from({ length: rowCount / length }, (_, n) =>
    Int32Array.from({ length: lengths?.[n] ?? length }, (_, t) => n * length + t),
  );
}
