/**
 * The `.ts` format of the UCR and UEA archives (sktime, aeon): `#` comments, `@` directives, `@data`, then a line a
 * sequence: values separated by commas, dimensions by colons, the class label last. Lengths may differ from line to
 * line. The table gets a column `sequence` that numbers the lines (the key), `class`, and `dim_0`, `dim_1`, ...
 *
 *     @classLabel true 1 2
 *     @data
 *     1.5,1.25,1:0.5,0.5,0.25:2
 */
import { type Problem, UserError } from '../../../errors/userError.ts';
import { capProblems, MAX_PLACES, type Table } from '../table.ts';

const KEY = 'sequence';
const LABEL = 'class';

/** Whether only comments, directives and blank lines stand before a line `@data`. */
export function isSktime(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trim();
    if (line.toLowerCase() === '@data') return true;
    if (line !== '' && !line.startsWith('#') && !line.startsWith('@')) return false;
    start = end + 1;
  }
  return false;
}

export function parseSktime(text: string, source: string): Table {
  const rows = text.split(/\r?\n/);
  const start = rows.findIndex((row) => row.trim().toLowerCase() === '@data');
  if (start < 0) throw fail(source, 'has no @data line', 'give a whole .ts file');
  const header = rows.slice(0, start).map((row) => row.trim().toLowerCase());
  if (header.some((row) => /^@timestamps\s+true/.test(row)))
    throw fail(
      source,
      'has time stamps inside its cells (@timestamps true)',
      'convert it to a file without them',
    );
  const hasLabel = header.some((row) => /^@(classlabel|targetlabel)\s+true/.test(row));

  const numbers: string[] = [];
  const labels: string[] = [];
  const lines: number[] = [];
  const dimensions: string[][] = [];
  const problems: Problem[] = [];
  let wrong = 0;
  let sequences = 0;
  for (let i = start + 1; i < rows.length; i++) {
    const row = rows[i]!.trim();
    if (row === '' || row.startsWith('#')) continue;
    const parts = row.split(':');
    const label = hasLabel ? parts.pop()!.trim() : undefined;
    const series = parts.map((part) => part.split(',').map((cell) => cell.trim()));
    const what = shapeMistake(series, dimensions.length || series.length);
    if (what !== undefined) {
      if (++wrong <= MAX_PLACES)
        problems.push({
          where: `${source}, sequence ${sequences + wrong} (line ${i + 1})`,
          what,
          remedy: 'mend the line',
        });
      continue;
    }
    for (let d = dimensions.length; d < series.length; d++) dimensions.push([]);
    for (const [d, cells] of series.entries()) for (const cell of cells) dimensions[d]!.push(cell);
    for (let t = 0; t < series[0]!.length; t++) {
      numbers.push(String(sequences));
      if (label !== undefined) labels.push(label);
      lines.push(i + 1);
    }
    sequences++;
  }
  if (problems.length > 0) throw new UserError('data', capProblems(problems, source, wrong));
  if (sequences === 0) throw fail(source, 'has no sequence after @data', 'give a file with data');
  return {
    source,
    names: [KEY, ...(hasLabel ? [LABEL] : []), ...dimensions.map((_, d) => `dim_${d}`)],
    columns: [numbers, ...(hasLabel ? [labels] : []), ...dimensions],
    rowCount: numbers.length,
    lines: Int32Array.from(lines),
    form: { format: 'ts', hasHeader: true, delimiter: ',', key: KEY, ...(hasLabel && { label: LABEL }) },
  };
}

function shapeMistake(series: readonly (readonly string[])[], dimensions: number): string | undefined {
  if (series.length === 0) return 'has a class label but no values';
  if (series.length !== dimensions)
    return `has ${series.length} dimensions where the first sequence has ${dimensions}`;
  const lengths = new Set(series.map((cells) => cells.length));
  return lengths.size === 1 ? undefined : `has dimensions of different lengths (${[...lengths].join(', ')})`;
}

function fail(where: string, what: string, remedy: string): UserError {
  return new UserError('data', [{ where, what, remedy }]);
}
