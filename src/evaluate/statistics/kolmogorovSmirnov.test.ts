import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascending } from './ascending.ts';
import { kolmogorovSmirnov } from './kolmogorovSmirnov.ts';

const sample = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 20 }).map(ascending);

/** The definition, at every value there is. */
function byDefinition(a: readonly number[], b: readonly number[]): number {
  const below = (values: readonly number[], x: number) =>
    values.filter((value) => value <= x).length / values.length;
  return Math.max(...[...a, ...b].map((x) => Math.abs(below(a, x) - below(b, x))));
}

describe('kolmogorovSmirnov', () => {
  it.each([
    [[1, 2, 3, 4], [3, 4, 5, 6], 0.5],
    [[1, 2, 3], [2, 3, 4], 1 / 3],
    [[0, 0, 0, 1], [0, 1, 1, 1], 0.5],
    [[1], [2], 1],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(kolmogorovSmirnov(ascending(a), ascending(b))).toBeCloseTo(expected, 12);
  });

  it('equals its definition, is symmetric, within 0 and 1, and 0 for a sample with itself', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const statistic = kolmogorovSmirnov(a, b);
        expect(statistic).toBeCloseTo(byDefinition(Array.from(a), Array.from(b)), 12);
        expect(statistic).toBeCloseTo(kolmogorovSmirnov(b, a), 12);
        expect(statistic).toBeGreaterThanOrEqual(0);
        expect(statistic).toBeLessThanOrEqual(1);
        expect(kolmogorovSmirnov(a, a)).toBe(0);
      }),
    );
  });

  it('is not defined for an empty sample', () => {
    expect(kolmogorovSmirnov(ascending([]), ascending([1]))).toBeNaN();
  });
});
