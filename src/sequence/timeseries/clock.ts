/** Times of the day as text, `09:30`, `9:30:05` or `17:24:00.250`, without a date. An instant is milliseconds since midnight. */
import { z } from 'zod';
import { twoDigits } from './dateFormat.ts';
import { DAY } from './timeStep.ts';

export const clockSchema = z.strictObject({
  part: z.literal('time of day'),
  isPadded: z.boolean(),
  hasSeconds: z.boolean(),
  /** Digits of the fraction of a second. */
  fraction: z.int().min(0).max(3),
});

export type ClockFormat = z.infer<typeof clockSchema>;

const SHAPE = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;

/** The instants of cells that are all times of the day, and how they are written. */
export function findClock(
  cells: readonly string[],
): { readonly instants: Float64Array; readonly format: ClockFormat } | undefined {
  const first = SHAPE.exec(cells[0] ?? '');
  if (first === null) return undefined;
  const instants = new Float64Array(cells.length);
  let isPadded = true;
  let fraction = 0;
  for (const [row, cell] of cells.entries()) {
    const match = SHAPE.exec(cell);
    if (match === null || (match[3] === undefined) !== (first[3] === undefined)) return undefined;
    const [, hour = '', minute, second = '0', digits = ''] = match;
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
    isPadded &&= hour.length === 2;
    fraction = Math.max(fraction, digits.length);
    instants[row] =
      ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(digits.padEnd(3, '0'));
  }
  return {
    instants,
    format: { part: 'time of day', isPadded, hasSeconds: first[3] !== undefined, fraction },
  };
}

export function writeClock(instant: number, { isPadded, hasSeconds, fraction }: ClockFormat): string {
  const date = new Date(instant);
  const hour = date.getUTCHours();
  const text = `${isPadded ? twoDigits(hour) : hour}:${twoDigits(date.getUTCMinutes())}`;
  if (!hasSeconds) return text;
  const seconds = `${text}:${twoDigits(date.getUTCSeconds())}`;
  if (fraction === 0) return seconds;
  return `${seconds}.${String(date.getUTCMilliseconds()).padStart(3, '0').slice(0, fraction)}`;
}

/** Of neighbours, so many must be a step apart, or no earlier. */
const USUAL = 0.9;
/** Rows from one midnight to the next below which times say nothing of the order of rows. */
const LEAST_DAY = 4;

/** Times of days that follow each other: a time earlier than that before it is of the next day; undefined where they do not. */
export function rolledDays(clock: Float64Array): Float64Array | undefined {
  const rolled = clock.slice();
  let days = 0;
  for (let row = 1; row < clock.length; row++) {
    if (clock[row]! < clock[row - 1]!) days++;
    rolled[row] = clock[row]! + days * DAY;
  }
  return clock.length >= LEAST_DAY * (days + 1) ? rolled : undefined;
}

/** Whether the times go on over midnight by the step that they have before it. */
export function goOnOverMidnight(clock: Float64Array, rolled: Float64Array): boolean {
  const [nights, others] = [new Map<number, number>(), new Map<number, number>()];
  for (let row = 1; row < clock.length; row++) {
    const steps = clock[row]! < clock[row - 1]! ? nights : others;
    const step = rolled[row]! - rolled[row - 1]!;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const usual = [...others].sort((a, b) => b[1] - a[1])[0]?.[0];
  const total = [...nights.values()].reduce((sum, count) => sum + count, 0);
  return usual !== undefined && (nights.get(usual) ?? 0) >= USUAL * total;
}

/** Whether a clock goes on, or back, within the days that a column of dates tells, and most rows share theirs with the next. */
export function belongsToDates(dates: Float64Array, clock: Float64Array): boolean {
  let [shared, later, earlier] = [0, 0, 0];
  for (let row = 1; row < clock.length; row++) {
    if (dates[row] !== dates[row - 1]) continue;
    shared++;
    if (clock[row]! >= clock[row - 1]!) later++;
    if (clock[row]! <= clock[row - 1]!) earlier++;
  }
  return shared >= clock.length / 2 && Math.max(later, earlier) >= USUAL * shared;
}
