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
const spreadSequences = 150;
/** For the distance to the nearest other, where equal counts matter and more are affordable. */
const crowdSequences = 400;
const realQueries = 300;
/** The quantile of real distances below which a neighbour is called near. */
const near = 0.05;
/** Where copying is suspected, and where it is likely: by near neighbours, by the ratio of distances, by equals. */
const suspectShare = 0.15;
const likelyShare = 0.3;
const suspectRatio = 0.8;
const likelyRatio = 0.5;
const likelyEqual = 0.05;
/** Distances, in standard deviations per value, below which two sequences are equal but for rounding. */
const equalDistance = 1e-5;

export function compareSpread(real: Points, generated: Points, draws: readonly Draw[]) {
  const spreads = againstReference(real, generated, draws, spreadSequences, meanPairwiseDistance);
  const crowds = againstReference(real, generated, draws.slice(0, 1), crowdSequences, medianNeighbour);
  const spread = compared(spreads.value, spreads.floor, 0, 1);
  // Neighbours farther than the real ones are no collapse, and the spread judges them.
  const crowd = compared(Math.min(1, crowds.value), 1 - Math.abs(1 - crowds.floor), 0, 1);
  return {
    headline: { ...spread, level: worstLevel([spread.level, crowd.level]) },
    crowding: { ...crowd, value: orNull(crowds.value), floor: orNull(crowds.floor) },
  };
}

/** `measure` of equally many generated and real sequences, over that of the reference, averaged over the draws. */
function againstReference(
  real: Points,
  generated: Points,
  draws: readonly Draw[],
  sequences: number,
  measure: (points: Points) => number,
): { readonly value: number; readonly floor: number } {
  const ratios = draws.map((draw) => {
    const size = Math.min(sequences, draw.real.length);
    const of = (points: Points, rows: Int32Array) => measure(pickPoints(points, rows.subarray(0, size)));
    const reference = of(real, draw.reference);
    // A real set whose sequences are all equal has no ratio.
    const ratio = (value: number) => (reference > 0 ? value / reference : NaN);
    return { value: ratio(of(generated, draw.generated)), floor: ratio(of(real, draw.real)) };
  });
  return {
    value: meanOfDefined(ratios.map(({ value }) => value)),
    floor: meanOfDefined(ratios.map(({ floor }) => floor)),
  };
}

/** The median distance of a point to the nearest other. */
function medianNeighbour(points: Points): number {
  const self = Int32Array.from({ length: points.count }, (_, i) => i);
  return quantile(ascending(nearestDistances(points, points, self)), 0.5);
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
  // Two halves of the real distances stand in for two real sets.
  const half = choose(among.length, Math.floor(among.length / 2), seed, 'halves of neighbours');
  const floor = quantile(ascending(Float64Array.from(half, (i) => among[i]!)), 0.5) / realToReal;
  const ratio = realToReal > 0 ? generatedToReal / realToReal : NaN;
  const headline: Compared = {
    value: orNull(ratio),
    floor: orNull(floor),
    naive: 0,
    level: Number.isNaN(ratio) ? 'unclear' : levelOfCopies(ratio, nearShare, equalShare - equalShareReal),
  };
  const figures: CopyFigures = {
    generatedToReal: orNull(generatedToReal),
    realToReal: orNull(realToReal),
    nearShare: orNull(nearShare),
    equalShare: orNull(equalShare),
    equalShareReal: orNull(equalShareReal),
  };
  return { headline, figures };
}

function levelOfCopies(ratio: number, nearShare: number, equalExcess: number): Level {
  if (ratio < likelyRatio || nearShare > likelyShare || equalExcess > likelyEqual) return 'poor';
  return ratio < suspectRatio || nearShare > suspectShare || equalExcess > 0 ? 'fair' : 'good';
}
