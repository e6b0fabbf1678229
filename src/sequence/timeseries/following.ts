/**
 * What follows exactly from other cells of its row is not guessed: gaps of columns that were written from others, and of
 * those others where the rest of the row tells them.
 */
import { isMissing } from './cellText.ts';
import type { CodecParts, Learned } from './codecParts.ts';
import { type Derivation, deriveCells, type Linear, sourcesOf } from './derivation.ts';
import type { Table } from './table.ts';

/** How columns follow from others, by name. */
export const derivationsOf = ({ columns }: CodecParts): ReadonlyMap<string, Derivation> =>
  new Map(
    columns.flatMap(({ name, codec }) => {
      const json = codec.toJSON();
      return json.codec === 'derived' ? [[name, json.derivation as Derivation] as const] : [];
    }),
  );

/** `columns` with the gaps of those that follow from others filled, where these hold values. */
export function withFollowing<T extends { readonly name: string; readonly cells: readonly string[] }>(
  columns: readonly T[],
  parts: CodecParts,
): readonly T[] {
  const derivations = derivationsOf(parts);
  const cellsOf = (name: string) => columns.find((column) => column.name === name)?.cells;
  return columns.map((column) => {
    const derivation = derivations.get(column.name);
    if (!derivation || !column.cells.some(isMissing)) return column;
    if (sourcesOf(derivation).some((name) => cellsOf(name) === undefined)) return column;
    const derived: readonly (string | undefined)[] = deriveCells(derivation, (name) => cellsOf(name)!);
    const cells = column.cells.map((cell, row) =>
      isMissing(cell) && derived[row] !== undefined && !isMissing(derived[row]) ? derived[row] : cell,
    );
    return { ...column, cells };
  });
}

/** The table with the gaps of learned columns filled that a sum or a copy beside them tells. */
export function withSources(table: Table, parts: CodecParts, learned: readonly Learned[]): Table {
  const columns = new Map(table.names.map((name, c) => [name, table.columns[c]!]));
  for (const [name, derivation] of derivationsOf(parts)) {
    const totals = columns.get(name);
    if (derivation.kind !== 'linear' || !totals) continue;
    for (const term of derivation.terms) {
      const codec = learned.find((column) => column.name === term.column)?.codec;
      const cells = columns.get(term.column);
      if (!codec || !cells?.some(isMissing)) continue;
      const told = cells.map((cell, row) => {
        if (!isMissing(cell) || isMissing(totals[row]!)) return cell;
        const value = sourceOf(
          derivation,
          term,
          Number(totals[row]),
          (other) => columns.get(other)?.[row] ?? '',
        );
        return value === undefined ? cell : codec.format(value, row);
      });
      columns.set(term.column, told);
    }
  }
  return { ...table, columns: table.names.map((name) => columns.get(name)!) };
}

/** total = plus + sum of factor * column, solved for one term; undefined where another is missing. */
function sourceOf(
  { terms, plus }: Linear,
  wanted: Linear['terms'][number],
  total: number,
  cellOf: (column: string) => string,
): number | undefined {
  let rest = total - plus;
  for (const term of terms) {
    if (term === wanted) continue;
    const cell = cellOf(term.column);
    if (isMissing(cell)) return undefined;
    rest -= term.factor * Number(cell);
  }
  return Number.isFinite(rest) ? rest / wanted.factor : undefined;
}
