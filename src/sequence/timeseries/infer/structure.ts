/**
 * Which rows are one sequence: the layout of a table, its series, and the columns that name them (the key) or place
 * them in time. The user's options go first, then what the format says, then what the content shows.
 */
import type { Problem } from '../../../errors/userError.ts';
import { formatDate } from '../dateFormat.ts';
import { notationOf, writtenCell } from '../notation/notation.ts';
import {
  countDrops,
  oneSeries,
  type Series,
  seriesByKey,
  seriesCount,
  seriesFrom,
  seriesLengths,
  sortSeries,
} from '../series.ts';
import type { DataOptions, Table } from '../table.ts';
import type { ColumnFacts } from './columnFacts.ts';
import { findBlockLength, findKey } from './keyColumn.ts';
import {
  carryForward,
  counterRestarts,
  findTimeColumns,
  type TimeColumns,
  timeRestarts,
} from './timeColumns.ts';

/** 'one series': time runs over the whole table; 'rows': see wideTable.ts. */
export type Layout = 'one series' | 'one series per key' | 'blocks' | 'rows';

export interface Structure {
  readonly layout: Layout;
  readonly why: string;
  readonly series: Series;
  readonly key?: number;
  readonly times: readonly TimeColumns[];
  readonly warnings: readonly Problem[];
  /** Rows that share their time with the one before. */
  readonly repeated?: Problem;
}

export function findStructure(table: Table, facts: readonly ColumnFacts[], options: DataOptions): Structure {
  const found = withCoarser(table, facts, findTimeColumns(facts));
  const grouping = groupRows(table, facts, found, options);
  const chosen = chosenTime(facts, found, options);
  if (chosen === undefined) return { ...grouping, times: [], warnings: [] };
  const { series, warning } = orderByTime(grouping.series, chosen.instants);
  const repeated = repeatedTimes(series, chosen.instants);
  // a second time column (a date and its split form) is an axis too if it agrees on the order
  const others = found.filter((other) => other !== chosen && countDrops(series, other.instants) === 0);
  const where = `${table.source}, ${namesOf(facts, chosen)}`;
  const warnings =
    warning === undefined
      ? []
      : [{ where, what: warning, remedy: "ignore the column to keep the file's order" }];
  return {
    ...grouping,
    series,
    times: [chosen, ...others],
    warnings,
    ...(repeated !== undefined && { repeated: { where, ...repeated } }),
  };
}

/** A date that only says the week, month or quarter of a finer one is written from that one, which comes before it. */
function withCoarser(
  table: Table,
  facts: readonly ColumnFacts[],
  times: readonly TimeColumns[],
): readonly TimeColumns[] {
  const isCoarser = (coarse: TimeColumns, fine: TimeColumns): boolean => {
    const [column, ...others] = coarse.columns;
    const { dateFormat: format, name } = facts[column!.index]!;
    if (coarse === fine || format === undefined || others.length > 0) return false;
    const notation = notationOf(table.form.notations, name);
    const write = (cell: string) => (notation ? writtenCell(cell, notation) : cell);
    const cells = table.columns[column!.index]!;
    let [isFiner, isSame] = [false, true];
    for (let row = 0; row < cells.length && isSame; row++) {
      isSame = write(formatDate(fine.instants[row]!, format)) === write(cells[row]!);
      isFiner ||= row > 0 && cells[row] === cells[row - 1] && fine.instants[row] !== fine.instants[row - 1];
    }
    return isSame && isFiner;
  };
  const fine = times.filter((time) => !times.some((other) => isCoarser(time, other)));
  const coarse = times.filter((time) => !fine.includes(time));
  const ofFinest = (time: TimeColumns) => ({
    ...time,
    instants: (fine.find((other) => isCoarser(time, other)) ?? time).instants,
  });
  return [...fine, ...coarse.map(ofFinest)];
}

type Grouping = Pick<Structure, 'layout' | 'why' | 'series' | 'key'>;

