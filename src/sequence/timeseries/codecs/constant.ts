/** A column with one value: nothing to learn, every written row repeats it. */
import { z } from 'zod';
import { decimalsOf } from '../cellText.ts';
import type { CodecRecord } from './codec.ts';

const schema = z.strictObject({ text: z.string() });

export const constantCodec: CodecRecord<typeof schema> = {
  name: 'constant',
  schema,
  fit({ facts }) {
    return this.restore({ text: facts.example });
  },
  restore: ({ text }) => ({
    isLearned: false,
    type: /^-?(0|[1-9]\d{0,14})$/.test(text)
      ? 'integer'
      : decimalsOf(text) < 0 || /^0\d/.test(text)
        ? 'text'
        : 'number',
    write: ({ count, length }) => new Array<string>(count * length).fill(text),
    toJSON: () => ({ codec: 'constant', text }),
  }),
};
