/** Everything that one column says by itself: its kind, counts, range, decimals, and the cells that do not fit. */
import { decimalsOf, isInfinite, isMissing } from '../cellText.ts';
import { type ClockFormat, findClock } from '../clock.ts';
import { type DateFormat, dateShape, findDateFormat, parseDate } from '../dateFormat.ts';
import { grainOf, stepOf } from '../grid.ts';
import { COLUMN_KINDS, type ColumnKind, MIN_SHARE } from './columnKinds.ts';
import { heavyTail, type Tail } from './heavyTail.ts';
import { type PointsOfMass, pointsOfMass, valuesOf, withoutPoints } from './pointsOfMass.ts';

export interface ColumnFacts {
  readonly index: number;
  readonly name: string;
  readonly kind: ColumnKind;
  /** Why the kind is not the one a reader may expect. */
  readonly note?: string;
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** Numeric kinds: the values by row, NaN where missing or wrong. Dates: instants. */
  readonly numbers?: Float64Array;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  /** Where a few values lie far beyond all others. */
  readonly tail?: Tail;
  /** Where a large share of the values is exactly one, or one of a few. */
  readonly points?: PointsOfMass;
  /** Where all other numbers are whole multiples of so many units of the last decimal: tens, quarters (grid.ts). */
  readonly grain?: number;
  /** Where all are whole numbers of so many digits, filled up with zeros on the left. */
  readonly digits?: number;
  /**
   * The most decimals of a cell, but for one cell in a thousand at the most (filled in by others, say), and the fewest;
   * of cells that are no points.
   */
  readonly decimals: number;
  readonly leastDecimals: number;
  readonly dateFormat?: DateFormat;
  /** Where all cells are times of the day without a date: milliseconds since midnight, and how they are written. */
  readonly clock?: { readonly instants: Float64Array; readonly format: ClockFormat };
  /** The first cell that is not missing. */
  readonly example: string;
  /** Where the cells are dates, but not all written alike: a row of each of the two most usual forms. */
  readonly mixedDates?: readonly [number, number];
  /** Rows whose cell does not fit the kind of the others. */
  readonly wrongRows: readonly number[];
}

/** Digits after the point that say something: none of whole numbers, also where they are written as 5.0. */
export const gridDecimals = ({ kind, decimals }: Pick<ColumnFacts, 'kind' | 'decimals'>): number =>
  kind === 'integer' ? 0 : decimals;

/** What all numbers of the column are whole multiples of, in its units. */
export const multipleOf = (facts: ColumnFacts): number | undefined =>
  facts.grain === undefined ? undefined : stepOf({ decimals: gridDecimals(facts), grain: facts.grain });

/** The counts by which a kind is recognised; see columnKinds.ts. */
export interface CellCounts {
  readonly present: number;
  readonly numbers: number;
  readonly distinct: number;
  readonly areWhole: boolean;
  readonly dates: number;
}

const DATE_NAME = /date|time|month|day|stamp|period/i;
const COMPACT_DATE = /^(19|20)\d{6}$/;

