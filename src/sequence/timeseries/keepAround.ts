/** Gaps of a table that were filled in, brought to where its constraints hold with what is known around them. */
import { breaches } from './breaches.ts';
import { isMissing } from './cellText.ts';
import type { CodecParts, Learned } from './codecParts.ts';
import { type Constraint, columnsOf, constraintText } from './constraint.ts';
import { gridOf } from './grid.ts';
import type { OutputColumn } from './outputRows.ts';
import type { Column, Correction, RowsToRepair } from './repair.ts';
import { rangeOf, repairRows } from './repairValues.ts';
import type { Table } from './table.ts';

export interface Kept {
  readonly columns: readonly OutputColumn[];
  readonly corrections: readonly Correction[];
  /** Constraints that cells which were filled in break all the same, and in how many rows: what is known forbids it. */
  readonly unmet: ReadonlyMap<string, number>;
}

/** `columns` are those of `table`, which is one series whose rows stand in `order`, with some of its gaps filled. */
export function keepAround(
  columns: readonly OutputColumn[],
  table: Table,
  order: Int32Array,
  { constraints = [] }: CodecParts,
  learned: readonly Learned[],
): Kept {
  const codecOf = (name: string) => learned.find((column) => column.name === name)?.codec;
  const cellsOf = (name: string) => columns.find((column) => column.name === name)!.cells;
  const numbers = new Map<string, Column>();
  const rows: RowsToRepair = {
    columnOf(name) {
      const values = Float64Array.from(cellsOf(name), (cell) =>
        isMissing(cell) ? Number.NaN : Number(cell),
      );
      const column = numbers.get(name) ?? {
        values,
        grid: gridOf(codecOf(name)!.decoding),
        ...rangeOf(codecOf(name)!.decoding),
      };
      numbers.set(name, column);
      return column;
    },
    textsOf: cellsOf,
    sequences: [order],
    last: new Map(),
    isFree: (name, row) => isMissing(table.columns[table.names.indexOf(name)]![row]!),
  };
  const corrections = repairRows(constraints, rows, (name) => codecOf(name)?.decoding.kind === 'number');
  const kept = columns.map((column) => {
    const { values } = numbers.get(column.name) ?? {};
    if (!values) return column;
    const { format } = codecOf(column.name)!;
    const cells = column.cells.map((cell, row) =>
      rows.isFree!(column.name, row) && !isMissing(cell) ? format(values[row]!, row) : cell,
    );
    return { ...column, cells };
  });
  const unmet = unmetRows(constraints, kept, order, rows.isFree!, (name) => {
    const decoding = codecOf(name)?.decoding;
    return decoding?.kind === 'number' ? decoding.decimals : 0;
  });
  return { columns: kept, corrections, unmet };
}

function unmetRows(
  constraints: readonly Constraint[],
  columns: readonly OutputColumn[],
  order: Int32Array,
  isFree: (column: string, row: number) => boolean,
  decimalsOf: (column: string) => number,
): ReadonlyMap<string, number> {
  const cellsOf = (name: string) => columns.find((column) => column.name === name)!.cells;
  const numbersOf = (name: string) =>
    Float64Array.from(cellsOf(name), (cell) => (isMissing(cell) ? Number.NaN : Number(cell)));
  const before = new Map(Array.from(order, (row, i) => [row, order[i - 1]]));
  const unmet = new Map<string, number>();
  for (const constraint of constraints) {
    const names = columnsOf(constraint);
    if (!names.every((name) => columns.some((column) => column.name === name))) continue;
    const broken = breaches(constraint, { numbersOf, textsOf: cellsOf, decimalsOf, sequences: [order] });
    const looksBack = constraint.kind === 'growth' || constraint.kind === 'running';
    const own = [...broken].filter(({ row }) => {
      const seen = looksBack ? [row, before.get(row) ?? row] : [row];
      return names.some((name) => seen.some((each) => isFree(name, each)));
    });
    if (own.length > 0) unmet.set(constraintText(constraint), own.length);
  }
  return unmet;
}
