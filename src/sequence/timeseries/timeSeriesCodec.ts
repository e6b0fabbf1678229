/**
 * What was learned about a table, as one value that is stored in a model folder: its columns' codecs, the length of
 * its sequences, and how rows are written. It encodes other data with the same scale and turns generated values
 * back into rows of the user's table.
 */
import { type Attribute, attributesOf } from './attributes.ts';
import {
  type CodecParts,
  type FeatureGroup,
  inFeatureOrder,
  type LearnedColumn,
  learnedOf,
  placeColumns,
  type ValuedColumn,
  valuedOf,
} from './codecParts.ts';
import { type CellType, type CodecJson, widthOf } from './codecs/codec.ts';
import type { Constraint } from './constraint.ts';
import { decodeFeatures, lengthsOf } from './decodeFeatures.ts';
import { sourcesOf } from './derivation.ts';
import { asLearned, encodeTable } from './encodeTable.ts';
import { derivationsOf } from './following.ts';
import type { Layout } from './infer/structure.ts';
import { type KnownSeries, readKnownSeries } from './knownSeries.ts';
import { typeOfDigits } from './notation/digitDates.ts';
import { type Notations, notationOf } from './notation/notation.ts';
import {
  checkFinite,
  completeValues,
  cutRows,
  type Flow,
  longRows,
  type OutputBatch,
  startFlow,
  unmetOf,
  type Written,
  wideRows,
} from './outputRows.ts';
import type { Table } from './table.ts';
import { goingOn, phasesAfter } from './timeAxis.ts';
import { wantedInstant } from './wantedInstant.ts';
import type { Sequences } from './windows.ts';

export interface TimeSeriesCodec {
  /** C columns, in the order in which they are written. */
  readonly learned: readonly LearnedColumn[];
  /** V columns: the learned ones and numbers that follow from them, in the order in which they are written. */
  readonly valued: readonly ValuedColumn[];
  /** Columns with one value in each sequence, which a generator may be asked for. */
  readonly attributes: readonly Attribute[];
  /** Learned columns that are half of a point on a circle, the hour of a first row, and alone say nothing to people. */
  readonly circles: ReadonlySet<string>;
  /** Written columns that follow from others, and these. */
  readonly derived: ReadonlyMap<string, readonly string[]>;
  /** F, features of a step. */
  readonly features: number;
  /** What the features are, in order; absent where all are plain numbers. */
  readonly groups?: readonly FeatureGroup[];
  readonly layout: Layout;
  /** The most steps of a sequence, and all that there are unless `isRagged`. */
  readonly length: number;
  /** Whether sequences end before: all values are NaN after the end. */
  readonly isRagged: boolean;
  /** Names of the written columns, in order. */
  readonly outputColumns: readonly string[];
  readonly outputTypes: readonly CellType[];
  /** How the user's file was written. */
  readonly hasHeader: boolean;
  readonly delimiter: string;
  /** By column: how numbers and dates are written that are not written plainly. */
  readonly notations: Notations;
  toJSON(): unknown;
  /** Other data with numbers, dates and texts where the learned table had them, however they are written. */
  asLearned(table: Table): Table;
  /** One series of other data, to be gone on from or filled in. Throws a UserError where it is not one. */
  readKnown(table: Table): KnownSeries<TimeSeriesCodec>;
  /** The same for sequences of another length. */
  withLength(length: number): TimeSeriesCodec;
  /** The same for one series that goes on from row to row, whatever it is cut into: `length` is 1. */
  rowByRow(): TimeSeriesCodec;
  /** Other data in the same scale. Throws a UserError where a learned column is missing or wrong. */
  encode(table: Table): Sequences;
  /** Features [n, T, F] to values [n, T, C] as the exported generator gives them. */
  decode(features: Float32Array): Float32Array;
  /** Values [n, T, C] with those of columns that follow from others, constraints kept: [n, T, V]. */
  complete(values: Float32Array, flow?: Flow): Float32Array;
  /**
   * `values` [n, T, C] in the user's units, levels by their places, not rounded, NaN where missing; of sequences
   * first ... first + n - 1.
   */
  rows(values: Float32Array, first: number, flow?: Flow): OutputBatch;
  /** What holds in every row that is written. */
  readonly constraints: readonly Constraint[];
  /** The instant of a date that the user wants the time to begin at. Throws a UserError, of `where`, if it is none. */
  instantOf(date: string, where?: string): number;
  /**
   * Values of the columns that tell a sequence where in the calendar it begins, where that is `steps` after `from` or
   * after the end of the data.
   */
  calendarAfter(steps: number, from?: number): ReadonlyMap<string, number>;
  /** Of `values` [n, T, C], the sequences that break one all the same, and which; they should be drawn again. */
  unmet(values: Float32Array, first?: number, flow?: Flow): ReadonlyMap<number, string>;
}

