/**
 * A column that grows by the same step in every row of a series: row numbers, seconds since the start, years. It goes
 * on after the last row, or begins again in every sequence where the real one does.
 */
import { z } from 'zod';
import { formatNumber } from '../cellText.ts';
import { counterStep } from '../infer/timeColumns.ts';
import { type Series, seriesCount } from '../series.ts';
import { median } from '../timeStep.ts';
import type { CodecRecord } from './codec.ts';

const schema = z.strictObject({
  start: z.number(),
  step: z.number(),
  doesContinue: z.boolean(),
  decimals: z.int().min(0).max(100),
  leastDecimals: z.int().min(0).max(100),
  /** Digits up to which zeros are written on the left: 2 of `07`. */
  digits: z.int().min(2).optional(),
});

/** Above it a 64-bit integer might not hold the counter's last value. */
const LARGEST = 1e15;

export const counterCodec: CodecRecord<typeof schema> = {
  name: 'counter',
  schema,
  fit({ facts, series, doesContinue }) {
    const numbers = facts.numbers!;
    const step = counterStep(numbers, series) ?? medianStep(numbers, series);
    const { decimals, leastDecimals, digits } = facts;
    let start = numbers[series.order[0]!]!;
    for (let s = 1; s < seriesCount(series); s++)
      start = Math.max(start, numbers[series.order[series.offsets[s]!]!]!);
    if (doesContinue) start = numbers[series.order.at(-1)!]! + step;
    return this.restore({
      start,
      step,
      doesContinue,
      decimals,
      leastDecimals,
      ...(digits !== undefined && { digits }),
    });
  },
  restore: (json) => ({
    isLearned: false,
    type: json.decimals === 0 && Math.abs(json.start) < LARGEST ? 'integer' : 'number',
    write({ first, count, length }) {
      const cells: string[] = [];
      for (let i = 0; i < count; i++)
        for (let t = 0; t < length; t++) {
          const steps = json.doesContinue ? (first + i) * length + t : t;
          const text = formatNumber(json.start + steps * json.step, json.decimals, json.leastDecimals);
          cells.push(text.padStart(json.digits ?? 0, '0'));
        }
      return cells;
    },
    toJSON: () => ({ codec: 'counter', ...json }),
  }),
};

/** A time that the user named may be uneven: it goes on by the usual step. */
function medianStep(numbers: Float64Array, { order, offsets }: Series): number {
  const differences: number[] = [];
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i++) {
      const difference = numbers[order[i]!]! - numbers[order[i - 1]!]!;
      if (difference > 0) differences.push(difference);
    }
  return differences.length === 0 ? 1 : median(differences);
}
