import { describe, expect, it } from 'vitest';
import { figureOf, studentQuantile } from './figure.ts';

describe('a figure', () => {
  it('of several runs has their deviation and a t interval of the mean', () => {
    const { spread, interval } = figureOf({ value: 2, runs: [1, 2, 3] });
    expect(spread).toBe(1);
    expect(interval!.high - 2).toBeCloseTo(4.30265 / Math.sqrt(3), 5);
    expect(2 - interval!.low).toBeCloseTo(4.30265 / Math.sqrt(3), 5);
  });

  it('of one run has neither', () => {
    const figure = figureOf({ value: 2 });
    expect(figure.runs).toEqual([2]);
    expect(figure.spread).toBeNaN();
    expect(figure.interval).toBeUndefined();
  });

  it("has Student's quantiles of the tables", () => {
    const tabled = [
      [1, 12.706],
      [4, 2.776],
      [10, 2.228],
      [11, 2.201],
      [20, 2.086],
      [60, 2.0],
      [1e9, 1.96],
    ] as const;
    for (const [freedom, quantile] of tabled) expect(studentQuantile(freedom)).toBeCloseTo(quantile, 3);
    expect(studentQuantile(0)).toBeNaN();
  });
});
