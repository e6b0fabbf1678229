/** Text to records, column by column; cells are trimmed, blank lines are skipped. */
import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { UserError } from '../../../errors/userError.ts';

/** columns[c][i] is undefined where record i has no cell c: `widths` tells how many it has. */
export interface Records {
  readonly columns: readonly string[][];
  readonly widths: Int32Array;
  /** The line on which each record starts, 1-based. */
  readonly lines: Int32Array;
  readonly count: number;
}

class RecordList {
  readonly columns: string[][] = [];
  readonly widths: number[] = [];
  readonly lines: number[] = [];

  add(cells: readonly string[], line: number): void {
    const { columns, widths } = this;
    for (let c = 0; c < cells.length; c++) {
      if (c === columns.length) columns.push([]);
      const column = columns[c]!;
      if (column.length < widths.length) column.length = widths.length; // earlier records were shorter
      column.push(cells[c]!);
    }
    widths.push(cells.length);
    this.lines.push(line);
  }

  records(): Records {
    const { columns, widths, lines } = this;
    return { columns, widths: Int32Array.from(widths), lines: Int32Array.from(lines), count: widths.length };
  }
}

/** Text without quotes: a line is a record. */
export function splitPlain(text: string, delimiter: string): Records {
  const list = new RecordList();
  const newline = text.includes('\n') ? '\n' : '\r';
  for (let start = 0, line = 1; start < text.length; line++) {
    const found = text.indexOf(newline, start);
    const end = found < 0 ? text.length : found;
    const row = trim(text.slice(start, end), delimiter === '\t');
    if (row !== '' && !isBlank(row)) list.add(cutLine(row, delimiter), line);
    start = end + 1;
  }
  return list.records();
}

function cutLine(row: string, delimiter: string): string[] {
  if (delimiter === ' ') return row.trim().split(/[ \t]+/);
  const cells = row.split(delimiter);
  for (let c = 0; c < cells.length; c++) {
    const cell = cells[c]!;
    if (isSpace(cell.charCodeAt(0)) || isSpace(cell.charCodeAt(cell.length - 1))) cells[c] = cell.trim();
  }
  return cells;
}

const isSpace = (code: number): boolean => code <= 32 || code === 160;

const isBlank = (row: string): boolean => isSpace(row.charCodeAt(0)) && row.trim() === '';

/** Without the carriage return of CRLF, and without other space unless a tab is a delimiter at the edge. */
const trim = (row: string, keepsTabs: boolean): string =>
  keepsTabs ? (row.endsWith('\r') ? row.slice(0, -1) : row) : row.trim();

const REMEDIES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'close the quote, or double a quote that belongs to the text',
  CSV_INVALID_CLOSING_QUOTE:
    'put the delimiter after the closing quote, or double a quote that belongs to the text',
  INVALID_OPENING_QUOTE: 'quote the whole cell and double the quotes inside it',
};

/** Text with quotes, by RFC 4180: a cell in quotes may hold delimiters, line ends and doubled quotes. */
export function splitQuoted(text: string, delimiter: string, source: string): Records {
  const list = new RecordList();
  let line = 1;
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        const cells = delimiter === ' ' ? record.filter((cell) => cell !== '') : record;
        if (cells.length > 0) list.add(cells, line);
        line = lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const remedy = REMEDIES[error.code] ?? 'check the quotes and the delimiter';
    const place = typeof error.lines === 'number' ? `, line ${error.lines}` : '';
    throw new UserError(
      'data',
      [{ where: `${source}${place}`, what: `cannot be read: ${error.message}`, remedy }],
      { cause: error },
    );
  }
  return list.records();
}
