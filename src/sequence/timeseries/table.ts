/**
 * A table as it was read: every cell is the text of the file, column by column. Cells stay text because the number
 * of decimals, the date format and the missing marker are learned from it. 100,000 rows of 30 columns take about
 * 100 MB and no copy is made later.
 */
import type { Problem } from '../../errors/userError.ts';
import type { Notations } from './notation/notation.ts';
import type { TableSchema } from './schema.ts';

export interface Table {
  /** How messages name it, usually the file as the user wrote it. */
  readonly source: string;
  readonly names: readonly string[];
  /** columns[c][r]: trimmed text, '' where a cell is blank. */
  readonly columns: readonly (readonly string[])[];
  readonly rowCount: number;
  /** The line of the file on which each row starts, 1-based; absent where the format has no lines. */
  readonly lines?: Int32Array;
  /** Where only a part of a large file was kept: its rows in all, what was drawn, and the rows before which some are missing. */
  readonly drawn?: { readonly rows: number; readonly what: string; readonly gaps: readonly number[] };
  /** Where the table was read from several files: each with the row at which it starts. */
  readonly files?: readonly { readonly source: string; readonly start: number }[];
  readonly form: TableForm;
}

/** What the reader knows beyond the cells: written files take the same form, and some formats fix roles. */
export interface TableForm {
  readonly format: 'csv' | 'ts' | 'parquet' | 'npy';
  /** False where the names `column_1`, ... are ours. */
  readonly hasHeader: boolean;
  /** One character; ' ' stands for runs of spaces. */
  readonly delimiter: string;
  /** The column that the reader made from the format's own sequences. */
  readonly key?: string;
  /** The column that holds the format's class labels. */
  readonly label?: string;
  /** Set where each row of the file was laid out as a series of its own (wideTable.ts): the names of its columns. */
  readonly steps?: readonly string[];
  /** How columns were written whose cells were made plain (notation/): files are written so again. */
  readonly notations?: Notations;
}

/** At most this many places of one kind of mistake are listed; the rest is counted. */
export const MAX_PLACES = 20;

/** `data.csv, row 17 (line 18), column "Open"`; rows are counted from 1 below the header. */
export function placeOf(table: Table, row: number, column?: number): string {
  if (table.drawn !== undefined) {
    const at = column === undefined ? '' : `, column "${table.names[column]}"`;
    return `${table.source}, row ${row + 1} of those drawn${at}`;
  }
  const { steps } = table.form;
  if (steps !== undefined) {
    const line = table.lines === undefined ? '' : ` (line ${table.lines[row]})`;
    return `${table.source}, row ${Math.floor(row / steps.length) + 1}${line}, column "${steps[row % steps.length]}"`;
  }
  const line = table.lines === undefined ? '' : ` (line ${table.lines[row]})`;
  const file = table.files?.findLast(({ start }) => start <= row);
  const at = column === undefined ? '' : `, column "${table.names[column]}"`;
  return `${file?.source ?? table.source}, row ${row - (file?.start ?? 0) + 1}${line}${at}`;
}

/** The first MAX_PLACES problems and one that counts the others. */
export function capProblems(problems: readonly Problem[], where: string, total = problems.length): Problem[] {
  if (total <= MAX_PLACES) return [...problems];
  return [
    ...problems.slice(0, MAX_PLACES),
    {
      where,
      what: `has ${total - MAX_PLACES} more cells or rows of this kind`,
      remedy: 'mend them likewise',
    },
  ];
}

/** A cell as a message shows it: quoted, at most 40 characters. */
export function quoteCell(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}

/** What the user may say about the data; everything has a default that is found in the data and shown. */
export interface DataOptions {
  /** One character, or 'tab', 'space' (runs of spaces), 'comma', 'semicolon', 'pipe'. Default: found in the file. */
  readonly delimiter?: string;
  /** Whether the first row holds names. Default: found in the file. */
  readonly header?: boolean;
  /** 'columns': time runs down the columns; 'rows': each row is one sequence of one variable. Default 'auto'. */
  readonly layout?: 'auto' | 'columns' | 'rows';
  /** Steps of a sequence. Default: see sequenceLength.ts. */
  readonly length?: number;
  /** Rows from the start of one window to the next. Default 1, more where that makes more than 50,000 windows. */
  readonly stride?: number;
  /** The column whose equal values form one series. Default: found in the data. */
  readonly key?: string;
  /** The column that holds the time. Default: found in the data. */
  readonly time?: string;
  /** The only columns to learn. Default: all numeric ones. */
  readonly columns?: readonly string[];
  /** Columns to leave out. */
  readonly ignore?: readonly string[];
  /** What must hold in every row, besides what is found; lines as constraint.ts says. */
  readonly constraints?: readonly string[];
  /** What the columns are and do, and what holds, in the place of what would be found; see schema.ts. */
  readonly schema?: TableSchema;
}
