/** A table whose cells are written plainly: numbers as `-1234.5`, dates as dateFormat.ts reads them. */
import type { Table } from '../table.ts';
import { findNotations, type Notations, plainCell, writtenCell } from './notation.ts';

/** Of a table as it was read; `form.notations` says how it was written. */
export function plainTable(table: Table): Table {
  const notations = findNotations(table.names, table.columns, table.form.delimiter);
  return Object.keys(notations).length === 0 ? table : withPlainCells(table, notations);
}

function withPlainCells(table: Table, notations: Notations): Table {
  const columns = table.names.map((name, c) => {
    const notation = notations[name];
    const cells = table.columns[c]!;
    return notation === undefined ? cells : cells.map((cell) => plainCell(cell, notation));
  });
  return { ...table, columns, form: { ...table.form, notations } };
}

/**
 * The same table as one written in the notations of a model is: a short one may not show that 2.666 is a whole number. A
 * column that has another notation of its own keeps it.
 */
export function readAsKnown(table: Table, known: Notations): Table {
  const own = table.form.notations ?? {};
  const told: Notations = Object.fromEntries(
    Object.entries(known).filter(([name, notation]) => {
      const c = table.names.indexOf(name);
      if (c < 0 || own[name] !== undefined) return false;
      const cells = table.columns[c]!;
      return cells.every((cell) => writtenCell(plainCell(cell, notation), notation) === cell);
    }),
  );
  return Object.keys(told).length === 0 ? table : withPlainCells(table, { ...own, ...told });
}
