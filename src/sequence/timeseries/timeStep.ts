/**
 * How a time axis goes on: a step of calendar months, of days from Monday to Friday, or of a fixed number of milliseconds
 * (the median difference, so that a gap does not change it).
 */
import { daysIn, instantOf } from './dateFormat.ts';

export interface TimeStep {
  readonly unit: 'month' | 'workday' | 'millisecond';
  readonly count: number;
  /** Month steps only: every date is the last day of its month. */
  readonly isMonthEnd: boolean;
  /** Month steps only: every date is the last of its month from Monday to Friday, but for holidays. */
  readonly isWorkdayEnd?: true | undefined;
}

export const DAY = 86_400_000;

/** The step of the differences between neighbours of each series; `order` and `offsets` as in Series. */
export function learnStep(instants: Float64Array, order: Int32Array, offsets: Int32Array): TimeStep {
  const differences: number[] = [];
  const months: number[] = [];
  let isMonthly = true;
  let isMonthEnd = true;
  let [workdayEnds, monthsApart] = [0, true];
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i++) {
      const before = instants[order[i - 1]!]!;
      const now = instants[order[i]!]!;
      if (Number.isNaN(now - before) || now <= before) continue;
      differences.push(now - before);
      monthsApart &&= now - before >= LEAST_MONTH;
      if (!isMonthly && !monthsApart) continue;
      const [a, b] = [new Date(before), new Date(now)];
      if (now === lastWorkday(now)) workdayEnds++;
      const bothEnd = isLastDay(a) && isLastDay(b);
      isMonthEnd &&= bothEnd;
      const isSameTime = before % DAY === now % DAY;
      isMonthly &&= isSameTime && now - before >= 28 * DAY && (a.getUTCDate() === b.getUTCDate() || bothEnd);
      months.push((b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth());
    }
  if (differences.length === 0) return { unit: 'millisecond', count: DAY, isMonthEnd: false };
  if (isMonthly) return { unit: 'month', count: median(months), isMonthEnd };
  if (monthsApart && differences.length >= LEAST_MONTHS && workdayEnds >= EVEN * differences.length)
    return { unit: 'month', count: median(months), isMonthEnd: true, isWorkdayEnd: true };
  const count = median(differences);
  const isWorking = count === DAY && differences.length >= LEAST_WORKDAYS && !anyWeekend(instants);
  return { unit: isWorking ? 'workday' : 'millisecond', count: isWorking ? 1 : count, isMonthEnd: false };
}

/** Two last working days of months are not nearer, and a few that are might be so by chance. */
const LEAST_MONTH = 25 * DAY;
const LEAST_MONTHS = 6;

/** At the same time of the day as `instant`. */
function lastWorkday(instant: number): number {
  const date = new Date(instant);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const end = new Date(instantOf(year, month, daysIn(year, month)));
  const beyond = Math.max(0, ((end.getUTCDay() + 6) % 7) - 4);
  return end.getTime() - beyond * DAY + (instant - Math.floor(instant / DAY) * DAY);
}

/** Days without a weekend among them, two weeks at least, are working days. */
const LEAST_WORKDAYS = 9;

const anyWeekend = (instants: Float64Array): boolean =>
  instants.some((instant) => isWeekend(new Date(instant)));

const isWeekend = (date: Date): boolean => date.getUTCDay() % 6 === 0;

/** Of ten steps between neighbours, nine must be the usual one for time to be even. */
const EVEN = 0.9;

/** Whether the rows of each series follow each other by that step, but for a few gaps. */
export function isEven(
  instants: Float64Array,
  order: Int32Array,
  offsets: Int32Array,
  step: TimeStep,
): boolean {
  let [usual, count] = [0, 0];
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i++, count++)
      if (addSteps(instants[order[i - 1]!]!, step, 1) === instants[order[i]!]!) usual++;
  return usual >= EVEN * count;
}

/** `instant` moved by `steps` steps; a day that a month lacks becomes its last day. */
export function addSteps(instant: number, step: TimeStep, steps: number): number {
  if (step.unit === 'millisecond') return instant + steps * step.count;
  const date = new Date(instant);
  if (step.unit === 'workday') return addWorkdays(date, steps * step.count);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() + steps * step.count;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  const last = daysIn(year, month);
  const day = step.isMonthEnd ? last : Math.min(date.getUTCDate(), last);
  const timeOfDay = instant - Math.floor(instant / DAY) * DAY;
  const there = instantOf(year, month, day) + timeOfDay;
  return step.isWorkdayEnd ? lastWorkday(there) : there;
}

/** From Monday to Friday; a weekend counts as its Friday. */
function addWorkdays(date: Date, days: number): number {
  const weekday = (date.getUTCDay() + 6) % 7; // Monday is 0
  const from = date.getTime() - Math.max(0, weekday - 4) * DAY;
  const total = Math.min(4, weekday) + days;
  return from + (days + 2 * Math.floor(total / 5)) * DAY;
}

/** `1 hour`, `10 minutes`, `1 month`: for people. */
export function describeStep(step: TimeStep): string {
  const units = [
    ['day', DAY],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
    ['millisecond', 1],
  ] as const;
  if (step.unit === 'workday') return `${step.count} working day${step.count === 1 ? '' : 's'}`;
  const [name, size] =
    step.unit === 'month' ? (['month', 1] as const) : units.find(([, size]) => step.count % size === 0)!;
  const count = step.count / size;
  const end = step.isWorkdayEnd ? ', on its last working day' : '';
  return `${count} ${name}${count === 1 ? '' : 's'}${end}`;
}

const isLastDay = (date: Date): boolean =>
  date.getUTCDate() === daysIn(date.getUTCFullYear(), date.getUTCMonth() + 1);

/** The lower median. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[(sorted.length - 1) >> 1]!;
}
