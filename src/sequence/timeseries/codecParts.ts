/** What a codec is made of, and where the features of its learned columns are. */
import {
  type ColumnGroup,
  type Decoding,
  type FittedCodec,
  type LearnedCodec,
  widthOf,
} from './codecs/codec.ts';
import type { Constraint } from './constraint.ts';
import type { Layout } from './infer/structure.ts';
import type { Notations } from './notation/notation.ts';
import type { TimeAxis } from './timeAxis.ts';

/** A learned column: where its features are among those of a step, and how they become its value. */
export type LearnedColumn = Decoding & {
  readonly name: string;
  readonly start: number;
  /** Whether its value may be missing: NaN. */
  readonly isOptional: boolean;
  /** Whether it has one value in each sequence. */
  readonly isStatic: boolean;
  /** Whether it is no column of the file. */
  readonly isHidden?: true;
};

/** A column that has values of its own: learned, or a number that follows from learned ones. */
export type ValuedColumn = Omit<LearnedColumn, 'start'> & Decoding;

/** Of a column, or the flags of the end: [1, 0] in the steps of a sequence, [0, 1] after it. */
export type FeatureGroup =
  | (ColumnGroup & { readonly isStatic?: boolean })
  | { readonly kind: 'end'; readonly isStatic?: false };

export interface CodecParts {
  readonly layout: Layout;
  readonly length: number;
  readonly hasHeader: boolean;
  readonly delimiter: string;
  /** Names of the key and of a time column: how rows are grouped and ordered. */
  readonly key?: string;
  readonly time?: string;
  /** Wide tables: the names of the columns, one a step. */
  readonly steps?: readonly string[];
  /** How columns are written that are not written plainly. */
  readonly notations?: Notations;
  /** Whether sequences may be shorter than `length`. */
  readonly isRagged?: boolean;
  /** How dates are built from columns that were learned for it. */
  readonly axis?: TimeAxis;
  /** What holds in every row that is written. */
  readonly constraints?: readonly Constraint[];
  /** Whether sequences are rows of one series, each going on from the one before; never stored. */
  readonly isOneSeries?: true;
  readonly columns: readonly {
    readonly name: string;
    /** Whether a learned column has one value in each sequence. */
    readonly isStatic?: boolean;
    /** Whether it is learned but not written: dates are built from it. */
    readonly isHidden?: boolean;
    readonly codec: FittedCodec;
  }[];
}

export const mayMiss = (group: ColumnGroup): boolean => group.kind === 'special' && group.mayMiss;

export interface Learned {
  readonly name: string;
  readonly isStatic?: boolean;
  readonly isHidden?: boolean;
  readonly codec: LearnedCodec;
}

export const learnedOf = (columns: CodecParts['columns']): readonly Learned[] =>
  columns.filter((column): column is Learned => column.codec.isLearned);

/** What moves comes before what is static. */
export function inFeatureOrder<T extends { readonly isStatic?: boolean }>(
  columns: readonly T[],
): readonly T[] {
  return [...columns.filter(({ isStatic }) => !isStatic), ...columns.filter(({ isStatic }) => isStatic)];
}

/** The columns with values, in the order in which they are written. */
export function valuedOf(
  columns: CodecParts['columns'],
  learned: readonly LearnedColumn[],
): readonly ValuedColumn[] {
  return columns.flatMap(({ name, codec }): ValuedColumn[] => {
    if (codec.isLearned) return learned.filter((column) => column.name === name);
    if (!codec.derivation) return [];
    const { terms, decimals } = codec.derivation;
    const sources = learned.filter((column) => terms.some((term) => term.column === column.name));
    return [
      {
        name,
        isStatic: sources.every(({ isStatic }) => isStatic),
        isOptional: sources.some(({ isOptional }) => isOptional),
        kind: 'number',
        scale: 1,
        offset: 0,
        isInteger: decimals === 0,
        decimals,
      },
    ];
  });
}

export function placeColumns(learned: readonly Learned[]): readonly LearnedColumn[] {
  const starts = new Map<Learned, number>();
  let start = 0;
  for (const column of inFeatureOrder(learned)) {
    starts.set(column, start);
    start += widthOf(column.codec.group);
  }
  return learned.map((column) => ({
    name: column.name,
    start: starts.get(column)!,
    isOptional: mayMiss(column.codec.group),
    isStatic: column.isStatic === true,
    ...(column.isHidden && { isHidden: true as const }),
    ...column.codec.decoding,
  }));
}
