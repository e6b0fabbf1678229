/**
 * The kinds of sequences that the data holds, by which lost ones are told. A kind that is no longer made leaves its
 * place empty, while spread and recall hardly move; and a generator that makes every kind, but none of them sharply,
 * has lost nothing, so it is not asked how near its sequences come, only which kind they are nearest to.
 *
 *     bins:   nearest of K centres (k-means; Richardson and Weiss 2018, arXiv:1805.12462, tell lost bins)
 *     kinds:  bins joined unless |c_a - c_b| > 2.5 (r_a + r_b), r the root mean square distance to the centre
 *     lost:   share of the real sequences whose kind gets less than a fifth of its fair share of the generated ones
 *
 * Joining is what the paper has not: its bins cut through a kind, and half of a kind is empty wherever the generator
 * is a little to one side. Neighbouring bins of one even stretch lie 1.7 (r_a + r_b) apart (w against 2 w / sqrt(12)),
 * fewer in more directions, so data without gaps is one kind, of which nothing is ever lost.
 *
 * The centres start at places drawn with the square of their distance (Arthur and Vassilvitskii 2007), so that kinds
 * that lie apart get one each. All of it depends on the data and the seed alone.
 */
import { randomStream } from '../../random/stream.ts';
import type { Rows } from './observation.ts';

const MOST_BINS = 50;
/** Real sequences to a bin, at the least. */
const FILL = 10;
const ROUNDS = 10;
const APART = 2.5;
const FAIR = 0.2;
/** A few sequences far from all others are strays: no generator need make their like. */
const LEAST = 5;

export interface Kinds {
  readonly count: number;
  /** [bins, width]. */
  readonly centres: Float64Array;
  /** The kind of each bin. */
  readonly kindOf: Int32Array;
  /** The share of the real sequences of each; 0 where there are too few of them to be a kind, only strays. */
  readonly shares: Float64Array;
}

/** Undefined where there are too few sequences for four bins. */
export function kindsOf(real: Rows, seed: number): Kinds | undefined {
  const bins = Math.min(MOST_BINS, Math.floor(real.count / FILL));
  if (bins < 4) return undefined;
  const { width } = real;
  const centres = scatteredCentres(real, bins, seed);
  let near = nearestCentres(real, centres);
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(bins * width);
    const sizes = new Int32Array(bins);
    near.homes.forEach((bin, i) => {
      sizes[bin]!++;
      for (let k = 0; k < width; k++) sums[bin * width + k]! += real.values[i * width + k]!;
    });
    for (let at = 0; at < sums.length; at++) {
      const size = sizes[Math.floor(at / width)]!;
      if (size > 0) centres[at] = sums[at]! / size;
    }
    near = nearestCentres(real, centres);
  }
  const kindOf = joinBins(centres, radiiOf(near, bins), width);
  const count = Math.max(...kindOf) + 1;
  const shares = sharesOf(near.homes, kindOf, count);
  return { count, centres, kindOf, shares: shares.map((s) => (s * real.count < LEAST - 0.5 ? 0 : s)) };
}

/** 0 where the data is of one kind. */
export function lostShare({ centres, kindOf, count, shares }: Kinds, generated: Rows): number {
  const made = sharesOf(nearestCentres(generated, centres).homes, kindOf, count);
  return shares.reduce((total, share, kind) => (made[kind]! < FAIR * share ? total + share : total), 0);
}

function scatteredCentres({ count: rows, width, values }: Rows, count: number, seed: number): Float64Array {
  const centres = new Float64Array(count * width);
  const draws = new Float32Array(count);
  randomStream(seed, 'diagnosis kinds').uniform(0, draws);
  const squares = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.min(rows - 1, Math.floor(draws[0]! * rows));
  for (let bin = 0; bin < count; bin++) {
    for (let k = 0; k < width; k++) centres[bin * width + k] = values[chosen * width + k]!;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      squares[i] = Math.min(squares[i]!, squareDistance(values, i, centres, bin, width));
      total += squares[i]!;
    }
    let left = (draws[bin + 1] ?? 0) * total;
    chosen = 0;
    while (chosen < rows - 1 && left >= squares[chosen]!) left -= squares[chosen++]!;
  }
  return centres;
}

interface Near {
  /** The bin of each row, and the square of its distance to the centre. */
  readonly homes: Int32Array;
  readonly squares: Float64Array;
}

function nearestCentres({ count: rows, width, values }: Rows, centres: Float64Array): Near {
  const homes = new Int32Array(rows);
  const squares = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows; i++) {
    for (let bin = 0; bin * width < centres.length; bin++) {
      const square = squareDistance(values, i, centres, bin, width);
      if (square < squares[i]!) [homes[i], squares[i]] = [bin, square];
    }
  }
  return { homes, squares };
}

function radiiOf({ homes, squares }: Near, bins: number): Float64Array {
  const [totals, sizes] = [new Float64Array(bins), new Int32Array(bins)];
  homes.forEach((bin, i) => {
    totals[bin]! += squares[i]!;
    sizes[bin]!++;
  });
  return totals.map((total, bin) => Math.sqrt(total / Math.max(1, sizes[bin]!)));
}

/** Kinds by number, in the order of their first bins: what is joined to what is joined is one kind. */
function joinBins(centres: Float64Array, radii: Float64Array, width: number): Int32Array {
  const kindOf = new Int32Array(radii.length).fill(-1);
  let count = 0;
  const spread = (from: number, kind: number) => {
    kindOf[from] = kind;
    for (let bin = 0; bin < radii.length; bin++) {
      if (kindOf[bin]! >= 0) continue;
      const apart = Math.sqrt(squareDistance(centres, from, centres, bin, width));
      if (apart <= APART * (radii[from]! + radii[bin]!)) spread(bin, kind);
    }
  };
  for (let bin = 0; bin < radii.length; bin++) if (kindOf[bin]! < 0) spread(bin, count++);
  return kindOf;
}

type Numbers = Float32Array | Float64Array;

function squareDistance(a: Numbers, i: number, b: Numbers, j: number, width: number): number {
  let total = 0;
  for (let k = 0; k < width; k++) {
    const difference = a[i * width + k]! - b[j * width + k]!;
    total += difference * difference;
  }
  return total;
}

function sharesOf(homes: Int32Array, kindOf: Int32Array, count: number): Float64Array {
  const shares = new Float64Array(count);
  for (const bin of homes) shares[kindOf[bin]!]! += 1 / homes.length;
  return shares;
}
