/** Tables of one form, each a file, as one: the name of its file stands in every row, and is the key. */
import { didYouMean } from '../../errors/didYouMean.ts';
import { type Problem, UserError } from '../../errors/userError.ts';
import type { Table } from './table.ts';

/** The column of the files' names; with underscores before it where the tables have such a column. */
export const FILE = 'file';

export interface NamedTable {
  /** Without its folder and ending. */
  readonly name: string;
  readonly table: Table;
}

/** `source` is the folder. Columns may stand in another order; a UserError lists every file that lacks or adds some. */
export function joinTables(parts: readonly NamedTable[], source: string): Table {
  const { table: first } = parts[0]!;
  const problems = parts.slice(1).flatMap(({ table }) => differences(first, table));
  if (problems.length > 0) throw new UserError('data', problems);
  let key = FILE;
  while (first.names.includes(key)) key = `_${key}`;
  const keys = parts.flatMap(({ name, table }) => new Array<string>(table.rowCount).fill(name));
  const columns = first.names.map((name) => {
    const cells: string[] = [];
    for (const { table } of parts)
      for (const cell of table.columns[table.names.indexOf(name)]!) cells.push(cell);
    return cells;
  });
  const lines = parts.every(({ table }) => table.lines !== undefined)
    ? Int32Array.from(parts.flatMap(({ table }) => Array.from(table.lines!)))
    : undefined;
  let start = 0;
  const files = parts.map(({ table }) => {
    const file = { source: table.source, start };
    start += table.rowCount;
    return file;
  });
  const form = { ...first.form, key };
  return {
    source,
    names: [key, ...first.names],
    columns: [keys, ...columns],
    rowCount: keys.length,
    ...(lines && { lines }),
    files,
    form,
  };
}

function differences(first: Table, table: Table): Problem[] {
  const quoted = (names: readonly string[]) => names.map((name) => JSON.stringify(name)).join(', ');
  const lacking = first.names.filter((name) => !table.names.includes(name));
  const extra = table.names.filter((name) => !first.names.includes(name));
  if (lacking.length === 0 && extra.length === 0) return [];
  const whats = [
    ...(lacking.length > 0 ? [`lacks ${quoted(lacking)}`] : []),
    ...(extra.length > 0 ? [`has also ${quoted(extra)}`] : []),
  ];
  const near = lacking.length > 0 ? didYouMean(lacking[0]!, extra) : undefined;
  const remedy = near
    ? `rename ${JSON.stringify(near)}, or take the file out of the folder`
    : 'give all files the same columns, or take the file out of the folder';
  const what = `${whats.join(' and ')}, other than ${first.source}`;
  return [{ where: table.source, what, remedy }];
}
