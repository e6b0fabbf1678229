/**
 * The column that names the sequences: new identifiers that no real sequence has, so that nobody takes a generated
 * account for a real one. Whole numbers go on after the largest; texts become `synthetic-1`, `synthetic-2`, ...
 */
import { z } from 'zod';
import type { CodecRecord } from './codec.ts';

const schema = z.strictObject({
  prefix: z.string(),
  /** The number of the first generated sequence. */
  from: z.int(),
});

export const keyCodec: CodecRecord<typeof schema> = {
  name: 'key',
  schema,
  fit({ facts, cells }) {
    const isWhole =
      facts.kind === 'integer' || (facts.kind === 'constant' && Number.isSafeInteger(facts.max));
    if (isWhole && Math.abs(facts.max!) < 2 ** 52) return this.restore({ prefix: '', from: facts.max! + 1 });
    const taken = new Set(cells);
    let prefix = 'synthetic-';
    while (taken.has(`${prefix}1`)) prefix = `new-${prefix}`;
    return this.restore({ prefix, from: 1 });
  },
  restore: ({ prefix, from }) => ({
    isLearned: false,
    type: prefix === '' ? 'integer' : 'text',
    write({ first, count, length }) {
      const cells: string[] = [];
      for (let i = 0; i < count; i++) {
        const identifier = prefix + (from + first + i);
        for (let t = 0; t < length; t++) cells.push(identifier);
      }
      return cells;
    },
    toJSON: () => ({ codec: 'key', prefix, from }),
  }),
};
