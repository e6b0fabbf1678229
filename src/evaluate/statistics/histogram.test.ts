import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram, sharedHistogram } from './histogram.ts';

const total = (shares: Float64Array) => shares.reduce((sum, share) => sum + share, 0);
const sample = fc
  .array(fc.float({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values));

describe('histogram', () => {
  it('counts an inner edge upwards and the last edge downwards', () => {
    const { shares, outside } = histogram(Float64Array.of(0, 1, 1.5, 2, 3, -1), Float64Array.of(0, 1, 2));
    expect(Array.from(shares)).toEqual([1 / 6, 3 / 6]);
    expect(outside).toBe(2 / 6);
  });

  it('sums to one with what lies outside, on shared and rising edges', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { edges, first, second, firstOutside, secondOutside } = sharedHistogram(a, b);
        expect(total(first) + firstOutside).toBeCloseTo(1, 9);
        expect(total(second) + secondOutside).toBeCloseTo(1, 9);
        expect(firstOutside).toBe(0);
        for (let i = 1; i < edges.length; i++) expect(edges[i]!).toBeGreaterThan(edges[i - 1]!);
      }),
    );
  });

  it('gives each whole number its bin', () => {
    const { edges, first } = sharedHistogram(Float64Array.of(0, 0, 1, 3), Float64Array.of(1));
    expect(Array.from(edges)).toEqual([-0.5, 0.5, 1.5, 2.5, 3.5]);
    expect(Array.from(first)).toEqual([0.5, 0.25, 0, 0.25]);
  });

  it('is not squeezed by a stray generated value, which is counted as outside', () => {
    const real = Float64Array.from({ length: 100 }, (_, i) => i / 100);
    const { edges, secondOutside } = sharedHistogram(real, Float64Array.of(0.5, 1e9));
    expect(edges.at(-1)).toBeLessThan(2);
    expect(secondOutside).toBe(0.5);
  });

  it('holds for a constant and for an empty sample', () => {
    const { first, second } = sharedHistogram(Float64Array.of(2.5, 2.5), new Float64Array(0));
    expect(total(first)).toBe(1);
    expect(total(second)).toBe(0);
  });
});
