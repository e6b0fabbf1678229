/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations in cyclic order (Golub and Van Loan,
 * Matrix Computations, 4th edition, section 8.5). `matrix` is [n, n] row-major; the result is ordered from the
 * largest eigenvalue to the smallest, vectors of length one, as rows.
 */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

const sweepsAtMost = 60;

export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const size = Math.sqrt(a.reduce((total, value) => total + value * value, 0));
  for (let sweep = 0; sweep < sweepsAtMost && offDiagonal(a, n) > 1e-15 * size; sweep++) {
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]!);
  return {
    values: Float64Array.from(order, (i) => a[i * n + i]!),
    vectors: order.map((i) => Float64Array.from({ length: n }, (_, row) => v[row * n + i]!)),
  };
}

/** Turns the plane (p, q) so that a[p, q] becomes 0, in `a` and in the vectors `v` (columns). */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const tau = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  turn(
    a,
    n,
    (k) => k * n + p,
    (k) => k * n + q,
    c,
    s,
  );
  turn(
    a,
    n,
    (k) => p * n + k,
    (k) => q * n + k,
    c,
    s,
  );
  turn(
    v,
    n,
    (k) => k * n + p,
    (k) => k * n + q,
    c,
    s,
  );
}

function turn(
  m: Float64Array,
  n: number,
  first: (k: number) => number,
  second: (k: number) => number,
  c: number,
  s: number,
): void {
  for (let k = 0; k < n; k++) {
    const x = m[first(k)]!;
    const y = m[second(k)]!;
    m[first(k)] = c * x - s * y;
    m[second(k)] = s * x + c * y;
  }
}

function offDiagonal(a: Float64Array, n: number): number {
  let squares = 0;
  for (let p = 0; p < n; p++) {
    for (let q = 0; q < n; q++) if (p !== q) squares += a[p * n + q]! ** 2;
  }
  return Math.sqrt(squares);
}
