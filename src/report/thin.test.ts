import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gather, peaks } from './thin.ts';

describe('gather', () => {
  it('gives mean, least and greatest of each group', () => {
    expect(gather([1, 2, 3, 4], [1, 3, 10, 0], 2)).toEqual([
      { step: 1.5, mean: 2, low: 1, high: 3 },
      { step: 3.5, mean: 5, low: 0, high: 10 },
    ]);
  });

  it('leaves out what is not finite, and groups of nothing else', () => {
    expect(gather([1, 2, 3], [NaN, 2, Number.POSITIVE_INFINITY], 3)).toEqual([
      { step: 2, mean: 2, low: 2, high: 2 },
    ]);
    expect(gather([], [], 3)).toEqual([]);
  });

  it('keeps ten thousand points within the number of groups, and their extremes', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => Math.sin(i));
    const gathered = gather(
      values.map((_, i) => i),
      values,
      160,
    );
    expect(gathered).toHaveLength(160);
    expect(Math.max(...gathered.map(({ high }) => high))).toBe(Math.max(...values));
  });
});

describe('peaks', () => {
  it('are in order, bounded in number, and hold both ends and both extremes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 300 }), (values) => {
        const kept = peaks(values, 20);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect(kept.length).toBeLessThanOrEqual(42);
        const seen = kept.map((i) => values[i]!);
        expect(Math.min(...seen)).toBe(Math.min(...values));
        expect(Math.max(...seen)).toBe(Math.max(...values));
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(values.length - 1);
      }),
    );
  });

  it('show a hole in a long sequence', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i === 503 ? NaN : i));
    expect(peaks(values, 20)).toContain(503);
  });
});
