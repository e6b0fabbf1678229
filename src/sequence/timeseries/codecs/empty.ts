/** A column of missing values only: it is written blank, so that the table keeps its columns. */
import { z } from 'zod';
import type { CodecRecord } from './codec.ts';

const schema = z.strictObject({});

export const emptyCodec: CodecRecord<typeof schema> = {
  name: 'empty',
  schema,
  fit() {
    return this.restore({});
  },
  restore: () => ({
    isLearned: false,
    type: 'text',
    write: ({ count, length }) => new Array<string>(count * length).fill(''),
    toJSON: () => ({ codec: 'empty' }),
  }),
};
