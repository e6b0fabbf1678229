/** Whole numbers, min-max scaled and rounded on the way out. Where the data write `5.0`, so does the output. */
import { z } from 'zod';
import { formatNumber } from '../cellText.ts';
import type { CodecRecord } from './codec.ts';
import { fitScale, numberCoder, scaleFields } from './numeric.ts';

const schema = z.strictObject({
  ...scaleFields,
  /** Zeros written after the point. */
  zeros: z.int().min(0).max(20),
});

/** Far inside 64-bit integers, also where a generator overshoots the range of the data. */
const LARGEST = 1e12;

export const integerCodec: CodecRecord<typeof schema> = {
  name: 'integer',
  schema,
  fit(column) {
    return this.restore({ ...fitScale(column), zeros: Math.min(column.facts.leastDecimals, 20) });
  },
  restore: (json) => ({
    ...numberCoder(json, (value) => formatNumber(Math.round(value), json.zeros, json.zeros)),
    type: json.zeros === 0 && Math.abs(json.offset) + json.scale < LARGEST ? 'integer' : 'number',
    decoding: { kind: 'number', scale: json.scale, offset: json.offset, isInteger: true, decimals: 0 },
    toJSON: () => ({ codec: 'integer', ...json }),
  }),
};
