/**
 * A value that a large share of a column has exactly, far more often than any other: the zeros of rain, of sales, of a
 * lamp that is off. Numbers around it have a density, the point has a mass, and a generator of numbers alone comes near to
 * the point and never to it. Such a variable is called semicontinuous (Olsen and Schafer 2001, JASA 96, 730-745).
 */
export interface PointOfMass {
  readonly value: number;
  /** Of the cells that are there. */
  readonly share: number;
  /** The range of all others: a code for "none", -999, is far from it. */
  readonly low: number;
  readonly high: number;
}

/** It has so much of the cells, and so many times as many as the next. */
const LEAST_SHARE = 0.1;
const FARTHER = 5;
/** Columns of fewer values are codes, or counts that a grid of whole numbers keeps apart. */
const LEAST_DISTINCT = 10;
const LEAST_CELLS = 20;

/** `sorted`: the numbers that are there, ascending. */
export function pointOfMass(sorted: Float64Array, distinct: number): PointOfMass | undefined {
  if (distinct <= LEAST_DISTINCT) return undefined;
  let [value, most, next] = [0, 0, 0];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    const size = to - from;
    if (size > most) [value, most, next] = [sorted[from]!, size, most];
    else if (size > next) next = size;
  }
  const isMass = most >= LEAST_CELLS && most >= LEAST_SHARE * sorted.length && most >= FARTHER * next;
  return isMass ? pointAt(sorted, value + 0) : undefined; // + 0: of both zeros the one without a sign
}

/** The point at `value`, which some but not all of them are. */
export function pointAt(sorted: Float64Array, value: number): PointOfMass {
  const others = withoutPoint(sorted, value);
  return {
    value,
    share: 1 - others.length / sorted.length,
    low: others[0]!,
    high: others.at(-1)!,
  };
}

export const withoutPoint = (numbers: Float64Array, point: number | undefined): Float64Array =>
  point === undefined ? numbers : numbers.filter((value) => value !== point);
