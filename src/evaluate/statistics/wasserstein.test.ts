import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascending } from './ascending.ts';
import { distanceToMedian, wasserstein } from './wasserstein.ts';

const sample = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 15 }).map(ascending);

/** The other form, the integral over x of |F_a(x) - F_b(x)|. */
function byDistributions(a: readonly number[], b: readonly number[]): number {
  const points = [...a, ...b].sort((x, y) => x - y);
  const below = (values: readonly number[], x: number) =>
    values.filter((value) => value <= x).length / values.length;
  return points
    .slice(1)
    .reduce(
      (total, x, i) => total + (x - points[i]!) * Math.abs(below(a, points[i]!) - below(b, points[i]!)),
      0,
    );
}

describe('wasserstein', () => {
  it.each([
    [[0, 1, 3], [5, 6, 8], 5],
    [[0], [0, 0, 3], 1],
    [[0, 1], [0, 1, 1], 1 / 6],
    [[1, 2, 3, 4], [4, 3, 2, 1], 0],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(wasserstein(ascending(a), ascending(b))).toBeCloseTo(expected, 12);
  });

  it('equals the integral over the distribution functions, also for samples of different sizes', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(wasserstein(a, b)).toBeCloseTo(byDistributions(Array.from(a), Array.from(b)), 9);
      }),
    );
  });

  it('is a distance: 0 with itself, symmetric, not negative, and no way round is shorter', () => {
    fc.assert(
      fc.property(sample, sample, sample, (a, b, c) => {
        expect(wasserstein(a, a)).toBe(0);
        expect(wasserstein(a, b)).toBeCloseTo(wasserstein(b, a), 12);
        expect(wasserstein(a, b)).toBeGreaterThanOrEqual(0);
        expect(wasserstein(a, c)).toBeLessThanOrEqual(wasserstein(a, b) + wasserstein(b, c) + 1e-9);
      }),
    );
  });

  it('grows with every shift away, by the shift', () => {
    const a = ascending([1, 4, 4, 7]);
    for (const shift of [0.5, 1, 2, 50]) {
      expect(wasserstein(a, ascending(a.map((value) => value + shift)))).toBeCloseTo(shift, 12);
    }
  });

  it('to the median is the mean absolute deviation, and no other constant is nearer', () => {
    const a = ascending([0, 1, 2, 3, 10]);
    expect(distanceToMedian(a)).toBeCloseTo(12 / 5, 12);
    for (const constant of [0, 1, 1.9, 2.1, 3.2])
      expect(wasserstein(a, ascending([constant]))).toBeGreaterThan(distanceToMedian(a));
  });
});
