/**
 * What was learned about a table, as one value that is stored in a model folder: its columns' codecs, the length of
 * its sequences, and how rows are written. It encodes other data with the same scale and turns generated values
 * back into rows of the user's table.
 */
import { UserError } from '../../errors/userError.ts';
import {
  type CellType,
  type CodecJson,
  type ColumnGroup,
  type Decoding,
  type FittedCodec,
  type LearnedCodec,
  widthOf,
} from './codecs/codec.ts';
import { unfold } from './codecs/numeric.ts';
import { type DataPlan, type PlanOptions, planTable } from './infer/plan.ts';
import type { Layout } from './infer/structure.ts';
import { interpolate } from './interpolate.ts';
import { capProblems, placeOf, quoteCell, type Table } from './table.ts';
import { cutWindows, padSeries, type Sequences } from './windows.ts';

/** A learned column: where its features are among those of a step, and how they become its value. */
export type LearnedColumn = Decoding & {
  readonly name: string;
  readonly start: number;
  /** Whether its value may be missing: NaN. */
  readonly isOptional: boolean;
  /** Whether it has one value in each sequence. */
  readonly isStatic: boolean;
};

/** Of a column, or the flags of the end: [1, 0] in the steps of a sequence, [0, 1] after it. */
export type FeatureGroup =
  | (ColumnGroup & { readonly isStatic?: boolean })
  | { readonly kind: 'end'; readonly isStatic?: false };

/** Rows to write, column by column; cells are formatted text. */
export interface OutputBatch {
  readonly rowCount: number;
  readonly columns: readonly OutputColumn[];
}

export interface OutputColumn {
  readonly name: string;
  /** Cells of 'number' and 'integer' are decimal numbers, or the marker. */
  readonly type: CellType;
  readonly cells: readonly string[];
  /** The text of missing cells; blank cells are missing too. */
  readonly marker?: string;
}

export interface TimeSeriesCodec {
  /** C columns, in the order in which they are written. */
  readonly learned: readonly LearnedColumn[];
  /** F, features of a step. */
  readonly features: number;
  /** What the features are, in order; absent where all are plain numbers. */
  readonly groups?: readonly FeatureGroup[];
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
  toJSON(): unknown;
  /** Other data in the same scale. Throws a UserError where a learned column is missing or wrong. */
  encode(table: Table): Sequences;
  /** Features [n, T, F] to values [n, T, C] as the exported generator gives them. */
  decode(features: Float32Array): Float32Array;
  /**
   * `values` [n, T, C] in the user's units, levels by their places, not rounded, NaN where missing; of sequences
   * first ... first + n - 1.
   */
  rows(values: Float32Array, first: number): OutputBatch;
}

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
  /** Whether sequences may be shorter than `length`. */
  readonly isRagged?: boolean;
  readonly columns: readonly {
    readonly name: string;
    /** Whether a learned column has one value in each sequence. */
    readonly isStatic?: boolean;
    readonly codec: FittedCodec;
  }[];
}

export const CODEC_FORMAT = 'gan-lstm time series codec';
/** Version 1 had no levels and no missing cells; it is read as it is. */
export const CODEC_VERSION = 2;

export function createCodec(parts: CodecParts): TimeSeriesCodec {
  const { columns, length, steps, hasHeader, delimiter } = parts;
  const learned = learnedOf(columns);
  const names = steps === undefined ? columns.map(({ name }) => name) : steps.slice(0, length);
  const types =
    steps === undefined ? columns.map(({ codec }) => codec.type) : names.map(() => columns[0]!.codec.type);
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
  return {
    learned: placed,
    features: width,
    ...(groups.some(({ kind, isStatic }) => kind !== 'number' || isStatic) && { groups }),
    length,
    isRagged,
    outputColumns: names,
    outputTypes: types,
    hasHeader,
    delimiter,
    toJSON: () => codecToJson(parts),
    encode: (table) => encodeTable(table, parts, learned),
    decode: (features) => decodeFeatures(features, placed, width, isRagged),
    rows(values, first) {
      const lengths = isRagged ? lengthsOf(values, length, placed.length) : undefined;
      checkFinite(values, placed, length, lengths);
      return steps === undefined
        ? cutRows(longRows(parts, learned.length, values, first), length, lengths)
        : wideRows(parts, names, values);
    },
  };
}

const learnedOf = (columns: CodecParts['columns']): readonly Learned[] =>
  columns.filter((column): column is Learned => column.codec.isLearned);

