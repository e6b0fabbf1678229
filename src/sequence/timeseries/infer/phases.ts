/**
 * Whether data depend on the hour, the weekday, the day of the month or the month.
 *
 * Regular rows: the share of a column's variance between the phases (eta squared), against the same with periods that no
 * calendar has, which slow changes would favour as well: 24 hours count only beside 17, 19, 22 and 29 hours.
 * Irregular rows: whether some phases hold far more rows than others.
 */
import { type CalendarPart, PERIODS, phaseText } from '../timeAxis.ts';
import { DAY } from '../timeStep.ts';
import type { ColumnPlan } from './roles.ts';

const HOUR = 3_600_000;

/** Periods that no calendar has, near that of each part. */
const OTHERS: Readonly<Record<CalendarPart, readonly number[]>> = {
  hour: [17, 19, 22, 29],
  weekday: [5, 6, 8, 9],
  day: [23, 27, 37, 41],
  month: [7, 9, 11, 13],
};

/** Share of the variance that a phase must explain, and how many times that of any other period. */
const LEAST_SHARE = 0.01;
const TIMES_OTHERS = 2;
/** Repetitions of the period below which nothing is known of it. */
const LEAST_CYCLES = 8;

export function dependsOn(
  part: CalendarPart,
  instants: Float64Array,
  columns: readonly ColumnPlan[],
): boolean {
  const [period, others] = [PERIODS[part], OTHERS[part]];
  const ticks = Float64Array.from(instants, (instant) => tickOf(instant, part));
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const tick of ticks) [low, high] = [Math.min(low, tick), Math.max(high, tick)];
  if (high - low < LEAST_CYCLES * period) return false;
  return columns.some(({ role, facts }) => {
    if (role !== 'feature' || facts.numbers === undefined) return false;
    const share = shareBetween(facts.numbers, ticks, period);
    return (
      share >= LEAST_SHARE &&
      others.every((other) => share >= TIMES_OTHERS * shareBetween(facts.numbers!, ticks, other))
    );
  });
}

function tickOf(instant: number, part: CalendarPart): number {
  if (part === 'hour') return Math.floor(instant / HOUR);
  if (part !== 'month') return Math.floor(instant / DAY);
  const date = new Date(instant);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Variance of the means of the phases over the variance of the values. */
function shareBetween(numbers: Float64Array, ticks: Float64Array, period: number): number {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  let [count, sum, squares] = [0, 0, 0];
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row]!;
    if (Number.isNaN(value)) continue;
    const phase = ((ticks[row]! % period) + period) % period;
    sums[phase]! += value;
    counts[phase]!++;
    sum += value;
    squares += value * value;
    count++;
  }
  const mean = sum / count;
  const total = squares / count - mean * mean;
  let between = 0;
  for (let phase = 0; phase < period; phase++)
    if (counts[phase]! > 0) between += (counts[phase]! / count) * (sums[phase]! / counts[phase]! - mean) ** 2;
  return total > 0 ? between / total : 0;
}

/** Rows a phase must have on average, and how often the fullest phase must hold its even share. */
const ROWS_A_PHASE = 20;
const UNEVEN = 1.5;

export function isUneven(part: CalendarPart, instants: Float64Array): boolean {
  const counts = new Map<string, number>();
  for (const instant of instants) {
    const text = phaseText(instant, part);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const period = PERIODS[part];
  const most = Math.max(...counts.values());
  return (
    instants.length >= ROWS_A_PHASE * period && counts.size > 1 && most >= (UNEVEN * instants.length) / period
  );
}
