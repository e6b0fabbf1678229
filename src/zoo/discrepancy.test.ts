import { expect, it } from 'vitest';
import { randomStream } from '../random/stream.ts';
import { discrepancyFrom } from './discrepancy.ts';

const normal = (name: string, count: number, shift = 0) => {
  const values = new Float32Array(count * 4);
  randomStream(1, name).normal(0, values);
  return { count, length: 2, features: 2, values: values.map((z) => z + shift) };
};

it('is near zero for samples of one source, and grows with the distance of two', () => {
  const from = discrepancyFrom(normal('a', 300), 200);
  const [same, near, far] = [0, 0.5, 2].map((shift) => from(normal('b', 200, shift)));
  expect(Math.abs(same!)).toBeLessThan(0.01);
  expect(near!).toBeGreaterThan(0.03);
  expect(far!).toBeGreaterThan(3 * near!);
});

it('is what a hand computes: two windows against two', () => {
  const set = (a: number, b: number) => ({ count: 2, length: 1, features: 1, values: Float32Array.of(a, b) });
  // the one distance of real windows is 1, so k(d) = exp(-d^2 / 2)
  const k = (d: number) => Math.exp((-d * d) / 2);
  const expected = k(1) + k(2) - (2 * (k(2) + k(4) + k(1) + k(3))) / 4;
  expect(discrepancyFrom(set(0, 1), 10)(set(2, 4))).toBeCloseTo(expected, 12);
});
