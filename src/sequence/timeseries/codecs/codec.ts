/**
 * A codec turns one column into features of a network and back. A learned column has one group of features: a number in
 * [-1, 1], a number that may be missing, or a choice of levels; `decoding` undoes it, which is also what the exported
 * generator computes. Of every other column nothing is learned, and what is written follows from the place of the row.
 */
import type { z } from 'zod';
import type { Derivation, Linear } from '../derivation.ts';
import type { ColumnFacts } from '../infer/columnFacts.ts';
import type { DatePart } from '../infer/timeColumns.ts';
import type { Series } from '../series.ts';

/** How written cells are typed in formats that have types. */
export type CellType = 'number' | 'integer' | 'text';

/**
 * What the features of a column are, as the generator makes them: a number in [-1, 1]; a number with special cases,
 * [value, 1, 0, ..], or [fills[k], 0, .., 1, ..] in case k, the first of which is that it is missing, where it may be; one
 * of `width` levels, 1 in its place.
 */
export type ColumnGroup =
  | { readonly kind: 'number'; readonly width: 1 }
  | { readonly kind: 'special'; readonly fills: readonly number[]; readonly mayMiss: boolean }
  | { readonly kind: 'choice'; readonly width: number };

export const widthOf = (group: ColumnGroup): number =>
  group.kind === 'special' ? 2 + group.fills.length : group.width;

/** The values of the special cases of a number, NaN where it is missing. */
export const casesOf = ({
  isOptional,
  points = [],
}: {
  isOptional: boolean;
  points?: readonly number[] | undefined;
}): readonly number[] => [...(isOptional ? [Number.NaN] : []), ...points];

/** A tail that is folded in: value = centre + unit * sinh(u), kept from `low` to `high`, where rounding would pass. */
export interface Unfolding {
  readonly centre: number;
  readonly unit: number;
  readonly low: number;
  readonly high: number;
}

/**
 * u = feature * scale + offset, which is the value, or unfolds to it; rounded where the column holds whole numbers; NaN
 * where it is missing.
 */
export interface NumberDecoding {
  readonly kind: 'number';
  readonly scale: number;
  readonly offset: number;
  readonly unfolding?: Unfolding;
  /** Values that are special cases, for a large share of the cells is exactly one of these; they may be off the grid. */
  readonly points?: readonly number[];
  readonly isInteger: boolean;
  /** Digits written after the point; and the grid on which all other values lie, where it is coarser (grid.ts). */
  readonly decimals: number;
  readonly grain?: number;
}

/** The value is the place of the level in this list. */
export interface LevelsDecoding {
  readonly kind: 'levels';
  readonly levels: readonly string[];
}

export type Decoding = NumberDecoding | LevelsDecoding;

/** The cells of a column to encode, by row. */
export interface ColumnToEncode {
  readonly cells: readonly string[];
  /** Columns of numbers: their values, NaN where missing. */
  readonly numbers?: Float64Array;
}

export interface LearnedCodec {
  readonly isLearned: true;
  readonly type: CellType;
  readonly group: ColumnGroup;
  readonly decoding: Decoding;
  /** What stands in a cell that is missing, where cells may be. */
  readonly marker?: string;
  /** Columns of texts: every text that was learned, also those that share a level. */
  readonly texts?: readonly string[];
  /** Whether a cell can be encoded, where that is not true of every number. */
  accepts?(cell: string): boolean;
  /** One array a feature, by row. */
  encode(column: ColumnToEncode): readonly Float32Array[];
  /** A value in the user's units as the user's text; `place` tells the cells of a column apart. */
  format(value: number, place: number): string;
  toJSON(): CodecJson;
}

export interface WrittenCodec {
  readonly isLearned: false;
  readonly type: CellType;
  /** Where it is a number that follows from learned ones. */
  readonly derivation?: Linear;
  readonly marker?: string;
  /** The cells of `count` sequences of `length` steps from sequence `first` on, step by step. */
  write(place: Place, made: Made): string[];
  toJSON(): CodecJson;
}

export type FittedCodec = LearnedCodec | WrittenCodec;

/** Plain JSON whose `codec` names the kind. */
export type CodecJson = { readonly codec: string } & Readonly<Record<string, unknown>>;

export interface Place {
  readonly first: number;
  readonly count: number;
  readonly length: number;
}

/** What of these sequences is made already. */
export interface Made {
  /** The cells of a learned column. */
  cellsOf(column: string): readonly string[];
  /** The instants of the rows, where they are built from learned columns. */
  readonly instants?: Float64Array;
  /** Where the user wants the time to begin. */
  readonly from?: number;
}

/** A column with what its surroundings say. */
export interface ColumnToFit {
  readonly facts: ColumnFacts;
  readonly cells: readonly string[];
  readonly series: Series;
  /** One long time axis that goes on from the last row; otherwise each sequence starts where a real one did. */
  readonly doesContinue: boolean;
  /** Time columns: the instants of the rows, and which part of them this column holds. */
  readonly instants?: Float64Array;
  readonly part?: DatePart;
  /** Identifiers: whether each row has one of its own; otherwise each sequence has. */
  readonly isOfRows?: boolean;
  /** Time columns: whether dates are built from learned columns. */
  readonly isBuilt?: boolean;
  /** Derived columns: how. */
  readonly derivation?: Derivation;
}

/** One record a codec: everything else (the registry, reading codec.json) is derived from it. */
export interface CodecRecord<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** The JSON of a fitted codec without its `codec` field. */
  readonly schema: Schema;
  fit(column: ColumnToFit): FittedCodec;
  restore(json: z.infer<Schema>): FittedCodec;
}
