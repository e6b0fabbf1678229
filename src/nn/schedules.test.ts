import { describe, expect, it } from 'vitest';
import { schedules } from './index.ts';

describe('schedules', () => {
  it.each([
    ['constant', 1, 1, 1],
    ['linear', 1, 0.5, 0],
    ['cosine', 1, 0.5, 0],
  ] as const)('%s is %d at the start, %d half-way, %d at the end', (name, start, middle, end) => {
    const factor = schedules[name];
    expect(factor(0)).toBe(start);
    expect(factor(0.5)).toBeCloseTo(middle, 12);
    expect(factor(1)).toBe(end);
  });

  it.each(Object.entries(schedules))('%s never rises and stays within 0 and 1', (_, factor) => {
    const factors = Array.from({ length: 101 }, (_, i) => factor(i / 100));
    factors.forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(factors[i - 1] ?? 1);
      expect(value).toBeGreaterThanOrEqual(0);
    });
  });

  it('cosine falls slowest at both ends', () => {
    const fall = (from: number) => schedules.cosine(from) - schedules.cosine(from + 0.1);
    expect(fall(0)).toBeLessThan(fall(0.45) / 4);
    expect(fall(0.9)).toBeLessThan(fall(0.45) / 4);
  });
});
