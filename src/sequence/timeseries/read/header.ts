/** Whether the first row holds names. */
import { decimalsOf, isInfinite, isMissing } from '../cellText.ts';
import { findDateFormat } from '../dateFormat.ts';

/**
 * A first row is a header where some cell of it is a word above a column of numbers or dates, where all of it are
 * different words none of which comes again in its column, or where it counts 0, 1, 2, ... above other numbers.
 */
export function hasHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const areWords = first.map(isWord);
  if (rest.length === 0) return areWords.every(Boolean);
  const column = (c: number) => rest.map((row) => row[c] ?? '');
  if (first.length >= 3 && areCounted(first.slice(1)) && !areCounted(rest[0]!.slice(1))) return true;
  if (!areWords.some(Boolean)) return false;
  if (first.some((_, c) => areWords[c] && isMostlyValues(column(c)))) return true;
  const areDistinct = new Set(first).size === first.length;
  return areDistinct && first.every((cell, c) => areWords[c] && !column(c).includes(cell));
}

/** Has a letter, and is no number, date or marker: `1,5` and `12:30` are values of some kind, `1e5` is a number. */
function isWord(cell: string): boolean {
  if (!/\p{L}/u.test(cell) || isMissing(cell) || decimalsOf(cell) >= 0 || isInfinite(cell)) return false;
  return typeof findDateFormat([cell]) === 'string';
}

/** Numbers, dates or blanks, and not blanks only. */
function isMostlyValues(cells: readonly string[]): boolean {
  const present = cells.filter((cell) => !isMissing(cell));
  const words = present.filter(isWord).length;
  return present.length > 0 && words <= present.length / 10;
}

function areCounted(cells: readonly string[]): boolean {
  return cells.every(
    (cell, c) => /^\d+$/.test(cell) && (c === 0 || Number(cell) === Number(cells[c - 1]) + 1),
  );
}

/** `column_1`, `column_2`, ... for tables and cells without a name. */
export const defaultName = (index: number): string => `column_${index + 1}`;
