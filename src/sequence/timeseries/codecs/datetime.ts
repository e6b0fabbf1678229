/**
 * Dates: a time axis that goes on by the learned step in the format of the data. One long series goes on after its
 * last row; with several series every sequence starts where the latest real one did. After the year 9999, which the
 * formats cannot write, the axis begins again.
 */
import { z } from 'zod';
import { clockSchema, writeClock } from '../clock.ts';
import { type DateFormat, formatDate, instantOf, twoDigits } from '../dateFormat.ts';
import type { DatePart } from '../infer/timeColumns.ts';
import type { Series } from '../series.ts';
import { stepSchema } from '../timeAxis.ts';
import { addSteps, DAY, learnStep, type TimeStep } from '../timeStep.ts';
import type { CodecRecord } from './codec.ts';

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const satisfies readonly DatePart[];

const formatSchema = z.strictObject({
  order: z.enum(['ymd', 'dmy', 'mdy', 'ym']),
  separator: z.string().max(1),
  isPadded: z.boolean(),
  joiner: z.enum(['', ' ', 'T']),
  hasSeconds: z.boolean(),
  fraction: z.int().min(0).max(9),
  zone: z.string().max(10),
});

const schema = z.strictObject({
  start: z.number(),
  step: stepSchema,
  doesContinue: z.boolean(),
  /** Whether the rows' instants come from columns that were learned for it (timeAxis.ts). */
  isBuilt: z.literal(true).optional(),
  /** How the column writes an instant: a whole date, or one part of it. */
  format: z.union([
    formatSchema,
    clockSchema,
    z.strictObject({ part: z.enum(PARTS), isPadded: z.boolean() }),
  ]),
});

type Json = z.infer<typeof schema>;

const END = instantOf(9999, 12, 31);

export const datetimeCodec: CodecRecord<typeof schema> = {
  name: 'datetime',
  schema,
  fit({ facts, series, doesContinue, instants, part, isBuilt }) {
    const times = instants ?? facts.numbers!;
    const step = learnStep(times, series.order, series.offsets);
    const start = doesContinue ? addSteps(lastOf(times, series.order), step, 1) : latestStart(times, series);
    const isPadded = /^0\d/.test(facts.example);
    const format =
      part === undefined || part === 'date'
        ? facts.dateFormat!
        : part === 'time of day'
          ? facts.clock!.format
          : { part, isPadded };
    return this.restore({ start, step, doesContinue, ...(isBuilt && { isBuilt }), format });
  },
  restore: (json) => ({
    isLearned: false,
    type:
      'part' in json.format && json.format.part !== 'time of day' && !json.format.isPadded
        ? 'integer'
        : 'text',
    write({ first, count, length }, { instants, from }) {
      if (json.isBuilt && instants)
        return Array.from(instants, (instant) => writeInstant(instant, json.format));
      const cells: string[] = [];
      const start = from ?? json.start;
      const fitting = json.doesContinue
        ? Math.max(1, Math.floor(stepsUntilEnd({ ...json, start }) / length))
        : 1;
      for (let i = 0; i < count; i++)
        for (let t = 0; t < length; t++) {
          const steps = json.doesContinue ? ((first + i) % fitting) * length + t : t;
          cells.push(writeInstant(addSteps(start, json.step, steps), json.format));
        }
      return cells;
    },
    toJSON: () => ({ codec: 'datetime', ...json }),
  }),
};

function stepsUntilEnd({ start, step }: { start: number; step: TimeStep }): number {
  const stepSize = step.unit === 'month' ? step.count * 31 * DAY : step.count;
  return Math.max(0, Math.floor((END - start) / stepSize));
}

function writeInstant(instant: number, format: Json['format']): string {
  if (!('part' in format)) return formatDate(instant, format satisfies DateFormat);
  if (format.part === 'time of day') return writeClock(instant, format);
  const date = new Date(instant);
  const value = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }[format.part];
  return format.isPadded ? twoDigits(value) : String(value);
}

function lastOf(instants: Float64Array, order: Int32Array): number {
  for (let i = order.length - 1; i >= 0; i--)
    if (!Number.isNaN(instants[order[i]!]!)) return instants[order[i]!]!;
  return 0;
}

function latestStart(instants: Float64Array, { order, offsets }: Series): number {
  let start = Number.NEGATIVE_INFINITY;
  for (let s = 0; s + 1 < offsets.length; s++) {
    const instant = instants[order[offsets[s]!]!]!;
    if (instant > start) start = instant;
  }
  return Number.isFinite(start) ? start : lastOf(instants, order);
}
