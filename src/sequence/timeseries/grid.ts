/**
 * The numbers that a column can hold as it is written: so many decimals, or only every `grain`-th of those, and its points
 * of mass, which may lie elsewhere: -999 among tens.
 */
import type { Decoding } from './codecs/codec.ts';

export interface Grid {
  /** Digits after the point. */
  readonly decimals: number;
  /** In units of the last of them: 10 of tens, 25 of quarters with two decimals; 1 when absent. */
  readonly grain?: number | undefined;
  readonly points?: readonly number[] | undefined;
}

const WHOLE: Grid = { decimals: 0 };

/** Of texts: of the places of their levels. */
export const gridOf = (decoding: Decoding): Grid => (decoding.kind === 'levels' ? WHOLE : decoding);

/** The distance between neighbours, in the column's units. */
export const stepOf = ({ decimals, grain = 1 }: Grid): number => grain / 10 ** decimals;

/** Greater powers of ten are not exact. */
const MOST_DECIMALS = 22;

/** NaN stays; and so does a point, which among values of 32 bits stands as the nearest of these. */
export function roundTo(value: number, { decimals, grain = 1, points }: Grid): number {
  const point = points?.find((one) => Math.fround(one) === Math.fround(value));
  if (point !== undefined) return point;
  const factor = 10 ** decimals;
  const scaled = value * factor;
  // beyond 2^53 every number is whole already
  if (decimals > MOST_DECIMALS || Math.abs(scaled) >= 2 ** 53) return value;
  return (Math.round(scaled / grain) * grain) / factor;
}

/** To the nearest that is not below. */
export function roundUpTo(value: number, grid: Grid): number {
  const rounded = roundTo(value, grid);
  return rounded >= value ? rounded : roundTo(rounded + stepOf(grid), grid);
}

/** The greatest common divisor of whole numbers from 0; of 0 and another the other (Euclid). */
export function commonDivisor(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}

/** Fewer numbers are multiples of many things. */
const LEAST_NUMBERS = 20;

/** The grain of numbers of so many decimals, NaN where missing: their greatest common divisor. Undefined where it is 1. */
export function grainOf(numbers: Float64Array, decimals: number): number | undefined {
  if (decimals > MOST_DECIMALS) return undefined;
  let [divisor, count] = [0, 0];
  for (const value of numbers) {
    if (Number.isNaN(value)) continue;
    const rest = Math.abs(Math.round(value * 10 ** decimals));
    if (!(rest < 2 ** 53)) return undefined;
    divisor = commonDivisor(divisor, rest);
    if (divisor === 1) return undefined;
    count++;
  }
  return count >= LEAST_NUMBERS && divisor > 1 ? divisor : undefined;
}
