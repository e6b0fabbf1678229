/** How a column writes its numbers or dates, where that is not the plain way that everything else here reads. */
import { z } from 'zod';
import {
  type DateNotation,
  dateNotationSchema,
  findDateNotation,
  plainDate,
  writtenDate,
} from './dateNotation.ts';
import {
  decimalShown,
  findNumberNotation,
  type Marks,
  numberNotationSchema,
  plainNumber,
  writtenNumber,
} from './numberNotation.ts';

export const notationSchema = z.discriminatedUnion('kind', [numberNotationSchema, dateNotationSchema]);

export type Notation = z.infer<typeof notationSchema>;

/** By the names of columns; those that are written plainly have none. */
export type Notations = Readonly<Record<string, Notation>>;

/** A cell in plain writing; one that is not of this notation stays as it is. */
export const plainCell = (cell: string, notation: Notation): string =>
  (notation.kind === 'number' ? plainNumber(cell, notation) : plainDate(cell, notation)) ?? cell;

/** A plain cell in this notation; markers of missing cells stay as they are. */
export const writtenCell = (cell: string, notation: Notation): string =>
  notation.kind === 'number' ? writtenNumber(cell, notation) : writtenDate(cell, notation);

const dateOrNumber = (cells: readonly string[], marks: Marks): Notation | undefined =>
  findNumberNotation(cells, marks) ?? (findDateNotation(cells) satisfies DateNotation | undefined);

/** What is not plain, column by column. */
export function findNotations(
  names: readonly string[],
  columns: readonly (readonly string[])[],
  delimiter: string,
): Notations {
  const found = columns.map((cells) => dateOrNumber(cells, { delimiter }));
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
          found[c]?.kind === 'date' ? found[c] : findNumberNotation(cells, { delimiter, decimal }),
        );
  return Object.fromEntries(
    names.flatMap((name, c) => (settled[c] === undefined ? [] : [[name, settled[c]] as const])),
  );
}
