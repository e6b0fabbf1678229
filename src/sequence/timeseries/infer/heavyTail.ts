/**
 * Whether a few values of a column lie far beyond all others, so that in a min-max scale the others would share a
 * sliver of it. Such a column is learned as asinh((x - centre) / unit), which is linear near the centre and logarithmic
 * far from it, on either side: signed logarithm without the kink (Burbidge, Magee and Robb 1988, JASA 83).
 */
export interface Tail {
  readonly centre: number;
  readonly unit: number;
}

/** The range is so many times that of the middle nine tenths. */
const FAR = 5;
/** Columns of fewer values are codes, whose tails mean nothing. */
const LEAST_DISTINCT = 10;

/** `sorted`: the numbers that are there, ascending. */
export function heavyTail(sorted: Float64Array, distinct: number): Tail | undefined {
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const middle = at(0.95) - at(0.05);
  if (distinct <= LEAST_DISTINCT || !(at(1) - at(0) > FAR * middle)) return undefined;
  return around(sorted);
}

/** The centre and unit of numbers that are to be folded, NaN where missing, however far they reach. */
export const tailOf = (numbers: Float64Array): Tail =>
  around(numbers.filter((value) => !Number.isNaN(value)).sort());

function around(sorted: Float64Array): Tail {
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const middle = at(0.95) - at(0.05);
  const centre = at(0.5);
  return { centre, unit: middle > 0 ? middle / 4 : medianDistance(sorted, centre) };
}

/** Where nine of ten values are the same, of the others. */
function medianDistance(sorted: Float64Array, centre: number): number {
  const distances = sorted
    .filter((value) => value !== centre)
    .map((value) => Math.abs(value - centre))
    .sort();
  return distances[Math.floor(distances.length / 2)]!;
}
