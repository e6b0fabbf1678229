/**
 * Successive halving (Jamieson and Talwalkar 2016, arXiv:1502.07943; with the factor eta of Li et al. 2018,
 * arXiv:1603.06560): all candidates train a little, the better ones go on, and only a few to the end.
 *
 *     rung i of k:  ceil(n / eta^i) candidates to  R / eta^(k - 1 - i)  updates in all
 *
 * Rates fall over the whole of R for every candidate, so one that goes on is what it would have been alone.
 */
export interface Rung {
  /** Generator updates in all at its end. */
  readonly steps: number;
  readonly candidates: number;
}

/** Fewer say nothing of a GAN. */
const LEAST_STEPS = 20;

export function rungsOf(candidates: number, steps: number, eta: number): readonly Rung[] {
  const wanted = Math.max(1, Math.floor(Math.log(candidates) / Math.log(eta) + 1e-9) + 1);
  const possible = Math.max(1, Math.floor(Math.log(steps / LEAST_STEPS) / Math.log(eta) + 1e-9) + 1);
  const count = Math.min(wanted, possible);
  return Array.from({ length: count }, (_, i) => ({
    steps: Math.round(steps / eta ** (count - 1 - i)),
    candidates: Math.max(1, Math.ceil(candidates / eta ** i)),
  }));
}

/** Generator updates of a whole search, one seed. */
export function stepsOf(rungs: readonly Rung[]): number {
  return rungs.reduce(
    (total, { steps, candidates }, i) => total + candidates * (steps - (rungs[i - 1]?.steps ?? 0)),
    0,
  );
}
