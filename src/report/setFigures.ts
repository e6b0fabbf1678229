/** The figures of whole sequences: how varied the generated set is, and whether it copies the real one. */
import {
  ascending,
  choose,
  type Draw,
  meanOfDefined,
  meanPairwiseDistance,
  nearestDistances,
  type Points,
  pickPoints,
  quantile,
} from '../evaluate/statistics/index.ts';
import { type Compared, compared, type Level, orNull, worstLevel } from './level.ts';

export interface CopyFigures {
  /** Median distance of a generated sequence to the nearest real one, and of a real one to the nearest other. */
  readonly generatedToReal: number | null;
  readonly realToReal: number | null;
  /** The share of generated sequences nearer to a real one than all but 5 % of the real are to each other. */
  readonly nearShare: number | null;
  /** The share that equals a real one; and the share of real ones that equal another. */
  readonly equalShare: number | null;
  readonly equalShareReal: number | null;
}

/** Pairs grow with the square of the count; this many sequences give the mean distance to about a percent. */
const spreadSequences = 250;
const realQueries = 400;
/** The quantile of real distances below which a neighbour is called near. */
const near = 0.05;
/** Shares of near neighbours above which copying is suspected, and likely. */
const suspectShare = 0.15;
const likelyShare = 0.3;
/** Distances, in standard deviations per value, below which two sequences are equal but for rounding. */
const equalDistance = 1e-5;

export function compareSpread(real: Points, generated: Points, draws: readonly Draw[]): Compared {
  const first = (rows: Int32Array) => rows.subarray(0, spreadSequences);
  const ratios = draws.map((draw) => {
    const size = Math.min(spreadSequences, draw.real.length, draw.reference.length);
    const reference = meanPairwiseDistance(pickPoints(real, draw.reference.subarray(0, size)));
    return {
      value: meanPairwiseDistance(pickPoints(generated, first(draw.generated))) / reference,
      floor: meanPairwiseDistance(pickPoints(real, first(draw.real))) / reference,
    };
  });
  // A real set without spread (all sequences equal) has no ratio.
  const defined = (ratio: number) => (Number.isFinite(ratio) ? ratio : NaN);
  return compared(
    meanOfDefined(ratios.map(({ value }) => defined(value))),
    meanOfDefined(ratios.map(({ floor }) => defined(floor))),
    0,
    1,
  );
}

export function findCopies(real: Points, generated: Points, seed: number) {
  const queries = choose(real.count, realQueries, seed, 'neighbours of real sequences');
  const among = ascending(nearestDistances(pickPoints(real, queries), real, queries));
  const from = ascending(nearestDistances(generated, real));
  const realToReal = quantile(among, 0.5);
  const generatedToReal = quantile(from, 0.5);
  const shareBelow = (distances: Float64Array, limit: number) =>
    distances.filter((distance) => distance < limit).length / distances.length;
  const nearShare = among.length > 0 ? shareBelow(from, quantile(among, near)) : NaN;
  const equalShare = shareBelow(from, equalDistance);
  const equalShareReal = among.length > 0 ? shareBelow(among, equalDistance) : 0;
  const ratio = realToReal > 0 ? generatedToReal / realToReal : NaN;
  // Two halves of the real distances stand in for two real sets.
  const half = choose(among.length, Math.floor(among.length / 2), seed, 'halves of neighbours');
  const floor = quantile(ascending(Float64Array.from(half, (i) => among[i]!)), 0.5) / realToReal;
  const farther = Math.min(1, ratio);
  const { level, ...figure } = compared(farther, Math.min(1, floor), 0, 1);
  const figures: CopyFigures = {
    generatedToReal: orNull(generatedToReal),
    realToReal: orNull(realToReal),
    nearShare: orNull(nearShare),
    equalShare: orNull(equalShare),
    equalShareReal: orNull(equalShareReal),
  };
  const headline: Compared = {
    ...figure,
    value: orNull(ratio),
    floor: orNull(floor),
    level: worstLevel([level, levelOfShares(nearShare, equalShare - equalShareReal)]),
  };
  return { headline, figures };
}

function levelOfShares(nearShare: number, equalExcess: number): Level {
  if (Number.isNaN(nearShare)) return 'unclear';
  if (nearShare > likelyShare || equalExcess > near) return 'poor';
  return nearShare > suspectShare || equalExcess > 0 ? 'fair' : 'good';
}
