import { describe, expect, it } from 'vitest';
import { compared, shareOfWay, worstLevel } from './level.ts';

describe('compared', () => {
  it.each([
    ['good', 'at the floor', 0.02, 0.02, 1, 0],
    ['good', 'below the floor', 0.001, 0.02, 1, 0],
    ['good', 'within 1.5 of a high floor', 0.29, 0.2, 0.45, 0],
    ['good', 'a tenth of the way', 0.1, 0, 1, 0],
    ['fair', 'a fifth of the way', 0.2, 0, 1, 0],
    ['poor', 'half of the way', 0.5, 0, 1, 0],
    ['poor', 'beyond the naive value', 7, 0.02, 1, 0],
    ['good', 'a ratio about 1', 0.97, 1.02, 0, 1],
    ['poor', 'a ratio of a collapse', 0.1, 1.02, 0, 1],
    ['poor', 'a ratio of a scatter', 1.9, 1.02, 0, 1],
    ['unclear', 'a naive value near the floor', 0.1, 0.1, 0.15, 0],
    ['unclear', 'a naive value of 0', 0.1, 0, 0, 0],
    ['unclear', 'an undefined value', NaN, 0.1, 1, 0],
    ['poor', 'a value without a floor', 0.8, NaN, 1, 0],
  ] as const)('is %s for %s', (level, _, value, floor, naive, best) => {
    expect(compared(value, floor, naive, best).level).toBe(level);
  });

  it('writes what is not defined as null', () => {
    expect(compared(NaN, 1, Number.POSITIVE_INFINITY)).toEqual({
      value: null,
      floor: 1,
      naive: null,
      level: 'unclear',
    });
  });
});

describe('shareOfWay', () => {
  it('runs from 0 at the floor to 1 at the naive value and beyond', () => {
    expect([0.1, 0.2, 0.6, 1, 1.8].map((value) => shareOfWay(value, 0.2, 1))).toEqual([
      0,
      0,
      expect.closeTo(0.5, 12),
      expect.closeTo(1, 12),
      expect.closeTo(2, 12),
    ]);
  });
});

describe('worstLevel', () => {
  it('lets one poor figure spoil the rest, and a figure that cannot tell none', () => {
    expect(worstLevel(['good', 'poor', 'fair'])).toBe('poor');
    expect(worstLevel(['good', 'unclear'])).toBe('good');
    expect(worstLevel([])).toBe('unclear');
  });
});
