import { describe, expect, it } from 'vitest';
import { ascending, quantile } from './ascending.ts';

describe('ascending', () => {
  it('sorts by size and not as text, leaves NaN out and the given values alone', () => {
    const given = Float64Array.of(10, 9, NaN, -1);
    expect(Array.from(ascending(given))).toEqual([-1, 9, 10]);
    expect(given[0]).toBe(10);
  });

  it.each([
    [0, 1],
    [0.5, 2.5],
    [0.25, 1.75],
    [1, 4],
  ])('the quantile at %d of 1, 2, 3, 4 is %d', (share, expected) => {
    expect(quantile(ascending([4, 2, 1, 3]), share)).toBe(expected);
  });

  it('has no quantile without values', () => {
    expect(quantile(ascending([]), 0.5)).toBeNaN();
  });
});
