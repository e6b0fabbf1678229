/** Gaps of a table that were filled in, brought to where its constraints hold with what is known around them. */
import { isMissing } from './cellText.ts';
import type { CodecParts, Learned } from './codecParts.ts';
import { gridOf } from './grid.ts';
import type { OutputColumn } from './outputRows.ts';
import type { Column, Correction, RowsToRepair } from './repair.ts';
import { rangeOf, repairRows } from './repairValues.ts';
import type { Table } from './table.ts';

export interface Kept {
  readonly columns: readonly OutputColumn[];
  readonly corrections: readonly Correction[];
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
  return { columns: kept, corrections };
}
