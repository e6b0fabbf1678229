/**
 * Attributes as inputs of the exported generator, in the user's units: `given.NAME` [B, 1] for every column with one
 * value in each sequence. The number, or of texts the place of the level; NaN where the generator is to draw it;
 * infinity where it is to be missing. Here they become features, as the codec would make them.
 */
import type { Gan, GivenAttributes } from '../gan/index.ts';
import {
  abs,
  add,
  clip,
  concat,
  constant,
  divide,
  equal,
  expand,
  greater,
  input,
  log,
  multiply,
  round,
  select,
  sign,
  sqrt,
  square,
  subtract,
  type Tensor,
} from '../graph/index.ts';
import { casesOf, type LearnedColumn } from '../sequence/timeseries/index.ts';

export const givenInput = (column: string): string => `given.${column}`;

/** Below and above all numbers of columns: NaN compares as false, infinity is above. */
const BOUND = 1e38;

/** Undefined where the model has no attributes. */
export function conditionInputs(
  { shapes }: Gan,
  columns: readonly LearnedColumn[],
  batch: number,
): GivenAttributes | undefined {
  const groups = (shapes.groups ?? []).filter(({ isStatic }) => isStatic);
  if (groups.length === 0) return undefined;
  const fixed = columns.filter(({ isStatic }) => isStatic).sort((a, b) => a.start - b.start);
  const parts = fixed.map((column, i) => {
    const x = input(givenInput(column.name), [batch, 1]);
    const isGiven = greater(x, -BOUND);
    const group = groups[i]!;
    const features =
      column.kind === 'levels'
        ? levelFeatures(select(isGiven, x, 0), column.levels.length)
        : numberFeatures(x, isGiven, column, group.kind === 'special' ? group.fills : []);
    return { features, flags: expand(select(isGiven, 1, 0), features.shape) };
  });
  return {
    values: concat(
      parts.map(({ features }) => features),
      1,
    ),
    flags: concat(
      parts.map(({ flags }) => flags),
      1,
    ),
  };
}

/** The place of a level [B, 1] to 1 in that place, [B, W]. */
function levelFeatures(place: Tensor, width: number): Tensor {
  const shape = [place.shape[0]!, width];
  const places = expand(constant([...Array(width).keys()], [1, width]), shape);
  return select(equal(expand(round(place), shape), places), 1, 0);
}

type NumberColumn = Extract<LearnedColumn, { kind: 'number' }>;

/** [B, 1]; with K special cases [B, 2 + K]: the value, whether it is none of them, and each of them. */
function numberFeatures(x: Tensor, isGiven: Tensor, column: NumberColumn, fills: readonly number[]): Tensor {
  const { scale, offset, unfolding } = column;
  const isMissing = greater(x, BOUND);
  const number = select(isMissing, 0, select(isGiven, x, 0));
  const u = unfolding ? asinh(divide(subtract(number, unfolding.centre), unfolding.unit)) : number;
  const feature = clip(divide(subtract(u, offset), scale), -1, 1);
  if (fills.length === 0) return feature;
  const isCase = casesOf(column).map((value) => (Number.isNaN(value) ? isMissing : equal(x, value)));
  const flags = isCase.map((is) => select(is, 1, 0));
  const value = isCase.reduce((found, is, k) => select(is, fills[k]!, found), feature);
  return concat([value, subtract(1, flags.reduce(add)), ...flags], 1);
}

/** sign x log(|x| + sqrt(x^2 + 1)), which loses no digits to cancellation as the form without the sign does. */
function asinh(x: Tensor): Tensor {
  const size = abs(x);
  return multiply(sign(x), log(add(size, sqrt(add(square(size), 1)))));
}
