import { expect, test } from 'vitest';
import { median, power } from './statistics.ts';

test('what grows with the square of its size has the power 2', () => {
  expect(power([1, 2, 4, 8].map((x) => ({ x, y: 3 * x * x })))).toBeCloseTo(2, 12);
});

test('the median is a value that was measured, in whatever order', () => {
  expect(median([9, 1, 5])).toBe(5);
});
