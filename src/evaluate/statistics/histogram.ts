/**
 * Histograms of two samples on shared bins. `first` and `second` hold shares of all values, so that a whole
 * histogram, with what lies outside the bins, sums to one and samples of different sizes can be compared.
 */
export interface SharedHistogram {
  /** Bin edges, one more than there are bins. A value on an inner edge is in the bin above it. */
  readonly edges: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** The share of each sample that lies below the first edge or above the last. */
  readonly firstOutside: number;
  readonly secondOutside: number;
}

export function histogram(
  values: Float64Array,
  edges: Float64Array,
): { readonly shares: Float64Array; readonly outside: number } {
  const bins = edges.length - 1;
  const low = edges[0]!;
  const high = edges[bins]!;
  const shares = new Float64Array(bins);
  let outside = 0;
  for (const value of values) {
    if (value < low || value > high) outside++;
    else shares[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]!++;
  }
  const count = Math.max(1, values.length);
  return { shares: shares.map((share) => share / count), outside: outside / count };
}

/**
 * The bins cover both samples, but reach at most the width of the first (real) sample beyond its ends, so that a
 * stray value in the second cannot squeeze everything into one bar. Whole numbers with at most `bins` steps between
 * them get a bin each. The samples hold finite values only.
 */
export function sharedHistogram(first: Float64Array, second: Float64Array, bins = 30): SharedHistogram {
  const edges = sharedEdges(first, second, bins);
  const one = histogram(first, edges);
  const two = histogram(second, edges);
  return {
    edges,
    first: one.shares,
    second: two.shares,
    firstOutside: one.outside,
    secondOutside: two.outside,
  };
}

function sharedEdges(first: Float64Array, second: Float64Array, bins: number): Float64Array {
  const [from, to] = extent(first.length > 0 ? first : second);
  const [otherFrom, otherTo] = extent(second.length > 0 ? second : first);
  const reach = to - from || Math.max(Math.abs(from) / 2, 0.5);
  let low = Math.max(Math.min(from, otherFrom), from - reach);
  let high = Math.min(Math.max(to, otherTo), to + reach);
  if (first.length > 0 && first.every(Number.isInteger) && Math.ceil(high) - Math.floor(low) < bins) {
    low = Math.floor(low) - 0.5;
    high = Math.ceil(high) + 0.5;
    return Float64Array.from({ length: high - low + 1 }, (_, i) => low + i);
  }
  // Between values this close there is no room for edges.
  if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high))) {
    low -= reach;
    high += reach;
  }
  return Float64Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? high : low + ((high - low) * i) / bins,
  );
}

function extent(values: Float64Array): readonly [number, number] {
  if (values.length === 0) return [0, 0];
  let low = values[0]!;
  let high = low;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