/** `isNumbers`: whether the user, or a model, says that the cells are numbers where they look like codes. */
export function columnFacts(
  index: number,
  name: string,
  cells: readonly string[],
  isNumbers = false,
): ColumnFacts {
  const scan = scanNumbers(cells);
  if (scan.areWhole && !isNumbers && tellsMoreAsText(cells)) return codeFacts(index, name, cells, scan);
  const digits = scan.areWhole ? paddedDigits(cells) : undefined;
  if (digits !== undefined && digits >= CODE_DIGITS && !isNumbers) return codeFacts(index, name, cells, scan);
  const isNumeric = scan.present > 0 && scan.numbers / scan.present >= MIN_SHARE;
  const compact = isNumeric && DATE_NAME.test(name) ? findCompactDates(cells) : undefined;
  if (compact !== undefined) return { ...baseFacts(index, name, cells, scan), ...compact };

  const format = isNumeric || scan.present === 0 ? 'no date' : findDateFormat(cells);
  const dates = typeof format === 'string' ? undefined : scanDates(cells, format);
  const distinct = isNumeric ? countDistinctNumbers(scan.values) : countDistinctTexts(cells);
  const kind = COLUMN_KINDS.find((kind) => kind.fits({ ...scan, distinct, dates: dates?.count ?? 0 }))!.name;
  const wrongRows = wrongRowsOf(kind, cells, scan, dates?.instants);
  const base = { ...baseFacts(index, name, cells, scan), kind, distinct, wrongRows };
  if (kind === 'datetime') return { ...base, numbers: dates!.instants, dateFormat: format as DateFormat };
  if (isNumeric) {
    const sorted = sortedNumbers(scan.values);
    const facts = {
      ...base,
      numbers: scan.values,
      ...rangeOf(scan.values),
      ...(digits !== undefined && { digits }),
    };
    return withPoints(facts, cells, sorted, pointsOfMass(sorted));
  }
  if (kind !== 'categorical') return base;
  const clock = base.missing === 0 ? findClock(cells) : undefined;
  if (clock !== undefined) return { ...base, clock };
  const mixedDates = format === 'no date' ? findMixedDates(cells, scan.present) : undefined;
  if (mixedDates !== undefined) return { ...base, mixedDates, note: 'dates of several forms' };
  const note = format === 'ambiguous' ? AMBIGUOUS : noteOnNumbers(cells, scan);
  return note === undefined ? base : { ...base, note };
}

/** The facts of a column of numbers, `sorted`, with these points of mass, and what the others say by themselves. */
export function withPoints(
  facts: ColumnFacts,
  cells: readonly string[],
  sorted: Float64Array,
  points: PointsOfMass | undefined,
): ColumnFacts {
  const { points: before, tail: _, grain: __, ...plain } = facts;
  const values = valuesOf(points);
  const others = withoutPoints(sorted, values);
  const isOther = (row: number) => !values.includes(facts.numbers![row]!);
  const isNew = before !== undefined || points !== undefined;
  const base = { ...plain, ...(isNew && digitsOf(cells, isOther)) };
  const tail = heavyTail(others, facts.distinct);
  const grain = grainOf(others, gridDecimals(base));
  return {
    ...base,
    ...(points && { points }),
    ...(tail && { tail }),
    ...(grain !== undefined && { grain }),
  };
}

/** Whole numbers of more than 15 digits that floats of 64 bits would make equal: account numbers, say. */
function tellsMoreAsText(cells: readonly string[]): boolean {
  if (!cells.some((cell) => cell.length > 15)) return false;
  const long = new Set(cells.filter((cell) => /^\d{16,}$/.test(cell)));
  return new Set(Array.from(long, Number)).size < long.size;
}

/** Numbers of so many digits, filled up with zeros, are codes (of places, customers); of two they are months or hours. */
const CODE_DIGITS = 3;

/** The digits that all cells have, where some are filled up with zeros: 5 of `00042`. */
function paddedDigits(cells: readonly string[]): number | undefined {
  let digits: number | undefined;
  let isPadded = false;
  for (const cell of cells) {
    if (isMissing(cell)) continue;
    digits ??= cell.length;
    if (cell.length !== digits || !/^\d+$/.test(cell)) return undefined;
    isPadded ||= cell.startsWith('0') && digits > 1;
  }
  return isPadded ? digits : undefined;
}

function codeFacts(index: number, name: string, cells: readonly string[], scan: NumberScan): ColumnFacts {
  const distinct = countDistinctTexts(cells);
  const base = { ...baseFacts(index, name, cells, scan), distinct };
  return distinct === 1 ? { ...base, kind: 'constant' } : base;
}

