/**
 * The trained generator as one program, complete with its weights: noise in, sequences in the user's units out. It is
 * what `generator.onnx` holds and what sampling runs, so the two differ at most in the form of the recurrent layers.
 *
 *     noise.steps [T, B, Z], noise.sequence [B, S] -> sequences [B, T, C],   x = scale tanh(...) + offset,
 *
 * or centre + unit sinh(scale tanh(...) + offset) where a column has a few values far from all others.
 *
 * Columns of whole numbers are rounded, of texts there is the place of the level among those of the column, and a
 * missing value is NaN, as is everything after the end of a sequence that may be shorter than T. All noise is standard
 * normal; what of it there is depends on the columns. Attributes may be given (conditionInputs.ts).
 */
import { type Gan, generateSequences } from '../gan/index.ts';
import {
  add,
  argmax,
  clip,
  concat,
  constant,
  divide,
  exp,
  expand,
  greater,
  multiply,
  negate,
  oneHot,
  type Program,
  program,
  round,
  select,
  slice,
  subtract,
  sum,
  type Tensor,
  transpose,
} from '../graph/index.ts';
import type { Recurrence } from '../nn/index.ts';
import { lowerProgram } from '../onnx/lower.ts';
import { casesOf, type LearnedColumn } from '../sequence/timeseries/index.ts';
import { conditionInputs } from './conditionInputs.ts';

/** The generator's weights by name, `generator.lstm.weight_ih_l0`. */
export type Weights = Readonly<Record<string, { readonly data: ArrayLike<number> }>>;

export interface TrainedGenerator {
  readonly gan: Gan;
  readonly weights: Weights;
  readonly columns: readonly LearnedColumn[];
}

export function generatorProgram(
  gan: Gan,
  weights: Weights,
  columns: readonly LearnedColumn[],
  batch: number,
  recurrence: Recurrence = 'stack',
): Program {
  const given = conditionInputs(gan, columns, batch);
  const features = generateSequences(gan, batch, parametersFrom(gan, weights), given, recurrence);
  const values = decode(features, columns);
  return program({ sequences: transpose(hasEnd(gan) ? cutAtEnd(values, features) : values, [1, 0, 2]) });
}

/** The generator's parameters by their names in it, as constants. */
export const parametersFrom = (gan: Gan, weights: Weights) => (name: string) => {
  const full = `generator.${name}`;
  return constant(weights[full]!.data, gan.parameters[full]!.shape);
};

const hasEnd = ({ shapes }: Gan): boolean => shapes.groups?.at(-1)?.kind === 'end';

/** NaN after the end of each sequence; the flags of the end are the last two features. */
function cutAtEnd(values: Tensor, features: Tensor): Tensor {
  const alive = slice(features, 2, { start: features.shape[2]! - 2, size: 1 });
  return select(greater(expand(alive, values.shape), 0.5), values, Number.NaN);
}

/** Features [T, B, F] to values [T, B, C]; neighbours that are made alike are made together. */
export function decode(features: Tensor, columns: readonly LearnedColumn[]): Tensor {
  const parts: Tensor[] = [];
  for (let from = 0, to = 0; from < columns.length; from = to) {
    const column = columns[from]!;
    to = from + 1;
    if (isPlain(column)) {
      while (to < columns.length && isPlain(columns[to]!) && isNext(columns[to - 1]!, columns[to]!)) to++;
      parts.push(decodeNumbers(features, columns.slice(from, to) as NumberColumn[]));
    } else if (column.kind === 'levels') parts.push(decodeLevels(features, column));
    else parts.push(decodeNumber(features, column));
  }
  return parts.length === 1 ? parts[0]! : concat(parts, 2);
}

/** Whether their features lie side by side too: what is static lies after all that is not. */
const isNext = (one: LearnedColumn, other: LearnedColumn): boolean => other.start === one.start + 1;

type NumberColumn = Extract<LearnedColumn, { kind: 'number' }>;

const isPlain = (column: LearnedColumn): column is NumberColumn =>
  column.kind === 'number' && casesOf(column).length === 0 && !column.unfolding;

/** Columns whose features lie side by side. */
function decodeNumbers(features: Tensor, columns: readonly NumberColumn[]): Tensor {
  const size = columns.length;
  const own = size === features.shape[2] ? features : slice(features, 2, { start: columns[0]!.start, size });
  const scale = constant(
    columns.map((column) => column.scale),
    [size],
  );
  const offset = constant(
    columns.map((column) => column.offset),
    [size],
  );
  return roundIntegers(add(multiply(own, scale), offset), columns);
}

/** A number with a tail, or with special cases: [value, is none of them, is the first, ..] to the value. */
function decodeNumber(features: Tensor, column: NumberColumn): Tensor {
  const { start, isInteger, unfolding } = column;
  const u = decodeNumbers(features, [{ ...column, isInteger: isInteger && !unfolding }]);
  const value = unfolding ? roundIntegers(unfold(u, unfolding), [column]) : u;
  const flag = (i: number) => slice(features, 2, { start: start + 1 + i, size: 1 });
  return casesOf(column).reduce(
    (found, special, k) => select(greater(flag(1 + k), flag(0)), special, found),
    value,
  );
}

/** sinh u = (e^u - e^-u) / 2. */
function unfold(u: Tensor, { centre, unit, low, high }: NonNullable<NumberColumn['unfolding']>): Tensor {
  const far = multiply(subtract(exp(u), exp(negate(u))), unit / 2);
  return clip(add(far, centre), low, high);
}

/** The place of the largest of a column's levels, [T, B, 1]. */
function decodeLevels(features: Tensor, { start, levels }: Extract<LearnedColumn, { kind: 'levels' }>) {
  const size = levels.length;
  const isLevel = oneHot(argmax(slice(features, 2, { start, size })), size);
  return sum(multiply(isLevel, constant([...levels.keys()], [size])), { axes: [2], keep: true });
}

/** Columns of whole numbers to those on their grids; runs of neighbours are rounded, or left, together. */
function roundIntegers(x: Tensor, columns: readonly NumberColumn[]): Tensor {
  const parts: Tensor[] = [];
  for (let start = 0, end = 0; start < columns.length; start = end) {
    const { isInteger } = columns[start]!;
    while (end < columns.length && columns[end]!.isInteger === isInteger) end++;
    const part = slice(x, 2, { start, size: end - start });
    parts.push(isInteger ? roundWhole(part, columns.slice(start, end)) : part);
  }
  return parts.length === 1 ? parts[0]! : concat(parts, 2);
}

function roundWhole(x: Tensor, columns: readonly NumberColumn[]): Tensor {
  if (columns.every(({ grain }) => grain === undefined)) return round(x);
  const grains = constant(
    columns.map(({ grain = 1 }) => grain),
    [columns.length],
  );
  return multiply(round(divide(x, grains)), grains);
}

/** Larger than any extent of a program, and prime: it stands for the batch, which the exported model leaves open. */
const OPEN_BATCH = { name: 'batch', extent: 7919 };

/**
 * The bytes of an ONNX model for any number of sequences at a time. `generator.onnx` has the layers as the operators of
 * ONNX, which other tools know.
 */
export function generatorOnnx(
  { gan, weights, columns }: TrainedGenerator,
  recurrence: Recurrence,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const generator = generatorProgram(gan, weights, columns, OPEN_BATCH.extent, recurrence);
  return lowerProgram(generator, { metadata, open: OPEN_BATCH });
}
