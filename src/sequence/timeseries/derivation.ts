/**
 * How a column follows from others of its row, exactly and in every row: as a sum or a scaled and shifted copy of
 * numbers, or as the text that goes with each text of another column. It is computed from the cells as they are
 * written, so what held in the data holds in the output to the last digit.
 */
import { z } from 'zod';
import { formatNumber, isMissing } from './cellText.ts';

/** plus + sum of factor * column; a missing cell among them makes the result missing. */
const linearSchema = z.strictObject({
  kind: z.literal('linear'),
  terms: z.array(z.strictObject({ column: z.string(), factor: z.number() })).min(1),
  plus: z.number(),
  decimals: z.int().min(0).max(100),
  leastDecimals: z.int().min(0).max(100),
  /** Digits up to which zeros are written on the left: 2 of `07`. */
  digits: z.int().min(2).optional(),
  /** Written where a term is missing. */
  marker: z.string(),
});

const lookupSchema = z.strictObject({
  kind: z.literal('lookup'),
  column: z.string(),
  /** Every text of the other column, and this column's beside it. */
  pairs: z.array(z.tuple([z.string(), z.string()])).min(1),
});

export const derivationSchema = z.discriminatedUnion('kind', [linearSchema, lookupSchema]);

export type Linear = z.infer<typeof linearSchema>;
export type Lookup = z.infer<typeof lookupSchema>;
export type Derivation = Linear | Lookup;

export const sourcesOf = (derivation: Derivation): readonly string[] =>
  derivation.kind === 'linear' ? derivation.terms.map(({ column }) => column) : [derivation.column];

/** The cells of a derived column; `cellsOf` gives those of its sources. */
export function deriveCells(
  derivation: Derivation,
  cellsOf: (column: string) => readonly string[],
): string[] {
  if (derivation.kind === 'lookup') {
    const textOf = new Map(derivation.pairs);
    return cellsOf(derivation.column).map((cell) => textOf.get(cell)!);
  }
  const { terms, plus, decimals, leastDecimals, digits = 0, marker } = derivation;
  const sources = terms.map(({ column }) => cellsOf(column));
  const isCopy = terms.length === 1 && terms[0]!.factor === 1 && plus === 0;
  return sources[0]!.map((first, row) => {
    if (sources.some((cells) => isMissing(cells[row]!))) return marker;
    if (isCopy && decimals === leastDecimals && first.length - first.indexOf('.') - 1 === decimals)
      return first;
    const value = sources.reduce((sum, cells, i) => sum + terms[i]!.factor * Number(cells[row]!), plus);
    return formatNumber(value, decimals, leastDecimals).padStart(digits, '0');
  });
}

/** `Close`, `1.8 x temp + 32`, `paid + due`: for people. */
export function describeLinear({ terms, plus }: Pick<Linear, 'terms' | 'plus'>): string {
  const parts = terms.map(({ column, factor }, i) => {
    const sign = factor < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
    const size = Math.abs(factor);
    return `${sign}${size === 1 ? '' : `${size} x `}"${column}"`;
  });
  const rest = plus === 0 ? '' : ` ${plus < 0 ? '-' : '+'} ${Math.abs(plus)}`;
  return parts.join('') + rest;
}
