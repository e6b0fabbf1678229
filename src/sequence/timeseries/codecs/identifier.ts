/**
 * Identifiers, of rows or of sequences (the key): nothing is learned of them, and new ones have the format of the data
 * and are never a real one, so that nobody takes a generated account for a real one. Whole numbers go on after the
 * largest; texts without a format become `synthetic-1`, `synthetic-2`, ...
 */
import { z } from 'zod';
import { findIdentifierFormat, type IdentifierFormat, writeIdentifier } from '../identifierFormat.ts';
import type { CodecRecord, ColumnToFit } from './codec.ts';

const schema = z.union([
  z.strictObject({
    prefix: z.string(),
    suffix: z.string().default(''),
    width: z.int().min(1).max(20).default(1),
    /** The number of the first generated identifier. */
    from: z.int(),
    isOfRows: z.literal(true).optional(),
  }),
  z.strictObject({
    places: z.array(z.string().min(1)).min(1),
    start: z.string(),
    isOfRows: z.literal(true).optional(),
  }),
]);

export const identifierCodec: CodecRecord<typeof schema> = {
  name: 'identifier',
  schema,
  fit(column) {
    const isOfRows = column.isOfRows === true;
    return this.restore({ ...formatOf(column), ...(isOfRows && { isOfRows }) } as z.infer<typeof schema>);
  },
  restore: (json) => ({
    isLearned: false,
    type:
      'prefix' in json && json.prefix === '' && json.suffix === '' && json.width === 1 ? 'integer' : 'text',
    write({ first, count, length }) {
      const cells: string[] = [];
      for (let i = first; i < first + count; i++)
        for (let t = 0; t < length; t++)
          cells.push(
            json.isOfRows || t === 0
              ? writeIdentifier(json, json.isOfRows ? i * length + t : i)
              : cells.at(-1)!,
          );
      return cells;
    },
    toJSON: () => ({ codec: 'identifier', ...json }),
  }),
};

function formatOf({ facts, cells }: ColumnToFit): IdentifierFormat {
  const format = findIdentifierFormat(cells);
  if (format !== undefined) return format;
  const isWhole = facts.kind === 'integer' || (facts.kind === 'constant' && Number.isSafeInteger(facts.max));
  if (isWhole && Math.abs(facts.max!) < 2 ** 52)
    return { prefix: '', suffix: '', width: 1, from: facts.max! + 1 };
  const taken = new Set(cells);
  let prefix = 'synthetic-';
  while (taken.has(`${prefix}1`)) prefix = `new-${prefix}`;
  return { prefix, suffix: '', width: 1, from: 1 };
}
