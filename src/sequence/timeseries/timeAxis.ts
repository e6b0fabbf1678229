/**
 * The instants of generated rows where the time is not a plain count of steps: gaps between rows, where sequences begin,
 * and the place in the day, week or month are learned as columns of their own, which are not written, and dates are
 * built again from them. Time never runs backwards: a gap is 0 or more.
 *
 *     regular:    instant = begin + t step                      begin moved on to the first that has its phases
 *     irregular:  instant = the one before + gap unit           gap moved to the nearest that has the phases of the row
 */
import { z } from 'zod';
import { addSteps, DAY } from './timeStep.ts';

export const CALENDAR_PARTS = ['hour', 'weekday', 'day', 'month'] as const;
export type CalendarPart = (typeof CALENDAR_PARTS)[number];

export const stepSchema = z.strictObject({
  unit: z.enum(['month', 'workday', 'millisecond']),
  count: z.number().positive(),
  isMonthEnd: z.boolean(),
  isWorkdayEnd: z.literal(true).optional(),
});

export const axisSchema = z.strictObject({
  /** Where one long series goes on, and where others begin if that is not learned. */
  start: z.number(),
  step: stepSchema,
  doesContinue: z.boolean(),
  /** Columns, by name, that hold units since the row before, and from `epoch` to the first row. */
  gap: z.strictObject({ column: z.string(), unit: stepSchema, most: z.number() }).optional(),
  begin: z.strictObject({ column: z.string(), unit: stepSchema, epoch: z.number() }).optional(),
  /** A phase of every row is one column of levels; of a whole sequence two of numbers, its cosine and sine. */
  phases: z.array(
    z.strictObject({ part: z.enum(CALENDAR_PARTS), columns: z.array(z.string()).min(1).max(2) }),
  ),
});

export type TimeAxis = z.infer<typeof axisSchema>;

/** How many phases each part has. */
export const PERIODS: Readonly<Record<CalendarPart, number>> = { hour: 24, weekday: 7, day: 31, month: 12 };

/** The phase of an instant, from 0: the hour, Sunday, the first of a month, January. */
export function phaseOf(instant: number, part: CalendarPart): number {
  const date = new Date(instant);
  switch (part) {
    case 'hour':
      return date.getUTCHours();
    case 'weekday':
      return date.getUTCDay();
    case 'day':
      return date.getUTCDate() - 1;
    case 'month':
      return date.getUTCMonth();
    default:
      return part satisfies never;
  }
}

/**
 * The axis of rows that go on one by one: what was told of whole sequences, where they begin and the calendar there, holds
 * no more.
 */
export function goingOn({ begin: _, ...axis }: TimeAxis, start = axis.start): TimeAxis {
  return { ...axis, start, doesContinue: true, phases: axis.gap ? axis.phases : [] };
}

/**
 * Regular rows: what the columns of whole sequences say of the calendar where a sequence begins `steps` after `from`, or
 * after the start of the axis.
 */
