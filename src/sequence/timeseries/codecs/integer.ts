/** Whole numbers, min-max scaled and rounded on the way out. Where the data write `5.0`, so does the output. */
import { z } from 'zod';
import { formatNumber } from '../cellText.ts';
import type { CodecRecord } from './codec.ts';
import { minMaxEncoder, minMaxScale } from './numeric.ts';

const schema = z.strictObject({
  scale: z.number().positive(),
  offset: z.number(),
  /** Zeros written after the point. */
  zeros: z.int().min(0).max(20),
});

/** Far inside 64-bit integers, also where a generator overshoots the range of the data. */
const LARGEST = 1e12;

export const integerCodec: CodecRecord<typeof schema> = {
  name: 'integer',
  schema,
  fit({ facts }) {
    const zeros = Math.min(facts.leastDecimals, 20);
    return this.restore({ ...minMaxScale(facts.min!, facts.max!), zeros });
  },
  restore: (json) => ({
    ...minMaxEncoder(json.scale, json.offset),
    type: json.zeros === 0 && Math.abs(json.offset) + json.scale < LARGEST ? 'integer' : 'number',
    decoding: { scale: json.scale, offset: json.offset, isInteger: true, decimals: 0 },
    format: (value) => formatNumber(Math.round(value), json.zeros, json.zeros),
    toJSON: () => ({ codec: 'integer', ...json }),
  }),
};
