/** A column that follows from others in every row (derivation.ts): they are learned, and it is written from them. */
import { z } from 'zod';
import { derivationSchema, deriveCells } from '../derivation.ts';
import type { CodecRecord } from './codec.ts';

const schema = z.strictObject({
  type: z.enum(['number', 'integer', 'text']),
  derivation: derivationSchema,
});

export const derivedCodec: CodecRecord<typeof schema> = {
  name: 'derived',
  schema,
  fit({ facts, derivation }) {
    const isWhole = facts.kind === 'integer' && facts.leastDecimals === 0;
    const type = derivation!.kind === 'lookup' ? 'text' : isWhole ? 'integer' : 'number';
    return this.restore({ type, derivation: derivation! });
  },
  restore: ({ type, derivation }) => ({
    isLearned: false,
    type,
    ...(derivation.kind === 'linear' && { derivation, marker: derivation.marker }),
    write: (_place, { cellsOf }) => deriveCells(derivation, cellsOf),
    toJSON: () => ({ codec: 'derived', type, derivation }),
  }),
};
