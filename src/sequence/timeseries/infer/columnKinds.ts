/** The kinds of column, one record each, in the order in which they are tried. Content decides, never the name. */
import type { CellCounts } from './columnFacts.ts';

export type ColumnKind = 'empty' | 'constant' | 'integer' | 'numeric' | 'datetime' | 'categorical';

interface KindRecord {
  readonly name: ColumnKind;
  /** For people, in `inspect`. */
  readonly label: string;
  fits(cells: CellCounts): boolean;
}

/** This share of the cells must fit; the others are reported as mistakes. */
export const MIN_SHARE = 0.9;

const areNumbers = (cells: CellCounts) => cells.numbers / cells.present >= MIN_SHARE;

export const COLUMN_KINDS: readonly KindRecord[] = [
  { name: 'empty', label: 'empty', fits: (cells) => cells.present === 0 },
  {
    name: 'constant',
    label: 'constant',
    fits: (cells) => cells.distinct === 1 && (cells.numbers === 0 || areNumbers(cells)),
  },
  { name: 'integer', label: 'integer', fits: (cells) => areNumbers(cells) && cells.areWhole },
  { name: 'numeric', label: 'number', fits: areNumbers },
  { name: 'datetime', label: 'date/time', fits: (cells) => cells.dates / cells.present >= MIN_SHARE },
  { name: 'categorical', label: 'text', fits: () => true },
];

export const kindLabel = (kind: ColumnKind): string => COLUMN_KINDS.find(({ name }) => name === kind)!.label;
