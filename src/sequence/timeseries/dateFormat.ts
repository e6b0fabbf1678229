/**
 * Dates as text: which format a column has, text to an instant and back. An instant is milliseconds since 1970 of
 * the wall clock written in the cell (the zone suffix is kept as text and written again), so no clock and no time
 * zone of this machine is ever asked.
 *
 * Read: 2016-07-01, 2016/7/1, 1949-01, 1.7.2016 and 7/1/2016 (day or month first only where the data decide),
 * each but year-month with an optional time 00:00, 00:00:00 or 00:00:00.000 after a space or T, and Z, +02:00 or CET.
 */

export interface DateFormat {
  readonly order: 'ymd' | 'dmy' | 'mdy' | 'ym';
  readonly separator: string;
  /** Whether months, days and hours have a leading zero. */
  readonly isPadded: boolean;
  /** Between date and time; '' where there is no time. */
  readonly joiner: '' | ' ' | 'T';
  readonly hasSeconds: boolean;
  /** Digits of the fraction of a second. */
  readonly fraction: number;
  readonly zone: string;
}

const SHAPE =
  /^(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{1,4}))?(?:([T ])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?( ?(?:Z|UTC|GMT|WES?T|CES?T|EES?T|BST|[ECMP][SD]T|JST|[+-]\d{2}:?\d{2}))?$/;

/** The format that the given cells share, or why there is none; `isAmbiguous` where only day and month are unclear. */
export function findDateFormat(cells: readonly string[]): DateFormat | 'no date' | 'ambiguous' {
  let format: DateFormat | undefined;
  let largestFirst = 0;
  let largestSecond = 0;
  let isPadded = true;
  let fraction = 0;
  for (const cell of cells) {
    const match = cell.length <= 40 ? SHAPE.exec(cell) : null;
    if (match === null) continue;
    const [, first = '', separator = '', second = '', third, joiner = '', hour, , seconds, digits, zone] =
      match;
    const order = first.length === 4 ? (third === undefined ? 'ym' : 'ymd') : 'dmy';
    if (order === 'dmy' && (third?.length !== 4 || first.length > 2)) continue;
    if (order === 'ymd' && third!.length > 2) continue;
    if (order === 'ym' && (joiner !== '' || separator === '.')) continue;
    if (order === 'dmy') {
      largestFirst = Math.max(largestFirst, Number(first));
      largestSecond = Math.max(largestSecond, Number(second));
    }
    if (second.length === 1 || (order !== 'ym' && (order === 'ymd' ? third : first)!.length === 1))
      isPadded = false;
    if (hour?.length === 1) isPadded = false;
    fraction = Math.max(fraction, digits?.length ?? 0);
    const hasSeconds = seconds !== undefined;
    format ??= {
      order,
      separator,
      isPadded,
      joiner: joiner as '' | ' ' | 'T',
      hasSeconds,
      fraction,
      zone: zone ?? '',
    };
    if (format.order !== order || format.separator !== separator || format.joiner !== joiner)
      return 'no date';
  }
  if (format === undefined) return 'no date';
  format = { ...format, isPadded, fraction: Math.min(fraction, 9) };
  if (format.order !== 'dmy') return format;
  if (largestFirst > 12 && largestSecond <= 12) return format;
  if (largestSecond > 12 && largestFirst <= 12) return { ...format, order: 'mdy' };
  return largestFirst > 12 ? 'no date' : orderBySorting(format, cells);
}

/** Day or month first: the reading under which the rows are in order, if only one is. */
function orderBySorting(format: DateFormat, cells: readonly string[]): DateFormat | 'ambiguous' {
  const readings = (['dmy', 'mdy'] as const).map((order) => ({ ...format, order }));
  const sorted = readings.filter((reading) => {
    const instants = cells
      .map((cell) => parseDate(cell, reading))
      .filter((instant) => !Number.isNaN(instant));
    return instants.every((instant, i) => i === 0 || instant >= instants[i - 1]!);
  });
  return sorted.length === 1 ? sorted[0]! : 'ambiguous';
}

/** The instant of a cell, or NaN where it does not have the format or is no date of the calendar. */
export function parseDate(cell: string, format: DateFormat): number {
  const match = cell.length <= 40 ? SHAPE.exec(cell) : null;
  if (match === null) return Number.NaN;
  const [
    ,
    first,
    separator,
    second,
    third,
    joiner = '',
    hour = '0',
    minute = '0',
    seconds = '0',
    digits = '',
    zone,
  ] = match;
  if (separator !== format.separator || joiner !== format.joiner) return Number.NaN;
  if ((third === undefined) !== (format.order === 'ym')) return Number.NaN;
  const parts = { ymd: [first, second, third], dmy: [third, second, first], mdy: [third, first, second] };
  const [year, month, day] = format.order === 'ym' ? [first, second, '1'] : parts[format.order];
  if (year!.length !== 4 || day!.length > 2) return Number.NaN;
  const instant = instantOf(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(seconds) + Number(`0.${digits || '0'}`),
  );
  // after a change of the clock the same column has another offset: all are brought to that of the first cell
  return zone === undefined || zone === format.zone
    ? instant
    : instant + offsetOf(format.zone) - offsetOf(zone);
}

/** Hours ahead of UTC. */
const NAMED_ZONES: Readonly<Record<string, number>> = {
  ...{ WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, JST: 9 },
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
};

/** Milliseconds that a zone such as `+02:00` is ahead of UTC. */
function offsetOf(zone: string): number {
  const named = NAMED_ZONES[zone.trim()];
  if (named !== undefined) return named * 3_600_000;
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** What a cell looks like as a date by itself, such as `dd/mm/yyyy hh:mm`; undefined where it is none. */
export function dateShape(cell: string): string | undefined {
  const match = cell.length <= 40 ? SHAPE.exec(cell) : null;
  if (match === null) return undefined;
  const [, first = '', separator = '', , third, joiner, , , , , zone] = match;
  const order =
    third === undefined
      ? `yyyy${separator}mm`
      : first.length === 4
        ? ['yyyy', 'mm', 'dd'].join(separator)
        : ['dd', 'mm', 'yyyy'].join(separator);
  if (third === undefined ? first.length !== 4 : first.length !== 4 && third.length !== 4) return undefined;
  return `${order}${joiner === undefined ? '' : `${joiner}hh:mm`}${zone === undefined ? '' : ' zone'}`;
}

/** Months count from 1. NaN where there is no such time. */
export function instantOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): number {
  const isValid =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!isValid) return Number.NaN;
  return (
    Date.UTC(2000, month - 1, day, hour, minute) + yearShift(year, month, day) + Math.round(second * 1000)
  );
}

/** Date.UTC reads the years 0 to 99 as 1900 to 1999; setUTCFullYear does not. */
function yearShift(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(2000, month - 1, day));
  return new Date(date).setUTCFullYear(year, month - 1, day) - date.getTime();
}

export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export const twoDigits = (value: number): string => String(value).padStart(2, '0');

export function formatDate(instant: number, format: DateFormat): string {
  const date = new Date(instant);
  const two = (value: number) => (format.isPadded && value < 10 ? `0${value}` : String(value));
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  const month = two(date.getUTCMonth() + 1);
  const day = two(date.getUTCDate());
  const parts = {
    ymd: [year, month, day],
    dmy: [day, month, year],
    mdy: [month, day, year],
    ym: [year, month],
  };
  let text = parts[format.order].join(format.separator);
  if (format.joiner === '') return text + format.zone;
  text += `${format.joiner}${two(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`;
  if (format.hasSeconds) text += `:${twoDigits(date.getUTCSeconds())}`;
  if (format.fraction > 0) text += `.${fractionOf(date).padEnd(9, '0').slice(0, format.fraction)}`;
  return text + format.zone;
}

const fractionOf = (date: Date): string => String(date.getUTCMilliseconds()).padStart(3, '0');
