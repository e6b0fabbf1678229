import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceSet } from '../sequenceSet.ts';
import { columnMoments } from './columns.ts';
import { meanPairwiseDistance, nearestDistances } from './distances.ts';
import { type Points, pickPoints, toPoints } from './points.ts';

const pointsOf = (features: number, steps: number, values: readonly number[]): Points => ({
  count: values.length / (features * steps),
  dimensions: features * steps,
  features,
  values: Float64Array.from(values),
});

const distance = (points: Points, i: number, others: Points, j: number): number => {
  let squares = 0;
  for (let d = 0; d < points.dimensions; d++)
    squares += (points.values[i * points.dimensions + d]! - others.values[j * points.dimensions + d]!) ** 2;
  return Math.sqrt(squares / points.dimensions);
};

const somePoints = fc
  .array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 40, maxLength: 40 }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((rows) => pointsOf(2, 20, rows.flat()));

describe('meanPairwiseDistance', () => {
  it('of a 3-4-5 triangle is the mean of its sides, per root coordinate', () => {
    expect(meanPairwiseDistance(pointsOf(2, 1, [0, 0, 3, 0, 0, 4]))).toBeCloseTo(4 / Math.SQRT2, 12);
  });

  it('is 0 for equal points and undefined for one', () => {
    expect(meanPairwiseDistance(pointsOf(2, 1, [1, 2, 1, 2, 1, 2]))).toBe(0);
    expect(meanPairwiseDistance(pointsOf(2, 1, [1, 2]))).toBeNaN();
  });
});

describe('nearestDistances', () => {
  it('finds the nearest that looking at all would find', () => {
    fc.assert(
      fc.property(somePoints, somePoints, (queries, references) => {
        const found = nearestDistances(queries, references);
        found.forEach((value, i) => {
          const all = Array.from({ length: references.count }, (_, j) => distance(queries, i, references, j));
          expect(value).toBeCloseTo(Math.min(...all), 9);
        });
      }),
    );
  });

  it('is 0 for a copy, and passes a point itself over', () => {
    const points = pointsOf(1, 2, [0, 0, 0, 2, 10, 10]);
    expect(Array.from(nearestDistances(points, points))).toEqual([0, 0, 0]);
    const others = nearestDistances(points, points, [0, 1, 2]);
    expect(others[0]).toBeCloseTo(Math.SQRT2, 12);
    expect(others[2]).toBeCloseTo(Math.sqrt((100 + 64) / 2), 12);
  });

  it('is undefined where no reference is left', () => {
    const one = pointsOf(1, 1, [5]);
    expect(Array.from(nearestDistances(one, one, [0]))).toEqual([NaN]);
  });
});

describe('toPoints', () => {
  const set = sequenceSet(Float32Array.of(0, 7, 2, 7, 4, 7, 6, 7), 2, 2);
  const moments = columnMoments(set);

  it('puts features in units of the reference and leaves its constants out', () => {
    const { values, dimensions } = toPoints(set, moments);
    expect(dimensions).toBe(4);
    const unit = Math.sqrt(5);
    expect(Array.from(values)).toEqual(
      [-3 / unit, 0, -1 / unit, 0, 1 / unit, 0, 3 / unit, 0].map((x) => expect.closeTo(x, 12)),
    );
  });

  it('averages steps where there are too many dimensions', () => {
    const { values, dimensions } = toPoints(set, moments, 3);
    expect(dimensions).toBe(2);
    expect(values[0]).toBeCloseTo(-2 / Math.sqrt(5), 12);
    expect(values[2]).toBeCloseTo(2 / Math.sqrt(5), 12);
  });

  it('can be picked in any order', () => {
    expect(Array.from(pickPoints(toPoints(set, moments), [1, 0]).values.subarray(0, 1))).toEqual([
      expect.closeTo(1 / Math.sqrt(5), 12),
    ]);
  });
});
