/**
 * Both sets on one map by UMAP (McInnes, Healy, Melville 2018, arXiv:1802.03426; umap-js): sequences that are alike lie
 * beside each other, so that a kind of sequence that one set lacks shows as an island of one colour. Nearest neighbours
 * are found exactly, and all randomness comes from the seed of the evaluation: the same sets give the same map.
 */
import { UMAP } from 'umap-js';
import { choose, type Points, pickPoints, toPoints, uniformDraws } from '../../evaluate/statistics/index.ts';
import type { Prepared } from '../prepare.ts';

/** Sequences of each set: the time grows faster than they do. */
const mostOfEach = 350;
/** Fewer in all have no neighbourhoods to show. */
const fewest = 30;
/** Beyond this the steps are averaged in segments. */
const dimensionsAtMost = 256;
const neighbours = 15;
const rounds = 250;

export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

export interface SequenceMap {
  readonly real: readonly MapPoint[];
  readonly generated: readonly MapPoint[];
}

/** Undefined where there are too few sequences, or the real ones do not vary. */
export function sequenceMap({ input, real, generated }: Prepared): SequenceMap | undefined {
  if (real.moments.every(({ standardDeviation }) => !(standardDeviation > 0))) return undefined;
  const drawn = [real, generated].map(({ sample }, set) => {
    const points = toPoints(sample, real.moments, dimensionsAtMost);
    return pickPoints(points, choose(points.count, mostOfEach, input.seed, `map ${set}`));
  }) as [Points, Points];
  const vectors = drawn.flatMap(({ count, dimensions, values }) =>
    Array.from({ length: count }, (_, n) => [...values.subarray(n * dimensions, (n + 1) * dimensions)]),
  );
  if (vectors.length < fewest) return undefined;
  const map = new UMAP({
    nNeighbors: neighbours,
    nEpochs: rounds,
    random: uniformDraws(input.seed, 'map of sequences'),
  });
  const { indices, distances } = nearestOfAll(vectors, neighbours);
  map.setPrecomputedKNN(indices, distances);
  const places = map.fit(vectors).map(([x, y]) => ({ x: x!, y: y! }));
  const cut = drawn[0].count;
  return { real: places.slice(0, cut), generated: places.slice(cut) };
}

/** Of every point the `count` nearest, itself among them, and how far they are. */
function nearestOfAll(points: readonly (readonly number[])[], count: number) {
  const squares = (a: readonly number[], b: readonly number[]) => {
    let total = 0;
    for (let k = 0; k < a.length; k++) total += (a[k]! - b[k]!) ** 2;
    return total;
  };
  const found = points.map((point, i) => {
    const toOthers = points.map((other) => squares(point, other));
    toOthers[i] = -1; // itself first, also among equals
    const order = Array.from(toOthers.keys()).sort((a, b) => toOthers[a]! - toOthers[b]! || a - b);
    const nearest = order.slice(0, count);
    return { nearest, distances: nearest.map((j) => Math.sqrt(Math.max(0, toOthers[j]!))) };
  });
  return {
    indices: found.map(({ nearest }) => nearest),
    distances: found.map(({ distances }) => distances),
  };
}
