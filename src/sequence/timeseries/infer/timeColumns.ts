/**
 * Which columns hold the time. Five ways of writing it: a column of dates, one of dates and one of times of the day, times
 * of the day alone, a date split over columns (`year`, `month`, `day`, `hour`, ...), and a counter that grows by the same step in every row of a series.
 */
import { belongsToDates, goOnOverMidnight, rolledDays } from '../clock.ts';
import { instantOf } from '../dateFormat.ts';
import { type Series, seriesCount } from '../series.ts';
import type { ColumnFacts } from './columnFacts.ts';

export type DatePart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'date' | 'time of day';

/** Columns that say the same instants; a split date has one part a column. */
export interface TimeColumns {
  readonly instants: Float64Array;
  readonly columns: readonly { readonly index: number; readonly part?: DatePart }[];
}

/** Every date column, and the split date, in the order of the file. */
export function findTimeColumns(facts: readonly ColumnFacts[]): TimeColumns[] {
  const dates = facts
    .filter(({ kind }) => kind === 'datetime')
    .map(({ index, numbers }) => ({ instants: carryForward(numbers!), columns: [{ index }] }));
  const split = findSplitDate(facts);
  const clocked = withClock(facts, dates);
  const all = clocked === undefined ? dates : [clocked, ...dates.filter((date) => !isWithin(date, clocked))];
  return split === undefined ? all : [...all, split];
}

const isWithin = ({ columns: [one] }: TimeColumns, { columns }: TimeColumns): boolean =>
  columns.some(({ index }) => index === one!.index);

/** A column of times of the day with that of the dates to which they belong, or alone where there are no dates. */
function withClock(facts: readonly ColumnFacts[], dates: readonly TimeColumns[]): TimeColumns | undefined {
  for (const { clock, index } of facts) {
    if (clock === undefined) continue;
    const time = { index, part: 'time of day' as const };
    if (dates.length === 0) {
      const instants = clockAlone(clock.instants);
      if (instants !== undefined) return { instants, columns: [time] };
    }
    for (const { instants, columns } of dates) {
      const [date] = columns;
      const isDay = facts[date!.index]!.dateFormat?.joiner === '';
      if (!isDay || !belongsToDates(instants, clock.instants)) continue;
      const whole = instants.map((instant, row) => instant + clock.instants[row]!);
      return { instants: whole, columns: [{ ...date!, part: 'date' }, time] };
    }
  }
  return undefined;
}

/** Recordings that all begin at one time of the day are blocks; other times go on from day to day. */
function clockAlone(clock: Float64Array): Float64Array | undefined {
  const rolled = rolledDays(clock);
  if (rolled === undefined) return undefined;
  const areBlocks = !goOnOverMidnight(clock, rolled) && timeRestarts(clock) !== undefined;
  return areBlocks ? clock : rolled;
}

/** A missing date gets that of the row before it, so that its row keeps its place. */
export function carryForward(instants: Float64Array): Float64Array {
  const out = instants.slice();
  let last = out.find((instant) => !Number.isNaN(instant)) ?? 0;
  for (let row = 0; row < out.length; row++) {
    if (Number.isNaN(out[row]!)) out[row] = last;
    else last = out[row]!;
  }
  return out;
}

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

/** Columns named after the parts of a date, from the year down without a gap, that hold valid dates in every row. */
function findSplitDate(facts: readonly ColumnFacts[]): TimeColumns | undefined {
  const found: ColumnFacts[] = [];
  for (const part of PARTS) {
    const fact = facts.find(({ name }) => name.trim().toLowerCase() === part);
    const isWhole = fact?.kind === 'integer' || fact?.kind === 'constant';
    if (fact === undefined || !isWhole || fact.missing > 0 || fact.min === undefined) break;
    found.push(fact);
  }
  if (found.length < 2 || found.every(({ kind }) => kind === 'constant')) return undefined;
  const [years, months, days, hours, minutes, seconds] = found.map(({ numbers }) => numbers!);
  const instants = new Float64Array(found[0]!.count);
  for (let row = 0; row < instants.length; row++) {
    const [year, month, day] = [years![row]!, months![row]!, days?.[row] ?? 1];
    instants[row] = instantOf(year, month, day, hours?.[row], minutes?.[row], seconds?.[row]);
    if (Number.isNaN(instants[row]!) || year < 0 || year > 9999) return undefined;
  }
  return { instants, columns: found.map(({ index }, i) => ({ index, part: PARTS[i]! })) };
}

/**
 * The constant step of a counter: the same difference, not 0, between all neighbours of every series (to a millionth,
 * for 0.1 + 0.1 + 0.1 is not 0.3); undefined where there are fewer than three differences to judge by.
 */
export function counterStep(numbers: Float64Array, series: Series): number | undefined {
  let step = 0;
  let differences = 0;
  for (let s = 0; s < seriesCount(series); s++)
    for (let i = series.offsets[s]! + 1; i < series.offsets[s + 1]!; i++) {
      const difference = numbers[series.order[i]!]! - numbers[series.order[i - 1]!]!;
      if (differences++ === 0) step = difference;
      // written so that a missing cell, NaN, fails too
      if (!(step !== 0 && Math.abs(difference - step) <= 1e-6 * Math.abs(step))) return undefined;
    }
  return differences >= 3 ? step : undefined;
}

const POSITION_NAME = /^(t|time|step|time[ _-]?steps?|index|idx|frame|tick|pos|position)$/i;

/** The rows at which a column that counts positions (`t`, `step`, `frame`) begins again, 0 included. */
export function counterRestarts(facts: ColumnFacts): readonly number[] | undefined {
  const { kind, name, numbers, missing, count } = facts;
  if (kind !== 'integer' || !POSITION_NAME.test(name.trim()) || missing > 0) return undefined;
  const step = numbers![1]! - numbers![0]!;
  const starts = [0];
  for (let row = 1; row < count; row++) {
    if (numbers![row]! - numbers![row - 1]! === step) continue;
    if (numbers![row] !== numbers![0]) return undefined;
    starts.push(row);
  }
  return step > 0 && starts.length > 1 && count / starts.length >= 4 ? starts : undefined;
}

/**
 * The rows at which the time jumps back, 0 included, where these are the starts of separate recordings: at least
 * half of the rows share their instant with another row. A few rows out of order share none.
 */
export function timeRestarts(instants: Float64Array): readonly number[] | undefined {
  const starts = [0];
  for (let row = 1; row < instants.length; row++) if (instants[row]! < instants[row - 1]!) starts.push(row);
  if (starts.length < 2 || instants.length / starts.length < 4) return undefined;
  const sorted = instants.slice().sort();
  let shared = 0;
  for (let i = 0; i < sorted.length; i++)
    if (sorted[i] === sorted[i - 1] || sorted[i] === sorted[i + 1]) shared++;
  return shared >= instants.length / 2 ? starts : undefined;
}
