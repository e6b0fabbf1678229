/** Which features of a step belong to which learned column, and what of them is known. */
import {
  casesOf,
  type KnownSeries,
  type LearnedColumn,
  type TimeSeriesCodec,
} from '../sequence/timeseries/index.ts';
import type { Piece } from './pathSearch.ts';

function featureCount(column: LearnedColumn): number {
  if (column.kind === 'levels') return column.levels.length;
  const cases = casesOf(column).length;
  return cases > 0 ? 2 + cases : 1;
}

/** The points of mass of a column, as they stand among values of 32 bits. */
export const pointsOf = (column: LearnedColumn): readonly number[] =>
  column.kind === 'number' ? (column.points ?? []).map(Math.fround) : [];

/** What features of -1 and 1 stand for. */
export function rangeOf({
  scale,
  offset,
  unfolding,
}: Extract<LearnedColumn, { kind: 'number' }>): readonly [number, number] {
  return unfolding ? [unfolding.low, unfolding.high] : [offset - scale, offset + scale];
}

/**
 * Steps `from` ... `from + length - 1` of a series, of which only cells that `isKnown` are shown; steps outside of the
 * series are not known. With `fills`, a number that is not known is told to be there: it is to be filled in.
 */
export function pieceOf(
  codec: TimeSeriesCodec,
  { steps: all, count }: Pick<KnownSeries, 'steps' | 'count'>,
  from: number,
  length: number,
  isKnown: (step: number, c: number) => boolean,
  fills = false,
): Piece {
  const { features, learned } = codec;
  const steps = new Float32Array(length * features);
  const known = new Uint8Array(length * features);
  for (let t = 0; t < length; t++) {
    const step = from + t;
    // attributes hold in every step, also where no row is
    const source = Math.min(count - 1, Math.max(0, step)) * features;
    for (const [c, column] of learned.entries()) {
      const at = t * features + column.start;
      const size = featureCount(column);
      const isThere = step >= 0 && step < count && isKnown(step, c);
      if (isThere || column.isStatic) {
        for (let f = 0; f < size; f++) steps[at + f] = all[source + column.start + f]!;
        if (isThere) known.fill(1, at, at + size);
      } else if (fills && column.kind === 'number' && column.isOptional) {
        known[at + 2] = 1; // which says that it is not missing
      }
    }
  }
  return { steps, known };
}