/** What moves comes before what is static. */
function inFeatureOrder<T extends { readonly isStatic?: boolean }>(columns: readonly T[]): readonly T[] {
  return [...columns.filter(({ isStatic }) => !isStatic), ...columns.filter(({ isStatic }) => isStatic)];
}

function placeColumns(learned: readonly Learned[]): readonly LearnedColumn[] {
  const starts = new Map<Learned, number>();
  let start = 0;
  for (const column of inFeatureOrder(learned)) {
    starts.set(column, start);
    start += widthOf(column.codec.group);
  }
  return learned.map((column) => ({
    name: column.name,
    start: starts.get(column)!,
    isOptional: column.codec.group.kind === 'optional',
    isStatic: column.isStatic === true,
    ...column.codec.decoding,
  }));
}

function decodeFeatures(
  features: Float32Array,
  columns: readonly LearnedColumn[],
  width: number,
  isRagged: boolean,
): Float32Array {
  const steps = features.length / width;
  const values = new Float32Array(steps * columns.length);
  for (let step = 0; step < steps; step++)
    for (const [c, column] of columns.entries()) {
      const at = step * width + column.start;
      const isOver = isRagged && features[(step + 1) * width - 2]! < 0.5;
      values[step * columns.length + c] = isOver
        ? Number.NaN
        : decodeValue(column, features.subarray(at, at + width));
    }
  return values;
}

/** `features` from the column's first on. */
function decodeValue(column: LearnedColumn, features: Float32Array): number {
  if (column.kind === 'levels') {
    const own = features.subarray(0, column.levels.length);
    return own.indexOf(Math.max(...own));
  }
  if (column.isOptional && features[2]! > features[1]!) return Number.NaN;
  const value = unfold(features[0]! * column.scale + column.offset, column.unfolding);
  return column.isInteger ? Math.round(value) : value;
}

/** Steps of each sequence of [n, T, C]: up to the last that has a value, and one at least. */
export function lengthsOf(values: Float32Array, length: number, width: number): Int32Array {
  const size = length * width;
  return Int32Array.from({ length: values.length / size }, (_, n) => {
    let last = size - 1;
    while (last >= width && Number.isNaN(values[n * size + last]!)) last--;
    return Math.floor(last / width) + 1;
  });
}

/** A value that is missing is not finite either, but only where values may be, and never everywhere. */
function checkFinite(
  values: Float32Array,
  columns: readonly LearnedColumn[],
  length: number,
  lengths: Int32Array | undefined,
): void {
  const width = columns.length;
  const mayMiss = (i: number) => {
    const row = Math.floor(i / width);
    const isOver = lengths !== undefined && row % length >= lengths[Math.floor(row / length)]!;
    return isOver || columns[i % width]!.isOptional;
  };
  const isSound =
    values.every((value, i) => Number.isFinite(value) || (Number.isNaN(value) && mayMiss(i))) &&
    !(values.length > width && values.every(Number.isNaN));
  if (isSound) return;
  const what = 'gives values that are not finite, so it did not learn';
  throw new UserError('diverged', [
    { where: 'the model', what, remedy: 'train it again with a smaller learning rate' },
  ]);
}

export interface Learned {
  readonly name: string;
  readonly isStatic?: boolean;
  readonly codec: LearnedCodec;
}

function longRows(
  { columns, length }: CodecParts,
  learned: number,
  values: Float32Array,
  first: number,
): OutputBatch {
  const rowCount = values.length / learned;
  const place = { first, count: rowCount / length, length };
  let at = 0;
  const written = columns.map(({ name, isStatic, codec }): OutputColumn => {
    if (!codec.isLearned) return { name, type: codec.type, cells: codec.write(place) };
    const placeOf = isStatic
      ? (row: number) => (first + Math.floor(row / length)) * length
      : (row: number) => first * length + row;
    const cells = formatColumn(codec, values, at++, learned, placeOf);
    return { name, type: codec.type, cells, ...markerOf(codec) };
  });
  return { rowCount, columns: written };
}

/** Without the rows after the ends of sequences. */
function cutRows(batch: OutputBatch, length: number, lengths: Int32Array | undefined): OutputBatch {
  if (!lengths) return batch;
  const columns = batch.columns.map((column) => ({
    ...column,
    cells: column.cells.filter((_, row) => row % length < lengths[Math.floor(row / length)]!),
  }));
  return { rowCount: lengths.reduce((sum, steps) => sum + steps, 0), columns };
}

