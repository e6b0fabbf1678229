/**
 * The Renyi divergence of the sampled Gaussian mechanism: every sequence is taken with the probability q, each of
 * those taken adds a vector of norm at most 1 to a sum, and the sum gets noise N(0, s^2). With mu0 = N(0, s^2) and
 * mu1 = N(1, s^2) the divergence of order a between a run with and a run without one sequence is at most
 *
 *     log(A_a) / (a - 1),   A_a = E_{z ~ mu0} ((1 - q) + q mu1(z) / mu0(z))^a,   mu1(z) / mu0(z) = e^{(2 z - 1) / 2 s^2}
 *
 * (Mironov, Talwar and Zhang 2019, arXiv:1908.10530, theorem 4; its section 3 shows that the other direction is no
 * greater). For whole orders A_a is a sum of positive terms (section 3.3, equation 3):
 *
 *     A_a = sum_{k=0}^a C(a, k) (1 - q)^{a - k} q^k e^{(k^2 - k) / 2 s^2}.
 *
 * For others the paper has two alternating series, which for some q and s do not converge at small orders. Here the
 * integral itself is taken by the trapezoidal rule, whose error falls exponentially for an analytic integrand that
 * vanishes at both ends (Trefethen and Weideman 2014): the nearest singularity lies pi s^2 from the real axis.
 */

/** The divergence of order `order` > 1 that one use of the mechanism costs; `noise` is s. */
export function renyiDivergence(rate: number, noise: number, order: number): number {
  if (rate === 0) return 0;
  if (rate === 1) return order / (2 * noise * noise);
  const moment = Number.isInteger(order) ? logMomentSum(rate, noise, order) : logMoment(rate, noise, order);
  return Math.max(0, moment) / (order - 1);
}

/** log A_a for whole a. */
function logMomentSum(rate: number, noise: number, order: number): number {
  const [taken, left] = [Math.log(rate), Math.log1p(-rate)];
  const terms: number[] = [];
  let choose = 0; // log C(a, k)
  for (let k = 0; k <= order; k++) {
    terms.push(choose + k * taken + (order - k) * left + (k * k - k) / (2 * noise * noise));
    choose += Math.log(order - k) - Math.log(k + 1);
  }
  return logSum(terms);
}

/** How far from their middles the two bells of the integrand are followed: e^{-84} of their height is left there. */
const REACH = 13;

/** log A_a for any a. */
function logMoment(rate: number, noise: number, order: number): number {
  const variance = noise * noise;
  const step = Math.min(noise / 8, variance / 4);
  const [from, to] = [-REACH * noise, order + REACH * noise];
  const left = Math.log1p(-rate);
  const odds = Math.log(rate) - left;
  const terms: number[] = [];
  for (let z = from; z <= to; z += step) {
    const ahead = odds + (2 * z - 1) / (2 * variance);
    const ratio = left + Math.max(0, ahead) + Math.log1p(Math.exp(-Math.abs(ahead)));
    terms.push(order * ratio - (z * z) / (2 * variance));
  }
  return logSum(terms) + Math.log(step / (noise * Math.sqrt(2 * Math.PI)));
}

function logSum(terms: readonly number[]): number {
  let top = -Infinity;
  for (const term of terms) if (term > top) top = term;
  let total = 0;
  for (const term of terms) total += Math.exp(term - top);
  return top + Math.log(total);
}
