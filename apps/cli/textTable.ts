/** Rows of cells as aligned lines; numbers stand right. */
import { displayWidth } from './terminal.ts';

export interface TextTableOptions {
  readonly indent?: string;
  /** Indices of the columns that stand right. */
  readonly right?: readonly number[];
}

export function textTable(
  rows: readonly (readonly string[])[],
  { indent = '  ', right = [] }: TextTableOptions = {},
): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell));
    });
  const lines = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const space = ' '.repeat(widths[i]! - displayWidth(cell));
      return right.includes(i) ? space + cell : cell + space;
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
  return lines.map((line) => `${line}\n`).join('');
}
