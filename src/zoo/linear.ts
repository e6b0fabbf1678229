/** Symmetric positive systems in float64, row-major: what a fit by least squares and a draw from a Gaussian need. */

/**
 * L with L L' = A. Pivots that are zero but for rounding (columns that follow from others) give a column of zeros, so a
 * covariance that is singular still can be drawn from.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i]!);
  const least = largest * 1e-12;
  for (let j = 0; j < size; j++) {
    let pivot = matrix[j * size + j]!;
    for (let k = 0; k < j; k++) pivot -= lower[j * size + k]! ** 2;
    if (!(pivot > least)) continue;
    const root = Math.sqrt(pivot);
    lower[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let value = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) value -= lower[i * size + k]! * lower[j * size + k]!;
      lower[i * size + j] = value / root;
    }
  }
  return lower;
}

/** X of (A + ridge I) X = B, B [size, columns], by Cholesky's factor. */
export function solveRidge(
  matrix: Float64Array,
  size: number,
  right: Float64Array,
  columns: number,
  ridge: number,
): Float64Array {
  const shifted = matrix.slice();
  for (let i = 0; i < size; i++) shifted[i * size + i]! += ridge;
  const lower = cholesky(shifted, size);
  const solved = right.slice();
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < size; i++) {
      let value = solved[i * columns + c]!;
      for (let k = 0; k < i; k++) value -= lower[i * size + k]! * solved[k * columns + c]!;
      solved[i * columns + c] = value / lower[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let value = solved[i * columns + c]!;
      for (let k = i + 1; k < size; k++) value -= lower[k * size + i]! * solved[k * columns + c]!;
      solved[i * columns + c] = value / lower[i * size + i]!;
    }
  }
  return solved;
}

/** Mean and covariance of rows [N, size]. */
export function meanAndCovariance(rows: Float64Array, size: number) {
  const count = rows.length / size;
  const mean = new Float64Array(size);
  for (let i = 0; i < rows.length; i++) mean[i % size]! += rows[i]! / count;
  const covariance = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < size; i++) centred[i] = rows[n * size + i]! - mean[i]!;
    for (let i = 0; i < size; i++) {
      const x = centred[i]!;
      for (let j = 0; j <= i; j++) covariance[i * size + j]! += (x * centred[j]!) / count;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) covariance[j * size + i] = covariance[i * size + j]!;
  }
  return { mean, covariance };
}
