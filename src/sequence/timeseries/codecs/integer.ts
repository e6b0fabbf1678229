/**
 * Whole numbers, min-max scaled and rounded on the way out, to tens where all are. Where the data write `5.0`, so does the
 * output, and where they write `07`.
 */
import { z } from 'zod';
import { formatNumber } from '../cellText.ts';
import { roundTo } from '../grid.ts';
import type { CodecRecord } from './codec.ts';
import { fitScale, numberCoder, numberDecoding, pointsIn, scaleFields } from './numeric.ts';

const schema = z.strictObject({
  ...scaleFields,
  /** Zeros written after the point. */
  zeros: z.int().min(0).max(20),
  /** Digits up to which zeros are written on the left: 2 of `07`. */
  digits: z.int().min(2).max(20).optional(),
});

/** Far inside 64-bit integers, also where a generator overshoots the range of the data. */
const LARGEST = 1e12;

export const integerCodec: CodecRecord<typeof schema> = {
  name: 'integer',
  schema,
  fit(column) {
    const { grain, digits, leastDecimals } = column.facts;
    const zeros = Math.min(leastDecimals, 20);
    const { points, ...scale } = fitScale(column);
    const isPadded = digits !== undefined && digits <= 20;
    return this.restore({
      ...scale,
      // of so many digits all cells are, points too
      ...(points && { points: isPadded ? points.map(({ value }) => ({ value })) : points }),
      ...(grain !== undefined && { grain }),
      zeros,
      ...(isPadded && { digits }),
    });
  },
  restore: (json) => ({
    ...numberCoder(json, (value) =>
      formatNumber(roundTo(value, { decimals: 0, grain: json.grain }), json.zeros, json.zeros).padStart(
        json.digits ?? 0,
        '0',
      ),
    ),
    type: json.zeros === 0 && largestOf(json) < LARGEST && arePointsWhole(json) ? 'integer' : 'number',
    decoding: { ...numberDecoding(json), isInteger: true, decimals: 0 },
    toJSON: () => ({ codec: 'integer', ...json }),
  }),
};

type Json = z.infer<typeof schema>;

const arePointsWhole = ({ points = [] }: Json): boolean =>
  points.every(({ text = '' }) => !text.includes('.'));

function largestOf(json: Json): number {
  const { scale, offset, unfolding } = json;
  const { low, high } = unfolding ?? { low: offset - scale, high: offset + scale };
  return Math.max(...[low, high, ...pointsIn(json)].map(Math.abs));
}