export const CODEC_FORMAT = 'gan-lstm time series codec';
/**
 * Version 1 had no levels and no missing cells, version 2 no derived columns, version 3 no points of mass and no grids,
 * version 4 one point at the most and no text of it, and no notations; all are read as they are.
 */
export const CODEC_VERSION = 5;

export function createCodec(parts: CodecParts): TimeSeriesCodec {
  const { columns, length, steps, hasHeader, delimiter, axis, notations = [] } = parts;
  const learned = learnedOf(columns);
  const shown = columns.filter(({ isHidden }) => !isHidden);
  const written = steps === undefined ? shown : asWide(columns, steps.slice(0, length));
  const names = written.map(({ name }) => name);
  const types = written.map(({ name, codec }) => {
    const notation = notationOf(notations, name);
    return notation?.kind === 'digits' ? typeOfDigits(notation) : codec.type;
  });
  const isRagged = parts.isRagged === true;
  const groups: readonly FeatureGroup[] = [
    ...inFeatureOrder(learned).map(({ codec, isStatic }) => ({
      ...codec.group,
      ...(isStatic && { isStatic }),
    })),
    ...(isRagged ? [{ kind: 'end' } as const] : []),
  ];
  const width = groups.reduce((total, group) => total + (group.kind === 'end' ? 2 : widthOf(group)), 0);
  const placed = placeColumns(learned);
  const valued = valuedOf(columns, placed);
  const writtenOf = (values: Float32Array, first = 0, flow = startFlow()): Written => {
    const lengths = isRagged ? lengthsOf(values, length, placed.length) : undefined;
    return { parts, learned: placed, values, first, lengths, flow };
  };
  return {
    learned: placed,
    valued,
    attributes: attributesOf(learned, placed, notations),
    circles: new Set(axis?.phases.flatMap((phase) => (phase.columns.length === 2 ? phase.columns : []))),
    derived: new Map(Array.from(derivationsOf(parts), ([name, derivation]) => [name, sourcesOf(derivation)])),
    features: width,
    ...(groups.some(({ kind, isStatic }) => kind !== 'number' || isStatic) && { groups }),
    layout: parts.layout,
    length,
    isRagged,
    outputColumns: names,
    outputTypes: types,
    hasHeader,
    delimiter,
    notations,
    toJSON: () => codecToJson(parts),
    asLearned: (table) => asLearned(table, parts),
    readKnown(table) {
      const series = readKnownSeries(table, parts, learned);
      return { ...series, continued: createCodec(series.continued) };
    },
    withLength: (other) => createCodec({ ...parts, length: other }),
    rowByRow: () => createCodec(asOneSeries(parts)),
    encode: (table) => encodeTable(table, parts, learned),
    complete: (values, flow) => completeValues(writtenOf(values, 0, flow), valued),
    constraints: parts.constraints ?? [],
    instantOf: (date, where = 'from') => wantedInstant(date, parts, where),
    calendarAfter: (after, from) => (axis ? phasesAfter(axis, after, from) : new Map()),
    unmet: (values, first, flow) => unmetOf(writtenOf(values, first, flow), valued),
    decode: (features) => decodeFeatures(features, placed, width, isRagged),
    rows(values, first, flow) {
      const rows = writtenOf(values, first, flow);
      checkFinite(values, placed, length, rows.lengths);
      return steps === undefined ? cutRows(longRows(rows).batch, length, rows.lengths) : wideRows(rows);
    },
  };
}

/** Labels, then the steps. */
function asWide(columns: CodecParts['columns'], steps: readonly string[]) {
  const { codec } = columns.find(({ isStatic }) => !isStatic)!;
  return [...columns.filter(({ isStatic }) => isStatic), ...steps.map((name) => ({ name, codec }))];
}

/** Each row stands where a sequence stood. */
function asOneSeries({ axis, ...parts }: CodecParts): CodecParts {
  return { ...parts, ...(axis && { axis: goingOn(axis) }), length: 1, isOneSeries: true };
}

function codecToJson({ columns, ...parts }: CodecParts): unknown {
  const stored = columns.map(({ name, isStatic, isHidden, codec }): CodecJson & { name: string } => ({
    name,
    ...(isStatic && { isStatic }),
    ...(isHidden && { isHidden }),
    ...codec.toJSON(),
  }));
  return { format: CODEC_FORMAT, version: CODEC_VERSION, ...parts, columns: stored };
}
