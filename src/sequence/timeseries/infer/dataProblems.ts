/** What makes a table unfit to learn from: every problem with its row, column and remedy. */
import type { Problem } from '../../../errors/userError.ts';
import { isInfinite, isMissing } from '../cellText.ts';
import { capProblems, type DataOptions, placeOf, quoteCell, type Table } from '../table.ts';
import { type ColumnFacts, MAX_VALUE } from './columnFacts.ts';
import { kindLabel } from './columnKinds.ts';
import type { ColumnPlan } from './roles.ts';

export function findDataProblems(
  table: Table,
  columns: readonly ColumnPlan[],
  options: DataOptions,
): Problem[] {
  const used = columns.filter(({ role }) => role !== 'left out');
  const cells = used.flatMap(({ facts }) =>
    facts.wrongRows.slice(0, 100).map((row) => cellProblem(table, facts, row)),
  );
  const total = used.reduce((sum, { facts }) => sum + facts.wrongRows.length, 0);
  const key = columns.find(({ role, facts }) => role === 'key' && facts.missing > 0);
  const unlearnable = columns.filter(
    ({ role, facts }) => role === 'left out' && options.columns?.includes(facts.name),
  );
  const notTime = columns.filter(({ role, facts }) => facts.name === options.time && role !== 'time');
  const problems = [
    ...capProblems(cells, table.source, total),
    ...(key === undefined ? [] : keyProblems(table, key.facts)),
    ...unlearnable.map(({ facts, why }) => ({
      where: `${table.source}, column "${facts.name}"`,
      what: `cannot be learned: it is ${kindLabel(facts.kind)} (${why})`,
      remedy: 'name columns of numbers, or of texts that repeat',
    })),
    ...notTime.map(({ facts }) => ({
      where: `${table.source}, column "${facts.name}"`,
      what: `cannot be the time: it is ${kindLabel(facts.kind)}${facts.note === undefined ? '' : ` (${facts.note})`}`,
      remedy: 'name a column of dates or of growing numbers',
    })),
  ];
  for (const { facts } of columns)
    if (facts.mixedDates && !options.ignore?.includes(facts.name) && options.columns === undefined)
      problems.push(mixedDatesProblem(table, facts));
  const isLearnable = columns.some(({ role }) => role === 'feature');
  return isLearnable ? problems : [...problems, nothingToLearn(table, columns)];
}

function mixedDatesProblem(table: Table, facts: ColumnFacts): Problem {
  const [usual, other] = facts.mixedDates!;
  const cells = table.columns[facts.index]!;
  const what = `${quoteCell(cells[other]!)} is a date of another form than ${quoteCell(cells[usual]!)} in row ${usual + 1}`;
  const remedy = 'write all dates of the column alike, such as 2024-12-31, or ignore the column';
  return { where: placeOf(table, other, facts.index), what, remedy };
}

function cellProblem(table: Table, facts: ColumnFacts, row: number): Problem {
  const cell = table.columns[facts.index]![row]!;
  const where = placeOf(table, row, facts.index);
  const remedy = 'mend the cell, leave it blank where the value is not known, or ignore the column';
  if (isInfinite(cell)) return { where, what: `is infinite (${quoteCell(cell)})`, remedy };
  if (facts.kind !== 'datetime' && Math.abs(Number(cell)) > MAX_VALUE)
    return {
      where,
      what: `${quoteCell(cell)} is beyond ±${MAX_VALUE}, more than 32-bit floats hold`,
      remedy,
    };
  const kind = facts.kind === 'datetime' ? `date such as ${quoteCell(facts.example)}` : 'number';
  const others = facts.count - facts.missing - facts.wrongRows.length;
  return {
    where,
    what: `${quoteCell(cell)} is no ${kind}, as the ${others} other cells of the column are`,
    remedy,
  };
}

function keyProblems(table: Table, facts: ColumnFacts): Problem[] {
  const rows: number[] = [];
  for (let row = 0; row < facts.count && rows.length <= 20; row++)
    if (isMissing(table.columns[facts.index]![row]!)) rows.push(row);
  const problems = rows.map((row) => ({
    where: placeOf(table, row, facts.index),
    what: 'is blank, but it is the key that says which sequence the row belongs to',
    remedy: 'fill it in, or remove the row',
  }));
  return capProblems(problems, table.source, facts.missing);
}

function nothingToLearn(table: Table, columns: readonly ColumnPlan[]): Problem {
  const shown = columns
    .slice(0, 10)
    .map(({ facts, role, why }) => `"${facts.name}" (${kindLabel(facts.kind)}, ${role}: ${why})`);
  const others = columns.length > 10 ? ` and ${columns.length - 10} more` : '';
  const what = `has no column of varying numbers or of texts that repeat, to learn: ${shown.join(', ')}${others}`;
  const isOneText = columns.length === 1 && columns[0]!.facts.kind === 'categorical';
  const remedy = isOneText
    ? 'check that it is a table and name its delimiter'
    : 'check the delimiter and the header, or name columns to learn';
  return { where: table.source, what, remedy };
}

interface Lengths {
  readonly table: Table;
  readonly columns: readonly ColumnPlan[];
  readonly layout: string;
  readonly length: number;
  readonly longest: number;
  readonly count: number;
  /** Whether the user named the length. */
  readonly isAsked: boolean;
}

export function findLengthProblems({
  table,
  columns,
  layout,
  length,
  longest,
  count,
  isAsked,
}: Lengths): Problem[] {
  const where = table.source;
  const key = columns.find(({ role }) => role === 'key')?.facts.name;
  const unit = layout === 'rows' ? 'columns' : 'rows';
  if (longest < 2 && (length >= 2 || (layout === 'one series per key' && !isAsked))) {
    if (key === undefined || layout !== 'one series per key') {
      const what = `has a single ${unit.slice(0, -1)}; a sequence needs two steps or more`;
      return [{ where, what, remedy: 'give more data, or name another key' }];
    }
    const cells = table.columns[table.names.indexOf(key)]!;
    const shown = cells.slice(0, 2).map((cell, row) => `row ${row + 1} ${quoteCell(cell)}`);
    const what = `has one row for each key (${shown.join(', ')}); a sequence needs two steps or more`;
    const remedy = 'name a key whose values repeat, or ignore the column to take all rows as one series';
    return [{ where: `${where}, column "${key}"`, what, remedy }];
  }
  if (count > 0) return [];
  const series = layout === 'one series' ? 'the table has' : 'the longest series has';
  const what = `a window of ${length} steps is asked for, but ${series} ${longest} ${unit}`;
  return [
    { where, what, remedy: `pass a length of ${Math.max(2, Math.floor(longest / 2))} (at most ${longest})` },
  ];
}