/** A column taken as texts, whatever its cells look like: codes that happen to be digits. */
export function textFacts(index: number, name: string, cells: readonly string[]): ColumnFacts {
  return { ...baseFacts(index, name, cells, scanNumbers(cells)), distinct: countDistinctTexts(cells) };
}

const AMBIGUOUS = 'dates whose day and month cannot be told apart; write them as 2024-12-31';

/** The first rows of the two most usual forms, where nearly all cells are dates of some form. */
function findMixedDates(cells: readonly string[], present: number): [number, number] | undefined {
  const forms = new Map<string, { count: number; row: number }>();
  let dates = 0;
  for (const [row, cell] of cells.entries()) {
    const shape = dateShape(cell);
    if (shape === undefined) {
      if (row > 100 && dates < row / 2) return undefined;
      continue;
    }
    dates++;
    const form = forms.get(shape) ?? { count: 0, row };
    forms.set(shape, { count: form.count + 1, row: form.row });
  }
  const [first, second] = [...forms.values()].sort((a, b) => b.count - a.count);
  return second !== undefined && dates >= MIN_SHARE * present ? [first!.row, second.row] : undefined;
}

interface NumberScan {
  readonly values: Float64Array;
  readonly present: number;
  readonly numbers: number;
  readonly infinite: number;
  /** Whether every number is whole, however it is written: `5` and `5.0`. */
  readonly areWhole: boolean;
  readonly decimals: number;
  readonly leastDecimals: number;
  readonly example: string;
}

function scanNumbers(cells: readonly string[]): NumberScan {
  const values = new Float64Array(cells.length).fill(Number.NaN);
  let [present, numbers, infinite] = [0, 0, 0];
  const counts = new Int32Array(MAX_DECIMALS + 1);
  let example = '';
  let areWhole = true;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row]!;
    const cellDecimals = decimalsOf(cell);
    if (cellDecimals < 0) {
      if (isMissing(cell)) continue;
      if (isInfinite(cell)) infinite++;
      present++;
      if (example === '') example = cell;
      continue;
    }
    present++;
    if (example === '') example = cell;
    const value = Number(cell);
    if (Math.abs(value) > MAX_VALUE) infinite++;
    else {
      values[row] = value;
      numbers++;
      if (cellDecimals > 0 && areWhole) areWhole = Number.isInteger(value);
    }
    counts[Math.min(cellDecimals, MAX_DECIMALS)]!++;
  }
  // an infinite cell is a number that went wrong, not a text: it must not turn the column into a categorical one
  return {
    values,
    present,
    numbers: numbers + infinite,
    infinite,
    areWhole,
    ...mostAndLeast(counts),
    example,
  };
}

type Digits = Pick<ColumnFacts, 'decimals' | 'leastDecimals'>;

const mostAndLeast = (counts: Int32Array): Digits => ({
  decimals: usualMost(counts),
  leastDecimals: Math.max(
    0,
    counts.findIndex((count) => count > 0),
  ),
});

function digitsOf(cells: readonly string[], isCounted: (row: number) => boolean): Digits {
  const counts = new Int32Array(MAX_DECIMALS + 1);
  for (const [row, cell] of cells.entries()) {
    const decimals = isCounted(row) ? decimalsOf(cell) : -1;
    if (decimals >= 0) counts[Math.min(decimals, MAX_DECIMALS)]!++;
  }
  return mostAndLeast(counts);
}

/** Share of the cells that may have more decimals than all others. */
const ODD_CELLS = 1e-3;

function usualMost(counts: Int32Array): number {
  const most = ODD_CELLS * counts.reduce((sum, count) => sum + count, 0);
  let beyond = 0;
  for (let decimals = MAX_DECIMALS; decimals > 0; decimals--) {
    beyond += counts[decimals]!;
    if (beyond > most) return decimals;
  }
  return 0;
}

/** What toFixed can write. */
const MAX_DECIMALS = 100;