export function phasesAfter(
  { start, step, gap, begin, phases }: TimeAxis,
  steps: number,
  from = start,
): ReadonlyMap<string, number> {
  if (gap || begin) return new Map();
  const instant = addSteps(from, step, steps);
  return new Map(
    phases.flatMap(({ part, columns }) => {
      const circle = circleOf(instant, part);
      return columns.map((column, i) => [column, circle[i]!] as const);
    }),
  );
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The phase of an instant as a level: `7 h`, `Monday`, `day 31`, `month 2`. */
export function phaseText(instant: number, part: CalendarPart): string {
  const phase = phaseOf(instant, part);
  if (part === 'weekday') return WEEKDAYS[phase]!;
  return part === 'hour' ? `${phase} h` : `${part} ${phase + 1}`;
}

/** The cosine and sine of a phase on the circle of its part. */
export function circleOf(instant: number, part: CalendarPart): readonly [number, number] {
  const angle = (2 * Math.PI * phaseOf(instant, part)) / PERIODS[part];
  return [Math.cos(angle), Math.sin(angle)];
}

function phaseAt(cosine: number, sine: number, part: CalendarPart): number {
  const period = PERIODS[part];
  return (Math.round((Math.atan2(sine, cosine) / (2 * Math.PI)) * period) + period) % period;
}

/** Beyond it a phase that never comes (`day 31` in steps of a quarter) is given up. */
const MOST_TRIES = 10_000;

export interface AxisRows {
  /** The cells of a column that was learned for the axis. */
  cellsOf(column: string): readonly string[];
  readonly count: number;
  readonly length: number;
  readonly lengths: Int32Array | undefined;
  /** The first instant that is free, where one series goes on; changed as sequences take theirs. */
  readonly cursor: { instant?: number };
}

/** The instant of every row of `count` sequences of `length` steps. */
export function axisInstants(axis: TimeAxis, rows: AxisRows): Float64Array {
  const { count, length, lengths, cursor } = rows;
  const [gaps, begins] = [axis.gap, axis.begin].map((part) => part && rows.cellsOf(part.column));
  const phases = axis.phases.map(({ columns, part }) => ({
    part,
    cells: columns.map((column) => rows.cellsOf(column)),
  }));
  const hasPhases = (instant: number, row: number) =>
    phases.every(({ part, cells: [first, second] }) =>
      second === undefined
        ? phaseText(instant, part) === first![row]
        : phaseOf(instant, part) === phaseAt(Number(first![row]), Number(second[row]), part),
    );
  const instants = new Float64Array(count * length);
  for (let n = 0; n < count; n++) {
    const first = n * length;
    const steps = lengths?.[n] ?? length;
    let from = cursor.instant ?? axis.start;
    if (axis.begin) from = addSteps(axis.begin.epoch, axis.begin.unit, wholeOf(begins![first]!));
    else if (axis.gap && axis.doesContinue)
      from = addSteps(
        from,
        axis.gap.unit,
        nearestGap(axis.gap, from, wholeOf(gaps![first]!), (at) => hasPhases(at, first)),
      );
    const unit = axis.gap?.unit ?? axis.step;
    instants[first] = firstWith(from, unit, (instant) => hasPhases(instant, first));
    for (let t = 1; t < length; t++) {
      const row = first + t;
      const before = instants[row - 1]!;
      if (t >= steps) instants[row] = before;
      else if (!axis.gap) instants[row] = addSteps(instants[first]!, axis.step, t);
      else {
        const gap = nearestGap(axis.gap, before, wholeOf(gaps![row]!), (at) => hasPhases(at, row));
        instants[row] = addSteps(before, axis.gap.unit, gap);
      }
    }
    const last = instants[first + steps - 1]!;
    if (axis.doesContinue) cursor.instant = axis.gap ? last : addSteps(last, axis.step, 1);
  }
  return instants;
}

const wholeOf = (cell: string): number => Math.max(0, Math.round(Number(cell)) || 0);

function firstWith(from: number, unit: TimeAxis['step'], fits: (instant: number) => boolean): number {
  for (let steps = 0; steps < MOST_TRIES; steps++) {
    const instant = addSteps(from, unit, steps);
    if (fits(instant)) return instant;
  }
  return from;
}

/** The gap nearest to the wanted one at which the row has its phases; the wanted one where none has. */
function nearestGap(
  { unit, most }: NonNullable<TimeAxis['gap']>,
  before: number,
  wanted: number,
  fits: (instant: number) => boolean,
): number {
  const farthest = Math.min(MOST_TRIES, Math.max(wanted, most - wanted));
  for (let distance = 0; distance <= farthest; distance++)
    for (const gap of distance === 0 ? [wanted] : [wanted + distance, wanted - distance])
      if (gap >= 0 && gap <= most && fits(addSteps(before, unit, gap))) return gap;
  return wanted;
}

/** The largest of day, hour, minute, second and millisecond of which all differences are multiples. */
export function unitOf(instants: Float64Array): TimeAxis['step'] {
  const first = instants[0]!;
  const sizes = [DAY, 3_600_000, 60_000, 1000, 1];
  const count = sizes.find((size) => instants.every((instant) => (instant - first) % size === 0)) ?? 1;
  return { unit: 'millisecond', count, isMonthEnd: false };
}
