/**
 * Generated sequences brought to where their constraints hold, by the smallest change, before they are written:
 *
 *     order     the nearest point of the cone of all orders of the row, by Dykstra's projections (Boyle and Dykstra 1986)
 *     growth    the nearest sequence that never falls, by pooling adjacent violators (Barlow et al. 1972)
 *     running   amounts and balance both move a little, so that neither leaves what was learned (repairRunning.ts)
 *     bound     the nearest value inside
 *
 * Values are rounded as they will be written first, so that what holds then holds in the file. Every change is counted:
 * nothing is clipped in silence.
 */
import type { RowsToCheck } from './breaches.ts';
import type { Constraint, Order } from './constraint.ts';
import { type Grid, roundTo, roundUpTo } from './grid.ts';

/** What was changed for one constraint, or for all orders together. */
export interface Correction {
  readonly constraint: string;
  /** Rows that broke it as they were generated. */
  readonly rows: number;
  /** Sum of the changes of a value, over the rows; in the column's units. */
  readonly change: number;
}

export interface Column {
  readonly values: Float64Array;
  readonly grid: Grid;
  /** The least and the largest number that was learned, but for points of mass. */
  readonly low: number;
  readonly high: number;
}

/** Columns of [n, T] values, changed in place. */
export interface RowsToRepair {
  columnOf(name: string): Column;
  textsOf: RowsToCheck['textsOf'];
  /** Rows of each sequence, in order. */
  readonly sequences: readonly Int32Array[];
  /** Numbers of the row before the first of a sequence, by column, where there is one. */
  readonly last: ReadonlyMap<string, number>;
  /** Where only some cells may be changed: gaps that were filled in, beside what is known. */
  isFree?(column: string, row: number): boolean;
}

const SWEEPS = 200;

/** Repairs the orders of every row; returns by row whether it was changed. */
export function repairOrders(orders: readonly Order[], rows: RowsToRepair): Float64Array {
  const names = [...new Set(orders.flatMap(({ high, low }) => [high, low]))];
  const columns = names.map((name) => rows.columnOf(name));
  const pairs = orders.map(({ high, low }) => [names.indexOf(high), names.indexOf(low)] as const);
  const changed = new Float64Array(columns[0]!.values.length);
  for (const order of rows.sequences)
    for (const row of order) {
      const before = columns.map(({ values }) => values[row]!);
      if (pairs.every(([high, low]) => !(before[high]! < before[low]!))) continue;
      const isFree = names.map((name) => rows.isFree?.(name, row) ?? true);
      const after = raise(project(before, pairs, isFree), pairs, columns, isFree);
      for (const [i, { values }] of columns.entries()) {
        changed[row]! += Number.isNaN(before[i]!) ? 0 : Math.abs(after[i]! - before[i]!);
        values[row] = after[i]!;
      }
    }
  return changed;
}

/** The nearest point to `values` where values[high] >= values[low] for all pairs; what is not free stays. */
function project(
  values: readonly number[],
  pairs: readonly (readonly [number, number])[],
  isFree: readonly boolean[],
): number[] {
  const point = [...values];
  const shifts = pairs.map(() => 0); // how far each pair was moved together; Dykstra takes it back before the next sweep
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0;
    for (const [p, [high, low]] of pairs.entries()) {
      const [up, down] = [Number(isFree[high]!), Number(isFree[low]!)];
      const gap = point[low]! + shifts[p]! * down - (point[high]! - shifts[p]! * up);
      if (Number.isNaN(gap) || up + down === 0) continue;
      const shift = Math.max(0, gap / (up + down));
      point[high]! += (shift - shifts[p]!) * up;
      point[low]! -= (shift - shifts[p]!) * down;
      moved = Math.max(moved, Math.abs(shift - shifts[p]!));
      shifts[p] = shift;
    }
    if (moved < 1e-9 * Math.max(...point.map(Math.abs).filter(Number.isFinite), 1e-300)) break;
  }
  return point;
}

/** Rounded as written; what rounding or the last sweep left short is raised, or lowered where that is not free. */
function raise(
  point: readonly number[],
  pairs: readonly (readonly [number, number])[],
  columns: readonly Column[],
  isFree: readonly boolean[],
): number[] {
  const rounded = point.map((value, i) => (isFree[i] ? roundTo(value, columns[i]!.grid) : value));
  for (let pass = 0; pass < columns.length; pass++)
    for (const [high, low] of pairs) {
      if (!(rounded[high]! < rounded[low]!)) continue;
      if (isFree[high]) rounded[high] = roundUpTo(rounded[low]!, columns[high]!.grid);
      else if (isFree[low]) rounded[low] = -roundUpTo(-rounded[high]!, columns[low]!.grid);
    }
  return rounded;
}

/** To the nearest sequences that never fall, nor below what came before. */
export function repairGrowth(column: string, rows: RowsToRepair): Float64Array {
  if (rows.isFree) return keepBetween(column, rows);
  const { values, grid } = rows.columnOf(column);
  const least = rows.last.get(column) ?? Number.NEGATIVE_INFINITY;
  const changed = new Float64Array(values.length);
  for (const order of rows.sequences) {
    const there = order.filter((row) => !Number.isNaN(values[row]!));
    const pools: { mean: number; size: number }[] = [];
    for (const row of there) {
      pools.push({ mean: values[row]!, size: 1 });
      while (pools.length > 1 && pools.at(-2)!.mean > pools.at(-1)!.mean) {
        const [a, b] = pools.splice(-2) as [(typeof pools)[0], (typeof pools)[0]];
        const size = a.size + b.size;
        pools.push({ mean: (a.mean * a.size + b.mean * b.size) / size, size });
      }
    }
    let i = 0;
    for (const { mean, size } of pools)
      for (let k = 0; k < size; k++, i++) {
        const value = Math.max(least, size === 1 ? values[there[i]!]! : roundTo(mean, grid));
        changed[there[i]!] = Math.abs(value - values[there[i]!]!);
        values[there[i]!] = value;
      }
  }
  return changed;
}

/** What is free is kept above all before it and below what is known after it. */
function keepBetween(column: string, rows: RowsToRepair): Float64Array {
  const { values } = rows.columnOf(column);
  const changed = new Float64Array(values.length);
  for (const order of rows.sequences) {
    const most = new Float64Array(order.length);
    let least = Number.POSITIVE_INFINITY;
    for (let i = order.length - 1; i >= 0; i--) {
      const isKnown = !rows.isFree!(column, order[i]!) && !Number.isNaN(values[order[i]!]!);
      if (isKnown) least = values[order[i]!]!;
      most[i] = least;
    }
    let before = Number.NEGATIVE_INFINITY;
    for (const [i, row] of order.entries()) {
      const old = values[row]!;
      if (Number.isNaN(old)) continue;
      if (rows.isFree!(column, row)) values[row] = Math.min(most[i]!, Math.max(before, old));
      changed[row] = Math.abs(values[row]! - old);
      before = values[row]!;
    }
  }
  return changed;
}

export function repairBound(
  { column, side, value }: Extract<Constraint, { kind: 'bound' }>,
  rows: RowsToRepair,
): Float64Array {
  const { values } = rows.columnOf(column);
  return values.map((old, row) => {
    const isOut = (side === 'least' ? old < value : old > value) && (rows.isFree?.(column, row) ?? true);
    if (isOut) values[row] = value;
    return isOut ? Math.abs(old - value) : 0;
  });
}
