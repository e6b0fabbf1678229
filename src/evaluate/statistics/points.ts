/**
 * Whole sequences as points: [N, T, F] flattened to [N, T F] in float64, each feature in units of the real standard
 * deviation, so that distances do not depend on the units of the columns.
 */
import type { SequenceSet } from '../sequenceSet.ts';
import type { ColumnMoments } from './columns.ts';

export interface Points {
  readonly count: number;
  readonly dimensions: number;
  /** Coordinates of one step; `dimensions` is a multiple of it. */
  readonly features: number;
  /** [count, dimensions], row-major. */
  readonly values: Float64Array;
}

/**
 * `reference` gives centre and scale, those of the real set for both sets. A feature that is constant there has no
 * scale and is left out (0 everywhere). Beyond `largestDimensions` the steps are averaged in equal segments, as few
 * as needed, down to the mean over time.
 */
export function toPoints(
  set: SequenceSet,
  reference: readonly ColumnMoments[],
  largestDimensions = Number.POSITIVE_INFINITY,
): Points {
  const { count, length, features, values } = set;
  const segments = Math.min(length, Math.max(1, Math.floor(largestDimensions / features)));
  const dimensions = segments * features;
  const segmentOf = Int32Array.from({ length }, (_, t) => Math.floor((t * segments) / length));
  const sizes = new Float64Array(segments);
  for (const segment of segmentOf) sizes[segment]!++;
  const shifts = Float64Array.from(reference, ({ mean }) => (Number.isNaN(mean) ? 0 : mean));
  const scales = Float64Array.from(reference, ({ standardDeviation }) =>
    standardDeviation > 0 ? 1 / standardDeviation : 0,
  );
  const points = new Float64Array(count * dimensions);
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < length; t++) {
      const segment = segmentOf[t]!;
      const from = (n * length + t) * features;
      const to = n * dimensions + segment * features;
      const share = 1 / sizes[segment]!;
      for (let f = 0; f < features; f++)
        points[to + f]! += (values[from + f]! - shifts[f]!) * scales[f]! * share;
    }
  }
  return { count, dimensions, features, values: points };
}

export function pickPoints(points: Points, rows: ArrayLike<number>): Points {
  const { dimensions, features } = points;
  const values = new Float64Array(rows.length * dimensions);
  for (let i = 0; i < rows.length; i++) {
    values.set(points.values.subarray(rows[i]! * dimensions, (rows[i]! + 1) * dimensions), i * dimensions);
  }
  return { count: rows.length, dimensions, features, values };
}
