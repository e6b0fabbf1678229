/**
 * Alpha-precision and beta-recall (Alaa et al. 2022, arXiv:2102.08921) on standardised sequences, each
 * with its indices as the paper defines them; widely used code mixes them (the radii of beta-recall taken over the
 * sequences found rather than all generated ones). The paper's third measure, authenticity, is in privacy/.
 *
 *   P(a): share of generated y within the ball around the real mean that holds a share a of the real set.
 *   R(b): share of real x that have, within the distance to x's nearest other real, a generated y of the ball around
 *         the generated mean that holds a share b of the generated set.
 *   Both summed up as 1 - 2 mean over levels of |P(a) - a|: 1 when the curve is the diagonal.
 */
import type { Metric, MetricContext } from '../metric.ts';
import { protocol } from '../protocol.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { ascending, quantile } from '../statistics/index.ts';
import { type Neighbourhood, nearestOthers, neighbourhood } from './space.ts';

const frozen = protocol('alpha-precision-sequences', 1, {
  levels: 30,
  most: 1000,
  space: 'standardised sequences',
  neighbour: 1,
});

/** Euclidean distances to the mean sequence of `centre`. */
function distancesToMean(set: SequenceSet, centre: SequenceSet): Float64Array {
  const width = set.length * set.features;
  const middle = new Float64Array(width);
  centre.values.forEach((value, i) => {
    middle[i % width]! += value / centre.count;
  });
  return Float64Array.from({ length: set.count }, (_, n) => {
    let total = 0;
    for (let k = 0; k < width; k++) total += (set.values[n * width + k]! - middle[k]!) ** 2;
    return Math.sqrt(total);
  });
}

/**
 * 1 - 2 mean |share of distances within the reference's quantile - level|, summed in whole numbers: the share rises
 * with the level, so the mean is at most exactly 1/2, and in fractions rounding would pass it.
 */
function diagonalScore(distances: Float64Array, reference: Float64Array, levels: number): number {
  const sorted = ascending(reference);
  const n = distances.length;
  let gaps = 0;
  for (let k = 0; k <= levels; k++) {
    const radius = quantile(sorted, k / levels);
    const inside = distances.reduce((total, d) => total + Number(d <= radius), 0);
    gaps += Math.abs(inside * levels - k * n);
  }
  return 1 - (2 * gaps) / (n * levels * (levels + 1));
}

export interface AlphaPrecision {
  readonly alphaPrecision: number;
  readonly betaRecall: number;
}

export function alphaPrecision(
  { real, generated, within, between }: Neighbourhood,
  levels: number,
): AlphaPrecision {
  const [m, n] = [real.count, generated.count];
  const toReal = distancesToMean(generated, real);
  const realSpread = distancesToMean(real, real);
  const generatedSpread = distancesToMean(generated, generated);
  const nearestOther = nearestOthers(within.real, m, frozen.settings.neighbour);
  // the smallest ball of generated sequences that reaches real i; infinite when none comes near
  const reached = new Float64Array(m).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const square = between[i * n + j]!;
      if (square <= nearestOther[i]! && generatedSpread[j]! < reached[i]!) reached[i] = generatedSpread[j]!;
    }
  }
  return {
    alphaPrecision: diagonalScore(toReal, realSpread, levels),
    betaRecall: diagonalScore(reached, generatedSpread, levels),
  };
}

function measured(context: MetricContext): AlphaPrecision {
  const { levels, most } = frozen.settings;
  return context.memo('alpha precision', () => alphaPrecision(neighbourhood(context, most), levels));
}

const shared = {
  needs: { count: 10 },
  direction: 'higher',
  range: [0, 1],
  protocol: frozen,
  citation: 'Alaa et al. 2022, arXiv:2102.08921',
} as const;

export const alphaPrecisionMetric: Metric = {
  ...shared,
  id: 'alpha-precision',
  name: 'Alpha-precision',
  group: 'diversity',
  explanation:
    'Whether generated sequences are as typical as real ones: neither all ordinary nor too often strange.',
  doesNotProve: 'likeness in detail: only the distance to the average real sequence is looked at',
  compute: (context) => ({ value: measured(context).alphaPrecision }),
};

export const betaRecallMetric: Metric = {
  ...shared,
  id: 'beta-recall',
  name: 'Beta-recall',
  group: 'diversity',
  explanation:
    'Whether real sequences, ordinary and rare, have generated ones closer than their nearest real neighbour.',
  doesNotProve:
    'much where real windows overlap: the nearest real neighbour is then nearly the same sequence, and nobody comes closer',
  compute: (context) => ({ value: measured(context).betaRecall }),
};
