/** How a column writes its numbers or dates, where that is not the plain way that everything else here reads. */
import { z } from 'zod';
import { dateNotationSchema, findDateNotation, plainDate, writtenDate } from './dateNotation.ts';
import { digitDatesSchema, findDigitDates, plainDigits, writtenDigits } from './digitDates.ts';
import {
  decimalShown,
  findNumberNotation,
  numberNotationSchema,
  plainNumber,
  writtenNumber,
} from './numberNotation.ts';

const notationSchema = z.discriminatedUnion('kind', [
  numberNotationSchema,
  dateNotationSchema,
  digitDatesSchema,
]);

export type Notation = z.infer<typeof notationSchema>;

export const notationsSchema = z.array(z.strictObject({ column: z.string(), notation: notationSchema }));

/** Of the columns that are not written plainly. A list: a column may be called `valueOf`. */
export type Notations = Readonly<z.infer<typeof notationsSchema>>;

export const notationOf = (notations: Notations | undefined, column: string): Notation | undefined =>
  notations?.find((each) => each.column === column)?.notation;

/**
 * Steps of a wide table hold one variable: where most have a notation, those without, which held whole numbers only, say,
 * have the most usual one too.
 */
export function ofAllSteps(
  steps: readonly string[],
  notations: Notations | undefined,
): Notations | undefined {
  const own = notations?.filter(({ column }) => steps.includes(column)) ?? [];
  if (own.length <= steps.length / 2) return notations;
  const counts = new Map<string, number>();
  for (const { notation } of own) {
    const key = JSON.stringify(notation);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  const plain = steps.filter((step) => notationOf(notations, step) === undefined);
  return [...notations!, ...plain.map((column) => ({ column, notation: JSON.parse(usual) as Notation }))];
}

/** A cell in plain writing; one that is not of this notation stays as it is. */
export function plainCell(cell: string, notation: Notation): string {
  switch (notation.kind) {
    case 'number':
      return plainNumber(cell, notation) ?? cell;
    case 'date':
      return plainDate(cell, notation) ?? cell;
    case 'digits':
      return plainDigits(cell, notation) ?? cell;
    default:
      return notation satisfies never;
  }
}

/** A plain cell in this notation; markers of missing cells stay as they are. */
export function writtenCell(cell: string, notation: Notation): string {
  switch (notation.kind) {
    case 'number':
      return writtenNumber(cell, notation);
    case 'date':
      return writtenDate(cell, notation);
    case 'digits':
      return writtenDigits(cell, notation);
    default:
      return notation satisfies never;
  }
}

/** What is not plain, column by column. */
export function findNotations(
  names: readonly string[],
  columns: readonly (readonly string[])[],
  delimiter: string,
): Notations {
  const hasYears = names.some((name) => /^year$/i.test(name.trim()));
  const found = columns.map(
    (cells, c): Notation | undefined =>
      findDigitDates(names[c]!, cells) ??
      findNumberNotation(cells, { delimiter }) ??
      findDateNotation(cells, hasYears && /^month$/i.test(names[c]!.trim())),
  );
  const decimal = columns
    .map((cells, c) => {
      const notation = found[c];
      return notation?.kind === 'number' ? decimalShown(cells, notation) : undefined;
    })
    .find((mark) => mark !== undefined);
  // where one column shows a decimal comma, a point in another is none
  const settled =
    decimal === undefined
      ? found
      : columns.map((cells, c) =>
          found[c] !== undefined && found[c].kind !== 'number'
            ? found[c]
            : findNumberNotation(cells, { delimiter, decimal }),
        );
  return names.flatMap((column, c) => (settled[c] === undefined ? [] : [{ column, notation: settled[c] }]));
}