function groupRows(
  table: Table,
  facts: readonly ColumnFacts[],
  times: readonly TimeColumns[],
  options: DataOptions,
): Grouping {
  const key = keyOf(table, facts, times, options);
  if (key !== undefined) {
    const series = seriesByKey(table.columns[key.index]!);
    const name = table.names[key.index];
    return { layout: 'one series per key', why: `"${name}" is the key: ${key.why}`, series, key: key.index };
  }
  const time = chosenTime(facts, times, options);
  const starts =
    (time && timeRestarts(time.instants)) ??
    facts
      .map((fact) => (options.time === undefined || fact.name === options.time) && counterRestarts(fact))
      .find(Boolean);
  if (starts)
    return {
      layout: 'blocks',
      why: `the time begins again ${starts.length - 1} times`,
      series: seriesFrom(starts, table.rowCount),
    };
  const length = time === undefined ? findBlockLength(table, facts) : undefined;
  if (length === undefined)
    return {
      layout: 'one series',
      why: 'no column names separate series',
      series: oneSeries(table.rowCount),
    };
  const blocks = Array.from({ length: table.rowCount / length }, (_, i) => i * length);
  const why = `the text columns change only at multiples of ${length} rows`;
  return { layout: 'blocks', why, series: seriesFrom(blocks, table.rowCount) };
}

function keyOf(
  table: Table,
  facts: readonly ColumnFacts[],
  times: readonly TimeColumns[],
  options: DataOptions,
) {
  if (options.key !== undefined) return { index: table.names.indexOf(options.key), why: 'you named it' };
  const fromFormat = table.form.key === undefined ? -1 : table.names.indexOf(table.form.key);
  if (fromFormat >= 0) return { index: fromFormat, why: 'the format holds separate sequences' };
  const learned = new Set([...(options.columns ?? []), ...(options.ignore ?? []), options.time]);
  return findKey(
    table,
    facts.filter(({ name }) => !learned.has(name)),
    times,
  );
}

/** The named time column; else the first date column that is not constant, else the split date. */
function chosenTime(
  facts: readonly ColumnFacts[],
  times: readonly TimeColumns[],
  options: DataOptions,
): TimeColumns | undefined {
  if (options.time === undefined)
    return times.find(
      ({ columns }) =>
        !isExcluded(
          columns.map(({ index }) => facts[index]!.name),
          options,
        ),
    );
  const index = facts.findIndex(({ name }) => name === options.time);
  const found = times.find(({ columns }) => columns.some((column) => column.index === index));
  const { numbers } = facts[index]!;
  return (
    found ?? (numbers === undefined ? undefined : { instants: carryForward(numbers), columns: [{ index }] })
  );
}

function isExcluded(names: readonly string[], options: DataOptions): boolean {
  return names.some((name) => options.ignore?.includes(name) || options.columns?.includes(name));
}

function orderByTime(series: Series, instants: Float64Array): { series: Series; warning?: string } {
  const drops = countDrops(series, instants);
  if (drops === 0) return { series };
  const neighbours = instants.length - seriesCount(series);
  const isReversed = drops >= neighbours * 0.9;
  const warning = isReversed
    ? 'the rows are newest first; they were put oldest first'
    : `${drops} rows are earlier than the row before them, the first of them row ${firstDrop(series, instants)}; the rows of each series were sorted`;
  return { series: sortSeries(series, instants), warning };
}

/** Counted from 1. */
function firstDrop({ order, offsets }: Series, instants: Float64Array): number {
  let first = Number.POSITIVE_INFINITY;
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i++)
      if (instants[order[i]!]! < instants[order[i - 1]!]!) first = Math.min(first, order[i]! + 1);
  return first;
}

/** Rows that share their time with another of their series. */
function repeatedTimes(
  { order, offsets }: Series,
  instants: Float64Array,
): Omit<Problem, 'where'> | undefined {
  let [count, first] = [0, Number.POSITIVE_INFINITY];
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i++) {
      if (instants[order[i]!] !== instants[order[i - 1]!]) continue;
      count++;
      first = Math.min(first, order[i]! + 1);
    }
  if (count === 0) return undefined;
  const what = `${count} rows have the time of the row before them, the first of them row ${first}; they stay in the order of the file`;
  return { what, remedy: 'give finer times where their order matters, or remove copies' };
}

const namesOf = (facts: readonly ColumnFacts[], time: TimeColumns): string =>
  time.columns.map(({ index }) => `"${facts[index]!.name}"`).join(', ');

/** The shortest, the longest, and whether all have the same length. */
export function lengthsOf(series: Series): { shortest: number; longest: number; areEqual: boolean } {
  const lengths = seriesLengths(series).sort();
  const [shortest, longest] = [lengths[0] ?? 0, lengths.at(-1) ?? 0];
  return { shortest, longest, areEqual: shortest === longest };
}
