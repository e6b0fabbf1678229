/** A table whose cells are written plainly: numbers as `-1234.5`, dates as dateFormat.ts reads them. */
import type { Table } from '../table.ts';
import {
  findNotations,
  type Notation,
  type Notations,
  notationOf,
  plainCell,
  writtenCell,
} from './notation.ts';

/** Of a table as it was read; `form.notations` says how it was written. */
export function plainTable(table: Table): Table {
  const notations = findNotations(table.names, table.columns, table.form.delimiter);
  return notations.length === 0 ? table : withPlainCells(table, notations);
}

/** Of columns that are not plain yet. */
function withPlainCells(table: Table, notations: Notations): Table {
  const columns = table.names.map((name, c) => {
    const notation = notationOf(notations, name);
    const cells = table.columns[c]!;
    return notation === undefined ? cells : cells.map((cell) => plainCell(cell, notation));
  });
  const { notations: before = [] } = table.form;
  return { ...table, columns, form: { ...table.form, notations: [...before, ...notations] } };
}

/**
 * The same table as one written in the notations of a model is: a short one may not show that 2.666 is a whole number, or
 * that `4th` is a text beside `1st`. A column that has another notation of its own keeps it, unless it `isText`.
 */
export function readAsKnown(
  table: Table,
  known: Notations,
  isText: (column: string, notation: Notation) => boolean = () => false,
): Table {
  const own = table.form.notations ?? [];
  const told = known.filter(({ column, notation }) => {
    const c = table.names.indexOf(column);
    if (c < 0 || notationOf(own, column) !== undefined) return false;
    return table.columns[c]!.every((cell) => writtenCell(plainCell(cell, notation), notation) === cell);
  });
  const texts = own.filter(
    ({ column, notation }) => notationOf(known, column) === undefined && isText(column, notation),
  );
  return withWrittenCells(told.length === 0 ? table : withPlainCells(table, told), texts);
}

/** Of columns that were made plain, and should not have been. */
function withWrittenCells(table: Table, notations: Notations): Table {
  if (notations.length === 0) return table;
  const columns = table.names.map((name, c) => {
    const notation = notationOf(notations, name);
    const cells = table.columns[c]!;
    return notation === undefined ? cells : cells.map((cell) => writtenCell(cell, notation));
  });
  const others = table.form.notations!.filter((each) => !notations.includes(each));
  return { ...table, columns, form: { ...table.form, notations: others } };
}
