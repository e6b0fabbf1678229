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

export const integerCodec: CodecRecord<typeof schema> = {
  name: 'integer',
  schema,
  fit({ facts }) {
    const zeros = facts.isPadded ? Math.min(facts.decimals, 20) : 0;
    return this.restore({ ...minMaxScale(facts.min!, facts.max!), zeros });
  },
  restore: (json) => ({
    ...minMaxEncoder(json.scale, json.offset),
    type: json.zeros === 0 ? 'integer' : 'number',
    decoding: { scale: json.scale, offset: json.offset, isInteger: true, decimals: 0 },
    format: (value) => formatNumber(Math.round(value), json.zeros, true),
    toJSON: () => ({ codec: 'integer', ...json }),
  }),
};
