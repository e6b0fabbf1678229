import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { kindsOf, lostShare } from './kinds.ts';
import type { Rows } from './observation.ts';

const WIDTH = 8;

/** Rows around centres of a grid, one unit apart in every direction of the first two; `which` gives the kind of row i. */
function around(count: number, which: (i: number) => number, deviation: number, name = 'rows'): Rows {
  const values = new Float32Array(count * WIDTH);
  randomStream(3, name).normal(0, values);
  const rows = values.map((e, at) => {
    const [kind, k] = [which(Math.floor(at / WIDTH)), at % WIDTH];
    return deviation * e + (k === 0 ? kind % 5 : k === 1 ? Math.floor(kind / 5) : 0);
  });
  return { count, width: WIDTH, values: rows };
}

describe('kinds', () => {
  const real = around(1000, (i) => i % 25, 0.05);
  const kinds = kindsOf(real, 1)!;

  it('are found where they lie apart, each with its share', () => {
    expect(kinds.count).toBe(25);
    for (const share of kinds.shares) expect(share).toBeCloseTo(1 / 25, 12);
  });

  it('that are not made any more are counted by their share of the data, and no others', () => {
    expect(
      lostShare(
        kinds,
        around(500, (i) => i % 25, 0.05, 'made'),
      ),
    ).toBe(0);
    expect(
      lostShare(
        kinds,
        around(500, (i) => i % 22, 0.05, 'made'),
      ),
    ).toBeCloseTo(3 / 25, 12);
  });

  it('are not lost where all are made, but none of them sharply', () => {
    expect(
      lostShare(
        kinds,
        around(500, (i) => i % 25, 0.2, 'made'),
      ),
    ).toBe(0);
  });

  it('count as lost below a fifth of their fair share', () => {
    // 1 of 250 sequences for 1 of 25, and 1 of 50
    const rare = (every: number) => around(500, (i) => (i % every === 0 ? 24 : i % 24), 0.05, 'made');
    expect(lostShare(kinds, rare(250))).toBeCloseTo(1 / 25, 12);
    expect(lostShare(kinds, rare(50))).toBe(0);
  });

  it('are one where the data has no gaps, however it is stretched, and then none is ever lost', () => {
    for (const stretch of [1, 20]) {
      const whole = around(1000, () => 0, 1, 'whole').values.map((v, at) => (at % WIDTH ? v : stretch * v));
      const one = kindsOf({ count: 1000, width: WIDTH, values: whole }, 1)!;
      expect(one.shares.filter((share) => share > 0)).toHaveLength(1);
      expect(
        lostShare(
          one,
          around(100, () => 7, 0.1),
        ),
      ).toBe(0);
    }
  });

  it('are not told apart by fewer than forty sequences', () => {
    expect(
      kindsOf(
        around(39, (i) => i % 2, 0.05),
        1,
      ),
    ).toBeUndefined();
    expect(
      kindsOf(
        around(40, (i) => i % 2, 0.05),
        1,
      )!.count,
    ).toBe(2);
  });
});
