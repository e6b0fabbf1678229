/**
 * The schema of a table: what each column is and does, and what holds in every row. It is inferred, shown, written to a
 * file, and what a user changes there is kept. All of it is checked against the data: a claim that the data contradict
 * is refused with the row.
 */
import { z } from 'zod';
import { isMissing } from './cellText.ts';
import type { ColumnFacts } from './infer/columnFacts.ts';

/** What the cells of a column are, finer than how they are encoded. */
export const NATURES = [
  'number',
  'non-negative',
  'integer',
  'count',
  'boolean',
  'text',
  'date/time',
  'constant',
  'empty',
] as const;
export type Nature = (typeof NATURES)[number];

export const SCHEMA_ROLES = [
  'learned',
  'attribute',
  'time',
  'key',
  'identifier',
  'derived',
  'constant',
  'left out',
] as const;
export type SchemaRole = (typeof SCHEMA_ROLES)[number];

export const columnSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(NATURES).optional(),
  role: z.enum(SCHEMA_ROLES).optional(),
  /** Bounds, in the data's units. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** How numbers are brought to [-1, 1]: linearly, or after asinh where a few lie far from all others. */
  scale: z.enum(['linear', 'asinh']).optional(),
  /** What all numbers but points are whole multiples of, where that is more than their decimals say: 10, or 0.25. */
  multipleOf: z.number().positive().optional(),
  /** The value, or the values, that a large share of the cells has exactly; each is learned as a case of its own. */
  point: z.union([z.number(), z.literal('none'), z.array(z.number()).min(1)]).optional(),
  /** For people: what a derived column follows from. */
  is: z.string().optional(),
});

export const tableSchema = z.strictObject({
  version: z.literal(1),
  /** Of a table whose rows are whole sequences, `rows`; it speaks of their column `value`, and not of each step. */
  layout: z.enum(['columns', 'rows']).optional(),
  columns: z.array(columnSchema).min(1),
  /** Instead of what would be found. */
  constraints: z.array(z.string()).optional(),
  length: z.int().min(1).optional(),
  stride: z.int().min(1).optional(),
});

export type ColumnSchema = z.infer<typeof columnSchema>;
export type TableSchema = z.infer<typeof tableSchema>;

const TRUTHS = new Set(
  ['true', 'false', 'yes', 'no', 't', 'f', 'y', 'n', '0', '1', '0.0', '1.0'].concat(
    ['ja', 'nein', 'oui', 'non', 'sí', 'si', 'sim', 'não', 'on', 'off'],
    ['是', '否', '真', '假', '有', '无'],
  ),
);

export const isTruth = (cell: string): boolean => isMissing(cell) || TRUTHS.has(cell.toLowerCase());

/** The finest nature that all cells of a column have. */
export function natureOf(facts: ColumnFacts, cells: readonly string[]): Nature {
  const { kind, distinct, min } = facts;
  if (distinct === 2 && (kind === 'integer' || kind === 'categorical') && cells.every(isTruth))
    return 'boolean';
  switch (kind) {
    case 'integer':
      return min! >= 0 ? 'count' : 'integer';
    case 'numeric':
      return min! >= 0 ? 'non-negative' : 'number';
    case 'categorical':
      return facts.clock ? 'date/time' : 'text';
    case 'datetime':
      return 'date/time';
    case 'constant':
    case 'empty':
      return kind;
    default:
      return kind satisfies never;
  }
}
