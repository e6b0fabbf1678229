import { describe, expect, it } from 'vitest';
import { sequenceSet } from '../sequenceSet.ts';
import { stepChanges } from './changes.ts';
import { columnMoments, fillMissing, finiteColumn } from './columns.ts';

const { NaN: nan, POSITIVE_INFINITY: infinite } = Number;
/** Two sequences of two steps with four features: varied, with holes, constant, without any finite value. */
const set = sequenceSet(
  Float32Array.of(1, nan, 5, nan, 2, 4, 5, infinite, 3, 6, 5, nan, 6, infinite, 5, nan),
  2,
  4,
);

describe('columns', () => {
  it('have mean and biased deviation of their finite values, and count the others', () => {
    const [varied, holes, constant, none] = columnMoments(set);
    expect(varied).toMatchObject({ count: 4, missing: 0, mean: 3, minimum: 1, maximum: 6 });
    expect(varied!.standardDeviation).toBeCloseTo(Math.sqrt(3.5), 12);
    expect(holes).toEqual({ count: 2, missing: 2, mean: 5, standardDeviation: 1, minimum: 4, maximum: 6 });
    expect(constant).toMatchObject({ mean: 5, standardDeviation: 0 });
    expect(none).toEqual({
      count: 0,
      missing: 4,
      mean: nan,
      standardDeviation: nan,
      minimum: nan,
      maximum: nan,
    });
  });

  it('that are constant have no deviation, whatever rounding does to their sum', () => {
    const tenths = sequenceSet(new Float32Array(100_003).fill(0.1), 1, 1);
    expect(columnMoments(tenths)[0]).toMatchObject({ standardDeviation: 0, mean: Math.fround(0.1) });
  });

  it('can be read without what is not finite', () => {
    expect(Array.from(finiteColumn(set, 1))).toEqual([4, 6]);
    expect(Array.from(finiteColumn(set, 3))).toEqual([]);
  });

  it('are filled with their means, and with 0 where there is none', () => {
    const filled = fillMissing(set, columnMoments(set));
    expect(Array.from(filled.values)).toEqual([1, 5, 5, 0, 2, 4, 5, 0, 3, 6, 5, 0, 6, 5, 5, 0]);
  });

  it('change from step to step within a sequence, never from one sequence to the next', () => {
    expect(Array.from(stepChanges(set, 0))).toEqual([1, 3]);
    expect(Array.from(stepChanges(set, 1))).toEqual([]);
    expect(stepChanges(sequenceSet(Float32Array.of(1, 2), 1, 1), 0)).toHaveLength(0);
  });
});