function wideRows(
  { columns, length }: CodecParts,
  names: readonly string[],
  values: Float32Array,
): OutputBatch {
  const codec = columns[0]!.codec as LearnedCodec;
  const written = names.map((name, t) => ({
    name,
    type: codec.type,
    cells: formatColumn(codec, values, t, length, (row) => row),
    ...markerOf(codec),
  }));
  return { rowCount: values.length / length, columns: written };
}

const markerOf = ({ marker }: LearnedCodec) => (marker === undefined ? {} : { marker });

function formatColumn(
  codec: LearnedCodec,
  values: Float32Array,
  from: number,
  stride: number,
  placeOf: (row: number) => number,
): string[] {
  const cells = new Array<string>(Math.ceil((values.length - from) / stride));
  for (let i = from, at = 0; i < values.length; i += stride, at++)
    cells[at] = codec.format(values[i]!, placeOf(at));
  return cells;
}

function encodeTable(table: Table, parts: CodecParts, learned: readonly Learned[]): Sequences {
  const { layout, length, key, time, steps } = parts;
  const wanted = steps ?? [...learned.map(({ name }) => name), ...(key === undefined ? [] : [key])];
  const missing = wanted.filter((name) => !table.names.includes(name));
  if (missing.length > 0) {
    const what = `lacks ${missing.map((name) => JSON.stringify(name)).join(', ')}, which the model learned`;
    throw new UserError('data', [
      { where: table.source, what, remedy: 'give a table with the columns of the training data' },
    ]);
  }
  const { isRagged = false } = parts;
  const options: PlanOptions = {
    ...(isRagged ? {} : { length }),
    layout: layout === 'rows' ? 'rows' : 'columns',
    columns: steps ?? learned.map(({ name }) => name),
    ...(key !== undefined && { key }),
    ...(time !== undefined && table.names.includes(time) && { time }),
  };
  const plan = planTable(table, options);
  return encodePlan(isRagged ? { ...plan, length, count: 1, isRagged } : plan, learned);
}

/** The windows of a plan in the scale of the given codecs. Throws a UserError with every problem of the plan. */
export function encodePlan(plan: DataPlan, learned: readonly Learned[]): Sequences {
  const columns = inFeatureOrder(learned).map(({ name, codec }) => ({
    codec,
    facts: plan.columns.find((column) => column.facts.name === name)!.facts,
  }));
  const isUsable =
    plan.count > 0 &&
    columns.every(
      ({ codec, facts: { min, wrongRows } }) =>
        codec.decoding.kind === 'levels' || (min !== undefined && wrongRows.length === 0),
    );
  if (!isUsable) throw new UserError('data', plan.problems);
  const features = columns.flatMap(({ codec, facts }) => {
    const cells = plan.table.columns[facts.index]!;
    if (codec.decoding.kind === 'levels') return encodeLevels(codec, cells, plan.table, facts.index);
    const { numbers, mean } = facts as Required<typeof facts>;
    const isFilled = codec.group.kind === 'optional';
    return codec.encode({ cells, numbers: isFilled ? numbers : interpolate(numbers, plan.series, mean) });
  });
  return plan.isRagged
    ? padSeries(features, plan.series, plan.length)
    : cutWindows(features, plan.series, plan.length, plan.stride);
}

function encodeLevels(
  codec: LearnedCodec,
  cells: readonly string[],
  table: Table,
  index: number,
): readonly Float32Array[] {
  const unknown = new Set([...new Set(cells)].filter((cell) => !codec.accepts!(cell)));
  if (unknown.size === 0) return codec.encode({ cells });
  const rows = cells.flatMap((cell, row) => (unknown.has(cell) ? [row] : []));
  const problems = rows.slice(0, 100).map((row) => ({
    where: placeOf(table, row, index),
    what: `${quoteCell(cells[row]!)} is none of the texts that the model learned`,
    remedy: 'correct the cell, leave out the row, or train a model on data that hold it',
  }));
  throw new UserError('data', capProblems(problems, table.source, rows.length));
}

function codecToJson({ columns, ...parts }: CodecParts): unknown {
  const stored = columns.map(({ name, isStatic, codec }): CodecJson & { name: string } => ({
    name,
    ...(isStatic && { isStatic }),
    ...codec.toJSON(),
  }));
  return { format: CODEC_FORMAT, version: CODEC_VERSION, ...parts, columns: stored };
}
