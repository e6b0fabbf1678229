/**
 * Frechet distance of two Gaussians fitted to points (Dowson and Landau 1982; Heusel et al. 2017, arXiv:1706.08500):
 *
 *     |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)),    covariances divided by the count less one.
 *
 * tr (S1 S2)^(1/2) is the sum of the roots of the eigenvalues of L' S2 L with S1 = L L', a symmetric matrix, so that
 * no root of a matrix is taken and singular covariances (fewer points than dimensions) are no special case. Values
 * below zero by rounding count as zero.
 */
import { symmetricEigenvalues } from './eigenvalues.ts';

export interface Gaussian {
  readonly mean: Float64Array;
  /** [d, d]. */
  readonly covariance: Float64Array;
}

/** Of points [n, d], n >= 2. */
export function fitGaussian(points: Float32Array, dimensions: number): Gaussian {
  const count = points.length / dimensions;
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < points.length; i++) mean[i % dimensions]! += points[i]! / count;
  const covariance = new Float64Array(dimensions * dimensions);
  const row = new Float64Array(dimensions);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < dimensions; i++) row[i] = points[n * dimensions + i]! - mean[i]!;
    for (let i = 0; i < dimensions; i++) {
      const x = row[i]!;
      for (let j = 0; j <= i; j++) covariance[i * dimensions + j]! += x * row[j]!;
    }
  }
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++) {
      covariance[i * dimensions + j]! /= count - 1;
      covariance[j * dimensions + i] = covariance[i * dimensions + j]!;
    }
  }
  return { mean, covariance };
}

/** L with L L' = S for S without negative directions; directions of no variance give columns of zeros. */
function root(matrix: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, matrix[i * n + i]!);
  for (let j = 0; j < n; j++) {
    let pivot = matrix[j * n + j]!;
    for (let k = 0; k < j; k++) pivot -= l[j * n + k]! ** 2;
    if (pivot <= 1e-14 * largest) continue;
    const scale = Math.sqrt(pivot);
    l[j * n + j] = scale;
    for (let i = j + 1; i < n; i++) {
      let total = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) total -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = total / scale;
    }
  }
  return l;
}

/** A' B of [n, n] matrices. */
function transposedProduct(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const c = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const x = a[k * n + i]!;
      if (x === 0) continue;
      for (let j = 0; j < n; j++) c[i * n + j]! += x * b[k * n + j]!;
    }
  }
  return c;
}

export function frechetDistance(first: Gaussian, second: Gaussian): number {
  const n = first.mean.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += (first.mean[i]! - second.mean[i]!) ** 2;
    total += first.covariance[i * n + i]! + second.covariance[i * n + i]!;
  }
  const l = root(first.covariance, n);
  const product = transposedProduct(transposedProduct(second.covariance, l, n), l, n); // (S2 L)' L = L' S2 L
  const values = symmetricEigenvalues(product, n);
  return total - 2 * values.reduce((sum, v) => sum + Math.sqrt(Math.max(0, v)), 0);
}
