/**
 * What training has cost in privacy. Divergences of single updates add up, order by order (Mironov 2017,
 * arXiv:1702.07476, proposition 1), and the best order gives epsilon for a delta:
 *
 *     improved   e = r(a) + log((a - 1) / a) - (log d + log a) / (a - 1)
 *                (Canonne, Kamath and Steinke 2020, arXiv:2004.00010, proposition 12; Balle et al. 2020,
 *                arXiv:1905.09982, theorem 21)
 *     classic    e = r(a) + log(1 / d) / (a - 1)   (Mironov 2017, proposition 3): larger, for comparison with figures
 *                that were published before 2020
 *
 * All of it is decided before training: rate, noise and clip stay as they are, so the cost is a function of the
 * number of updates, and that is all that a checkpoint has to hold.
 */
import { renyiDivergence } from './sampledGaussian.ts';

/** Renyi orders that are tried, those of TensorFlow Privacy and Opacus and some beyond both ends of theirs. */
export const ORDERS: readonly number[] = [
  ...[1.01, 1.02, 1.05],
  ...Array.from({ length: 99 }, (_, i) => 1 + (i + 1) / 10),
  ...Array.from({ length: 53 }, (_, i) => 11 + i),
  ...[72, 96, 128, 192, 256, 384, 512, 1024, 2048],
];

/** One update of the mechanism; a sequence is in it with the probability `rate`. */
export interface Mechanism {
  readonly rate: number;
  /** Deviation of the noise over the clip. */
  readonly noise: number;
}

export type Conversion = 'improved' | 'classic';

export interface Accountant {
  /** Epsilon after so many updates. */
  epsilon(updates: number, delta: number, conversion?: Conversion): number;
  /** The greatest number of updates whose epsilon is at most this. */
  affordable(epsilon: number, delta: number): number;
}

export function accountant({ rate, noise }: Mechanism, orders = ORDERS): Accountant {
  const costs = orders.map((order) => renyiDivergence(rate, noise, order));
  function epsilon(updates: number, delta: number, conversion: Conversion = 'improved'): number {
    if (updates === 0) return 0;
    let least = Infinity;
    costs.forEach((cost, i) => {
      const found = converted(orders[i]!, updates * cost, delta, conversion);
      if (found < least) least = found;
    });
    return Math.max(0, least);
  }
  return {
    epsilon,
    affordable(budget, delta) {
      let [enough, tooMany] = [0, 1];
      while (tooMany < MOST_UPDATES && epsilon(tooMany, delta) <= budget)
        [enough, tooMany] = [tooMany, 2 * tooMany];
      while (tooMany - enough > 1) {
        const middle = Math.floor((enough + tooMany) / 2);
        if (epsilon(middle, delta) <= budget) enough = middle;
        else tooMany = middle;
      }
      return enough;
    },
  };
}

const MOST_UPDATES = 2 ** 40;

function converted(order: number, divergence: number, delta: number, conversion: Conversion): number {
  const rest = order - 1;
  return conversion === 'classic'
    ? divergence - Math.log(delta) / rest
    : divergence + Math.log(rest / order) - (Math.log(delta) + Math.log(order)) / rest;
}

/** Beyond these there is nothing to find: no noise worth the name, and more than any data would show through. */
const [LEAST_NOISE, MOST_NOISE] = [0.1, 1e4];

/**
 * The least noise, rounded up to four digits, with which so many updates cost at most `epsilon`; undefined where no
 * noise is enough.
 */
export function noiseFor(
  epsilon: number,
  { rate, updates, delta }: { readonly rate: number; readonly updates: number; readonly delta: number },
): number | undefined {
  const costs = (noise: number) => accountant({ rate, noise }).epsilon(updates, delta);
  if (!(costs(MOST_NOISE) <= epsilon)) return undefined;
  let [low, high] = [LEAST_NOISE, MOST_NOISE];
  if (costs(low) <= epsilon) return low;
  while (high / low > 1 + 1e-5) {
    const middle = Math.sqrt(low * high);
    if (costs(middle) <= epsilon) high = middle;
    else low = middle;
  }
  const unit = 10 ** (Math.floor(Math.log10(high)) - 3);
  return Number((Math.ceil(high / unit) * unit).toPrecision(4));
}
