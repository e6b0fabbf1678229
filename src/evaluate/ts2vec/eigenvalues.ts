/**
 * Eigenvalues of a symmetric matrix: Householder's reduction to tridiagonal form, then the implicit QL iteration
 * (Golub and Van Loan, Matrix Computations, 4th edition, sections 8.3.1 and 8.3.3). Values alone, in n^3 steps, for
 * matrices of hundreds of rows where rotations of the whole matrix (statistics/symmetricEigen.ts) take seconds.
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { diagonal, beside } = tridiagonal(Float64Array.from(matrix), n);
  return implicitQl(diagonal, beside).sort();
}

/** A <- H A H for reflections H that clear the columns below the first subdiagonal, last row first. */
function tridiagonal(a: Float64Array, n: number) {
  const beside = new Float64Array(n);
  const product = new Float64Array(n);
  for (let i = n - 1; i > 1; i--) {
    const row = a.subarray(i * n, i * n + i);
    const length = Math.sqrt(row.reduce((total, x) => total + x * x, 0));
    const last = row[i - 1]!;
    const alpha = last > 0 ? -length : length;
    beside[i] = alpha;
    const norm = length * (length + Math.abs(last)); // v'v / 2
    if (norm === 0) continue;
    row[i - 1] = last - alpha; // row is v now
    let inner = 0;
    for (let j = 0; j < i; j++) {
      let total = 0;
      for (let k = 0; k <= j; k++) total += a[j * n + k]! * row[k]!;
      for (let k = j + 1; k < i; k++) total += a[k * n + j]! * row[k]!;
      product[j] = total / norm;
      inner += product[j]! * row[j]!;
    }
    const share = inner / (2 * norm);
    for (let j = 0; j < i; j++) product[j]! -= share * row[j]!;
    for (let j = 0; j < i; j++) {
      for (let k = 0; k <= j; k++) a[j * n + k]! -= row[j]! * product[k]! + product[j]! * row[k]!;
    }
  }
  if (n > 1) beside[1] = a[n]!;
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), beside };
}

/** diagonal d[0..n-1], d[i-1] and d[i] joined by beside[i]. */
function implicitQl(d: Float64Array, beside: Float64Array): Float64Array {
  const n = d.length;
  const e = new Float64Array(n);
  e.set(beside.subarray(1));
  for (let l = 0; l < n; l++) {
    for (let round = 0; ; round++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      if (round === 60) throw new Error(`symmetricEigenvalues: value ${l} of ${n} did not settle`);
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? 1 : -1) * Math.hypot(g, 1));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        const t = (d[i]! - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
      }
      if (i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return d;
}