/** The largest number of 32-bit floats is 3.4e38, and the generator computes with those. */
export const MAX_VALUE = 1e38;

function scanDates(cells: readonly string[], format: DateFormat): { instants: Float64Array; count: number } {
  const instants = new Float64Array(cells.length);
  let count = 0;
  for (let row = 0; row < cells.length; row++) {
    const instant = parseDate(cells[row]!, format);
    instants[row] = instant;
    if (!Number.isNaN(instant)) count++;
  }
  return { instants, count };
}

/** Eight digits are a date only under a name that says so, and only if every cell is one. */
function findCompactDates(cells: readonly string[]): Partial<ColumnFacts> | undefined {
  const dashed = cells.map((cell) => `${cell.slice(0, 4)}-${cell.slice(4, 6)}-${cell.slice(6)}`);
  if (!cells.every((cell) => COMPACT_DATE.test(cell))) return undefined;
  const format = findDateFormat(dashed.slice(0, 1)) as DateFormat;
  const { instants, count } = scanDates(dashed, format);
  if (count < cells.length) return undefined;
  const distinct = countDistinctNumbers(instants);
  return {
    kind: 'datetime',
    numbers: instants,
    dateFormat: { ...format, separator: '' },
    distinct,
    decimals: 0,
  };
}

function baseFacts(index: number, name: string, cells: readonly string[], scan: NumberScan) {
  const { decimals, leastDecimals, example, present } = scan;
  const kind: ColumnKind = 'categorical';
  const wrongRows: readonly number[] = [];
  const missing = cells.length - present;
  return {
    index,
    name,
    kind,
    count: cells.length,
    missing,
    distinct: 0,
    decimals,
    leastDecimals,
    example,
    wrongRows,
  };
}

function wrongRowsOf(
  kind: ColumnKind,
  cells: readonly string[],
  scan: NumberScan,
  instants?: Float64Array,
): number[] {
  const isNumeric = kind === 'numeric' || kind === 'integer' || (kind === 'constant' && scan.numbers > 0);
  const values = isNumeric ? scan.values : kind === 'datetime' ? instants! : undefined;
  const rows: number[] = [];
  if (values === undefined) return rows;
  for (let row = 0; row < cells.length; row++)
    if (Number.isNaN(values[row]!) && !isMissing(cells[row]!)) rows.push(row);
  return rows;
}

function rangeOf(values: Float64Array): { min: number; max: number; mean: number } | undefined {
  let [min, max, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count++;
  }
  return count === 0 ? undefined : { min, max, mean: sum / count };
}

function countDistinctNumbers(values: Float64Array): number {
  const sorted = sortedNumbers(values);
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  return distinct;
}

/** Without those that are missing. */
export function sortedNumbers(values: Float64Array): Float64Array {
  const sorted = values.slice().sort(); // NaN comes last
  let end = sorted.length;
  while (end > 0 && Number.isNaN(sorted[end - 1]!)) end--;
  return sorted.subarray(0, end);
}

function countDistinctTexts(cells: readonly string[]): number {
  const seen = new Set<string>();
  for (const cell of cells) if (!isMissing(cell)) seen.add(cell);
  return seen.size;
}

/** Says why a column that holds numbers too is a text: decimal commas are the usual reason. */
function noteOnNumbers(cells: readonly string[], scan: NumberScan): string | undefined {
  const commas = cells.filter((cell) => /^[+-]?\d+,\d+$/.test(cell)).length;
  if (commas / scan.present >= MIN_SHARE) return 'numbers with a decimal comma; write them with a point';
  if (scan.numbers / scan.present < 0.5) return undefined;
  const row = cells.findIndex((cell) => decimalsOf(cell) < 0 && !isMissing(cell));
  return `only ${Math.floor((100 * scan.numbers) / scan.present)} % of the cells are numbers, row ${row + 1} is ${JSON.stringify(cells[row]!.slice(0, 40))}`;
}
