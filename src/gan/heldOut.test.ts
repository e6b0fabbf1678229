import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchReader } from './batches.ts';
import { heldOutCount, splitSequences } from './heldOut.ts';

describe('held-out sequences', () => {
  it('and the training set are every sequence once, whatever the count, share and seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        fc.nat(),
        (count, share, seed) => {
          const { training, heldOut } = splitSequences(count, share, seed);
          expect(heldOut).toHaveLength(heldOutCount(count, share));
          expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(
            Array.from({ length: count }, (_, i) => i),
          );
          expect(splitSequences(count, share, seed)).toEqual({ training, heldOut });
        },
      ),
    );
  });

  it('are none where they would be too few to tell anything, and never many', () => {
    expect(heldOutCount(159, 0.05)).toBe(0);
    expect(heldOutCount(160, 0.05)).toBe(8);
    expect(heldOutCount(1e6, 0.05)).toBe(256);
  });

  it('stand in four blocks, so that few of them overlap a training window, in places that the seed decides', () => {
    const { heldOut } = splitSequences(1000, 0.1, 1);
    const starts = heldOut.filter((n, i) => i === 0 || n !== heldOut[i - 1]! + 1);
    expect(starts).toHaveLength(4);
    starts.forEach((start, block) => {
      expect(start).toBeGreaterThanOrEqual(250 * block);
      expect(start).toBeLessThan(250 * (block + 1));
    });
    expect(splitSequences(1000, 0.1, 2).heldOut).not.toEqual(heldOut);
  });

  it('never come into a batch', () => {
    const count = 200;
    const data = { count, length: 1, features: 1, values: Float32Array.from({ length: count }, (_, i) => i) };
    const { training, heldOut } = splitSequences(count, 0.2, 3);
    const read = batchReader(data, 16, 3, training);
    const seen = new Set<number>();
    const out = new Float32Array(16);
    for (let index = 0; index < 10; index++) {
      read(index, out);
      for (const v of out) seen.add(v);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([...training]);
    expect(heldOut.some((n) => seen.has(n))).toBe(false);
  });
});
