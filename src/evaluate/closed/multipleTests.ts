/** The p value of a Kolmogorov-Smirnov statistic, and p values that hold for many tests together. */

/**
 * The chance of a statistic at least this large when both samples have one continuous distribution: Kolmogorov's
 * limit with Stephens' correction (1970), 2 sum_k (-1)^(k - 1) exp(-2 k^2 l^2), l = (r + 0.12 + 0.11 / r) D with
 * r = sqrt(n m / (n + m)).
 */
export function kolmogorovSmirnovChance(statistic: number, countA: number, countB: number): number {
  const root = Math.sqrt((countA * countB) / (countA + countB));
  const lambda = (root + 0.12 + 0.11 / root) * statistic;
  if (lambda < 0.2) return 1; // the series has not begun to fall; the chance differs from 1 by less than 1e-12
  let total = 0;
  for (let k = 1; k <= 100; k++) total += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * lambda) ** 2);
  return Math.min(1, Math.max(0, total));
}

/** Holm's step-down correction (1979): p values that hold for all tests together, whatever their dependence. */
export function holm(chances: ArrayLike<number>): Float64Array {
  const count = chances.length;
  const order = Array.from({ length: count }, (_, i) => i).sort((i, j) => chances[i]! - chances[j]!);
  const corrected = new Float64Array(count);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (count - rank) * chances[i]!));
    corrected[i] = largest;
  });
  return corrected;
}
