/** How well a score tells members from strangers. */

export interface Ranking {
  /** The chance that a member scores above a stranger, ties counting half. */
  readonly area: number;
  /** Standard error of the area (Hanley and McNeil 1982). */
  readonly error: number;
  /** Share of members above the level that one stranger in a hundred exceeds. */
  readonly caughtAtOnePercent: number;
}

export function ranking(members: Float64Array, strangers: Float64Array): Ranking {
  const [m, n] = [members.length, strangers.length];
  const sorted = strangers.slice().sort();
  const below = (x: number, orEqual: boolean) => {
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < x || (orEqual && sorted[middle]! === x)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  let total = 0;
  for (const x of members) total += (below(x, false) + below(x, true)) / 2;
  const area = total / (m * n);
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const variance = (area * (1 - area) + (m - 1) * (q1 - area ** 2) + (n - 1) * (q2 - area ** 2)) / (m * n);
  const allowed = Math.floor(0.01 * n);
  const level = sorted[n - 1 - allowed]!;
  const caught = members.reduce((count, x) => count + Number(x > level), 0);
  return { area, error: Math.sqrt(Math.max(0, variance)), caughtAtOnePercent: caught / m };
}
