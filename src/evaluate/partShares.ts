/** How much of a metric is done when its figure, its floor and its ceilings are measured one after another or together. */
export interface PartShares {
  /** `share` of the part at this place is done, 0..1; a part never goes back. */
  reach(part: number, share: number): void;
  /** Of all parts together, 0..1. */
  total(): number;
}

/** Parts of these weights, by which the time that they take is estimated. */
export function partShares(weights: readonly number[]): PartShares {
  const shares = weights.map(() => 0);
  const all = weights.reduce((a, b) => a + b, 0);
  return {
    reach(part, share) {
      shares[part] = Math.max(shares[part]!, Math.min(1, share));
    },
    total: () => shares.reduce((sum, share, part) => sum + share * weights[part]!, 0) / all,
  };
}
