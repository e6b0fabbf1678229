/**
 * Values that a large share of a column has exactly, far more often than any other: the zeros of rain, of sales, of a
 * lamp that is off, and -999 for none beside them. Numbers around a point have a density, the point has a mass, and a
 * generator of numbers alone comes near to the point and never to it. Such a variable is called semicontinuous (Olsen and
 * Schafer 2001, JASA 96, 730-745).
 */
export interface PointOfMass {
  readonly value: number;
  /** Of the cells that are there. */
  readonly share: number;
}

export interface PointsOfMass {
  /** The most frequent first. */
  readonly each: readonly PointOfMass[];
  /** The range of all others: a code for "none", -999, is far from it. */
  readonly low: number;
  readonly high: number;
}

/** Each has so much of the cells, and so many times as many as the most frequent of the others. */
const LEAST_SHARE = 0.1;
const FARTHER = 5;
const LEAST_CELLS = 20;
/** Where more are as frequent, they are the levels of a scale. */
const MOST_POINTS = 3;
/** Columns in which fewer values are left are codes, or counts that a grid of whole numbers keeps apart. */
const LEAST_OTHERS = 10;

/** `sorted`: the numbers that are there, ascending. */
export function pointsOfMass(sorted: Float64Array): PointsOfMass | undefined {
  const { distinct, largest } = runsOf(sorted);
  const isMass = (size: number) => size >= LEAST_CELLS && size >= LEAST_SHARE * sorted.length;
  for (let count = MOST_POINTS; count > 0; count--) {
    if (distinct - count < LEAST_OTHERS) continue;
    const [last, next] = [largest[count - 1]!.size, largest[count]!.size];
    if (isMass(last) && last >= FARTHER * next) {
      const values = largest.slice(0, count).map(({ value }) => value + 0); // of both zeros the one without a sign
      return pointsAt(sorted, values);
    }
  }
  return undefined;
}

interface Run {
  readonly value: number;
  readonly size: number;
}

/** How many values there are, and the most frequent: one more than there may be points. */
function runsOf(sorted: Float64Array): { readonly distinct: number; readonly largest: readonly Run[] } {
  const largest: Run[] = [];
  let distinct = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    const size = to - from;
    distinct++;
    const place = largest.findIndex((run) => run.size < size);
    if (place >= 0) largest.splice(place, 0, { value: sorted[from]!, size });
    else if (largest.length <= MOST_POINTS) largest.push({ value: sorted[from]!, size });
    if (largest.length > MOST_POINTS + 1) largest.pop();
  }
  return { distinct, largest };
}

/** The points at `values`, each of which some and which not all of them are. */
export function pointsAt(sorted: Float64Array, values: readonly number[]): PointsOfMass {
  const others = withoutPoints(sorted, values);
  const shareOf = (value: number) => sorted.filter((other) => other === value).length / sorted.length;
  return {
    each: values
      .map((value) => ({ value, share: shareOf(value) }))
      .sort((a, b) => b.share - a.share || a.value - b.value),
    low: others[0]!,
    high: others.at(-1)!,
  };
}

export const valuesOf = (points: PointsOfMass | undefined): readonly number[] =>
  points?.each.map(({ value }) => value) ?? [];

export const withoutPoints = (numbers: Float64Array, values: readonly number[]): Float64Array =>
  values.length === 0 ? numbers : numbers.filter((value) => !values.includes(value));
