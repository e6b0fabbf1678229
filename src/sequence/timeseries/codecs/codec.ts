/**
 * A codec turns one column into features of a network and back. A learned column has width 1: its feature lies in
 * [-1, 1] and `value = feature * scale + offset` undoes it, which is also what the exported generator computes.
 * Every other column has width 0: nothing is learned, and what is written follows from the place of the row.
 */
import type { z } from 'zod';
import type { ColumnFacts } from '../infer/columnFacts.ts';
import type { DatePart } from '../infer/timeColumns.ts';
import type { Series } from '../series.ts';

/** How written cells are typed in formats that have types. */
export type CellType = 'number' | 'integer' | 'text';

export interface Decoding {
  readonly scale: number;
  readonly offset: number;
  readonly isInteger: boolean;
  /** Digits written after the point. */
  readonly decimals: number;
}

export interface LearnedCodec {
  readonly width: 1;
  readonly type: CellType;
  readonly decoding: Decoding;
  /** Numbers without gaps to features; the numbers of the fitted column give [-1, 1]. */
  encode(numbers: Float64Array): Float32Array;
  /** A value in the user's units as the user's text. */
  format(value: number): string;
  toJSON(): CodecJson;
}

export interface WrittenCodec {
  readonly width: 0;
  readonly type: CellType;
  /** The cells of `count` sequences of `length` steps from sequence `first` on, step by step. */
  write(place: Place): string[];
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
}

/** One record a codec: everything else (the registry, reading codec.json) is derived from it. */
export interface CodecRecord<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** The JSON of a fitted codec without its `codec` field. */
  readonly schema: Schema;
  fit(column: ColumnToFit): FittedCodec;
  restore(json: z.infer<Schema>): FittedCodec;
}
