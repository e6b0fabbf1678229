/**
 * What was learned about a table, as one value that is stored in a model folder: its columns' codecs, the length of
 * its sequences, and how rows are written. It encodes other data with the same scale and turns generated values
 * back into rows of the user's table.
 */
import { UserError } from '../../errors/userError.ts';
import type { CellType, CodecJson, FittedCodec, LearnedCodec } from './codecs/codec.ts';
import type { DataPlan } from './infer/plan.ts';
import { planTable } from './infer/plan.ts';
import type { Layout } from './infer/structure.ts';
import { interpolate } from './interpolate.ts';
import type { DataOptions, Table } from './table.ts';
import { cutWindows, type Sequences } from './windows.ts';

/** user value = feature * scale + offset, then rounded: the exported generator applies exactly this. */
export interface FeatureDecoding {
  readonly name: string;
  readonly scale: number;
  readonly offset: number;
  readonly isInteger: boolean;
  readonly decimals: number;
}

/** Rows to write, column by column; cells are formatted text. */
export interface OutputBatch {
  readonly rowCount: number;
  readonly columns: readonly OutputColumn[];
}

export interface OutputColumn {
  readonly name: string;
  /** Cells of 'number' and 'integer' are decimal numbers. */
  readonly type: CellType;
  readonly cells: readonly string[];
}

export interface TimeSeriesCodec {
  readonly features: readonly FeatureDecoding[];
  readonly length: number;
  /** Names of the written columns, in order. */
  readonly outputColumns: readonly string[];
  readonly outputTypes: readonly CellType[];
  /** How the user's file was written. */
  readonly hasHeader: boolean;
  readonly delimiter: string;
  toJSON(): unknown;
  /** Other data in the same scale. Throws a UserError where a learned column is missing or wrong. */
  encode(table: Table): Sequences;
  /** `values` [n, T, F] in the user's units, not rounded, of sequences first ... first + n - 1. */
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
  readonly columns: readonly { readonly name: string; readonly codec: FittedCodec }[];
}

export const CODEC_FORMAT = 'gan-lstm time series codec';
export const CODEC_VERSION = 1;

export function createCodec(parts: CodecParts): TimeSeriesCodec {
  const { columns, length, steps, hasHeader, delimiter } = parts;
  const learned = columns.filter((column): column is Learned => column.codec.width === 1);
  const names = steps === undefined ? columns.map(({ name }) => name) : steps.slice(0, length);
  const types =
    steps === undefined ? columns.map(({ codec }) => codec.type) : names.map(() => columns[0]!.codec.type);
  return {
    features: learned.map(({ name, codec }) => ({ name, ...codec.decoding })),
    length,
    outputColumns: names,
    outputTypes: types,
    hasHeader,
    delimiter,
    toJSON: () => codecToJson(parts),
    encode: (table) => encodeTable(table, parts, learned),
    rows(values, first) {
      checkFinite(values);
      return steps === undefined
        ? longRows(parts, learned.length, values, first)
        : wideRows(parts, names, values);
    },
  };
}

function checkFinite(values: Float32Array): void {
  if (values.every(Number.isFinite)) return;
  const what = 'gives values that are not finite, so it did not learn';
  throw new UserError('diverged', [
    { where: 'the model', what, remedy: 'train it again with a smaller learning rate' },
  ]);
}

interface Learned {
  readonly name: string;
  readonly codec: LearnedCodec;
}

function longRows(
  { columns, length }: CodecParts,
  features: number,
  values: Float32Array,
  first: number,
): OutputBatch {
  const rowCount = values.length / features;
  const place = { first, count: rowCount / length, length };
  let feature = 0;
  const written = columns.map(({ name, codec }): OutputColumn => {
    if (codec.width === 0) return { name, type: codec.type, cells: codec.write(place) };
    return { name, type: codec.type, cells: formatFeature(codec, values, feature++, features) };
  });
  return { rowCount, columns: written };
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
    cells: formatFeature(codec, values, t, length),
  }));
  return { rowCount: values.length / length, columns: written };
}

function formatFeature(codec: LearnedCodec, values: Float32Array, from: number, stride: number): string[] {
  const cells = new Array<string>(Math.ceil((values.length - from) / stride));
  for (let i = from, at = 0; i < values.length; i += stride) cells[at++] = codec.format(values[i]!);
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
  const options: DataOptions = {
    length,
    layout: layout === 'rows' ? 'rows' : 'columns',
    columns: steps ?? learned.map(({ name }) => name),
    ...(key !== undefined && { key }),
    ...(time !== undefined && table.names.includes(time) && { time }),
  };
  return encodePlan(planTable(table, options), learned);
}

/** The windows of a plan in the scale of the given codecs. Throws a UserError with every problem of the plan. */
export function encodePlan(plan: DataPlan, learned: readonly Learned[]): Sequences {
  const facts = learned.map(({ name }) => plan.columns.find((column) => column.facts.name === name)!.facts);
  const isUsable =
    plan.count > 0 && facts.every(({ wrongRows, min }) => min !== undefined && wrongRows.length === 0);
  if (!isUsable) throw new UserError('data', plan.problems);
  const columns = learned.map(({ codec }, f) =>
    codec.encode(interpolate(facts[f]!.numbers!, plan.series, facts[f]!.mean!)),
  );
  return cutWindows(columns, plan.series, plan.length, plan.stride);
}

function codecToJson({ columns, ...parts }: CodecParts): unknown {
  const stored = columns.map(({ name, codec }): CodecJson & { name: string } => ({
    name,
    ...codec.toJSON(),
  }));
  return { format: CODEC_FORMAT, version: CODEC_VERSION, ...parts, columns: stored };
}
