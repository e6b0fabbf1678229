/**
 * Delimited text to a table. Text without quotes is cut at line ends and delimiters, which is four times as fast;
 * text with quotes goes through csv-parse. Both report every row whose number of cells is not the header's.
 */
import { type Problem, UserError } from '../../../errors/userError.ts';
import { capProblems, type DataOptions, quoteCell, type Table } from '../table.ts';
import { findDelimiter, givenDelimiter } from './delimiter.ts';
import { defaultName, hasHeader } from './header.ts';
import { withoutPreamble } from './preamble.ts';
import { type Records, splitPlain, splitQuoted } from './records.ts';

export type CsvOptions = Pick<DataOptions, 'delimiter' | 'header'>;

/** More characters in one cell are the mark of a quote that is never closed, or of a file that is no table. */
const MAX_CELL = 100_000;

export function parseCsv(whole: string, source: string, options: CsvOptions = {}): Table {
  const { text, ...preamble } = withoutPreamble(whole);
  const empty = () => fail(source, 'is empty', 'give a file with a header and rows of numbers');
  if (text.trim() === '') throw empty();
  const delimiter =
    options.delimiter === undefined
      ? (preamble.delimiter ?? findDelimiter(text))
      : givenDelimiter(options.delimiter, text, source);
  const records = text.includes('"') ? splitQuoted(text, delimiter, source) : splitPlain(text, delimiter);
  if (records.count === 0) throw empty();
  const first = recordAt(records, 0);
  const sample = Array.from({ length: Math.min(50, records.count - 1) }, (_, i) => recordAt(records, i + 1));
  const isHeader = options.header ?? hasHeader(first, sample);
  checkShape(records, source, isHeader);
  const names = isHeader ? checkNames(first, source) : first.map((_, c) => defaultName(c));
  const skipped = isHeader ? 1 : 0;
  if (records.count === skipped)
    throw fail(source, 'has a header but no rows', 'give rows of data below the header');
  const columns = records.columns.slice(0, names.length);
  const form = { format: 'csv', hasHeader: isHeader, delimiter } as const;
  return {
    source,
    names,
    columns: isHeader ? columns.map((cells) => cells.slice(1)) : columns,
    rowCount: records.count - skipped,
    lines: records.lines.slice(skipped),
    form,
  };
}

const recordAt = ({ columns, widths }: Records, i: number): string[] =>
  columns.slice(0, widths[i]).map((cells) => cells[i]!);

/** All rows must have as many cells as the first. */
function checkShape({ columns, widths, lines, count }: Records, source: string, isHeader: boolean): void {
  const expected = widths[0]!;
  const problems: Problem[] = [];
  let ragged = 0;
  for (let i = 1; i < count; i++) {
    if (widths[i] === expected) continue;
    if (++ragged > 20) continue;
    const where = `${source}, row ${i + (isHeader ? 0 : 1)} (line ${lines[i]})`;
    const what = `has ${widths[i]} cells where the ${isHeader ? 'header' : 'first row'} has ${expected}`;
    problems.push({ where, what, remedy: 'add or remove cells, or quote a cell that holds the delimiter' });
  }
  if (ragged > Math.max(5, count / 2)) {
    const [least, most] = [widths.reduce((a, b) => Math.min(a, b)), widths.reduce((a, b) => Math.max(a, b))];
    const what = `does not look like a table: its rows have ${least} to ${most} cells`;
    throw fail(source, what, 'check that it is a table, or name its delimiter');
  }
  for (const [c, cells] of columns.entries()) {
    const row = cells.findIndex((cell) => cell !== undefined && cell.length > MAX_CELL);
    if (row < 0) continue;
    const where = `${source}, line ${lines[row]}, column ${c + 1}`;
    const what = `holds ${cells[row]!.length} characters (${quoteCell(cells[row]!)}), more than ${MAX_CELL}`;
    problems.push({
      where,
      what,
      remedy: 'look for a quote that is not closed before it, or remove the column',
    });
  }
  if (problems.length > 0)
    throw new UserError('data', capProblems(problems, source, problems.length + Math.max(0, ragged - 20)));
}

/** Blank names get one; a name that comes twice could mean either column. */
function checkNames(first: readonly string[], source: string): string[] {
  const names = first.map((name, c) => (name === '' ? defaultName(c) : name));
  const problems = names.flatMap((name, c): Problem[] => {
    const before = names.indexOf(name);
    if (before === c) return [];
    const what = `columns ${before + 1} and ${c + 1} are both called ${quoteCell(name)}`;
    return [
      { where: `${source}, header`, what, remedy: 'rename one of them (or say that there is no header)' },
    ];
  });
  if (problems.length > 0) throw new UserError('data', capProblems(problems, source));
  return names;
}

function fail(where: string, what: string, remedy: string): UserError {
  return new UserError('data', [{ where, what, remedy }]);
}
