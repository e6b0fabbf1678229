/**
 * Principal components of points X [N, D]: the directions of largest variance around the mean.
 *
 * Block subspace iteration with Rayleigh-Ritz steps on C = X'X / N, which is never formed: each step costs 4 N D b
 * operations, so 1000 sequences of 24 x 28 take some tens of milliseconds (Halko, Martinsson and Tropp 2011, algorithm
 * 4.4, iterated until the wanted variances stand still). The start is a fixed Philox draw: the same points always
 * give the same picture. Signs are fixed by making the largest coordinate of each direction positive.
 */
import { randomStream } from '../../random/stream.ts';
import type { Points } from './points.ts';
import { symmetricEigen } from './symmetricEigen.ts';

export interface PrincipalComponents {
  readonly mean: Float64Array;
  /** Each of length one, at right angles to the others; as many as wanted, or as there are dimensions. */
  readonly directions: readonly Float64Array[];
  /** The variance along each direction, from the largest. */
  readonly variances: Float64Array;
  /** The variance along all directions together. */
  readonly totalVariance: number;
}

/** A picture needs no more; a spectrum so flat that this is not enough has no directions to speak of. */
const iterationsAtMost = 20;
const tolerance = 1e-9;
/** Directions carried along beyond the wanted ones, which makes the wanted ones settle sooner. */
const oversampling = 10;

export function principalComponents(points: Points, wanted = 2): PrincipalComponents {
  const { dimensions } = points;
  const { mean, centred, totalVariance } = centre(points);
  const kept = Math.min(wanted, dimensions);
  const width = Math.min(wanted + oversampling, dimensions);
  const start = new Float32Array(width * dimensions);
  randomStream(0, 'principal components').normal(0, start);
  let basis = orthonormal(rowsOf(Float64Array.from(start), dimensions));
  let variances = new Float64Array(width);
  for (let iteration = 0; iteration < iterationsAtMost; iteration++) {
    const image = basis.map((direction) => covarianceTimes(centred, direction));
    const small = Float64Array.from({ length: width * width }, (_, k) =>
      dot(basis[Math.floor(k / width)]!, image[k % width]!),
    );
    const { values, vectors } = symmetricEigen(small, width);
    const stoodStill = values
      .subarray(0, kept)
      .every((value, i) => Math.abs(value - variances[i]!) <= tolerance * totalVariance);
    variances = Float64Array.from(values, (value) => Math.max(0, value));
    const isOver = stoodStill || width === dimensions || iteration === iterationsAtMost - 1;
    basis = vectors.map((weights) => combine(isOver ? basis : image, weights));
    if (isOver) break;
    basis = orthonormal(basis);
  }
  return {
    mean,
    directions: basis.slice(0, kept).map(withFixedSign),
    variances: variances.slice(0, kept),
    totalVariance,
  };
}

/** Coordinates along the directions, [N, number of directions]. */
export function project({ mean, directions }: PrincipalComponents, points: Points): Points {
  const { count, dimensions, values } = points;
  const projected = new Float64Array(count * directions.length);
  for (let n = 0; n < count; n++) {
    directions.forEach((direction, k) => {
      let total = 0;
      for (let d = 0; d < dimensions; d++) total += (values[n * dimensions + d]! - mean[d]!) * direction[d]!;
      projected[n * directions.length + k] = total;
    });
  }
  return { count, dimensions: directions.length, features: directions.length, values: projected };
}

function centre({ count, dimensions, values }: Points) {
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < values.length; i += dimensions) {
    for (let d = 0; d < dimensions; d++) mean[d]! += values[i + d]! / count;
  }
  const centred = new Float64Array(values.length);
  let squares = 0;
  for (let i = 0; i < values.length; i += dimensions) {
    for (let d = 0; d < dimensions; d++) {
      const value = values[i + d]! - mean[d]!;
      centred[i + d] = value;
      squares += value * value;
    }
  }
  return {
    mean,
    centred: { count, dimensions, features: dimensions, values: centred },
    totalVariance: squares / count,
  };
}

/** X' (X v) / N. */
function covarianceTimes({ count, dimensions, values }: Points, direction: Float64Array): Float64Array {
  const product = new Float64Array(dimensions);
  for (let i = 0; i < values.length; i += dimensions) {
    let along = 0;
    for (let d = 0; d < dimensions; d++) along += values[i + d]! * direction[d]!;
    along /= count;
    for (let d = 0; d < dimensions; d++) product[d]! += along * values[i + d]!;
  }
  return product;
}

/** Gram and Schmidt, twice, which is enough (Giraud et al. 2005). A row that depends on those before becomes 0. */
function orthonormal(rows: readonly Float64Array[]): readonly Float64Array[] {
  const done: Float64Array[] = [];
  for (const row of rows) {
    const size = Math.sqrt(dot(row, row));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        const along = dot(row, other);
        for (let d = 0; d < row.length; d++) row[d]! -= along * other[d]!;
      }
    }
    const left = Math.sqrt(dot(row, row));
    const scale = left > 1e-12 * size ? 1 / left : 0;
    done.push(row.map((value) => value * scale));
  }
  return done;
}

function rowsOf(values: Float64Array, width: number): readonly Float64Array[] {
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
}

function combine(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(rows[0]!.length);
  rows.forEach((row, k) => {
    const weight = weights[k]!;
    for (let d = 0; d < sum.length; d++) sum[d]! += weight * row[d]!;
  });
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let d = 0; d < a.length; d++) total += a[d]! * b[d]!;
  return total;
}

function withFixedSign(direction: Float64Array): Float64Array {
  let largest = 0;
  for (const value of direction) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? direction.map((value) => -value) : direction;
}
