import { describe, expect, it } from 'vitest';
import { column, extremesOf, momentsOf, part, pick, rescale, sequenceSet } from './sequenceSet.ts';

// two sequences of two steps and two features
const set = sequenceSet(Float32Array.of(1, 10, 2, 20, 3, 30, 6, 60), 2, 2);

describe('a set of sequences', () => {
  it('counts its sequences and refuses a part of one', () => {
    expect(set.count).toBe(2);
    expect(() => sequenceSet(new Float32Array(7), 2, 2)).toThrow('7 values are no whole number of [2, 2]');
  });

  it('gives sequences, ranges and columns', () => {
    expect([...pick(set, [1, 0, 1]).values]).toEqual([3, 30, 6, 60, 1, 10, 2, 20, 3, 30, 6, 60]);
    expect([...part(set, 1, 2).values]).toEqual([3, 30, 6, 60]);
    expect([...column(set, 1)]).toEqual([10, 20, 30, 60]);
  });

  it('has moments divided by the count, and extremes', () => {
    const { mean, variance } = momentsOf(set);
    expect([...mean]).toEqual([3, 30]);
    expect([...variance]).toEqual([3.5, 350]);
    expect([...extremesOf(set).low, ...extremesOf(set).high]).toEqual([1, 10, 6, 60]);
    expect([...rescale(set, [1, 10], [1, 0.1]).values]).toEqual([0, 0, 1, 1, 2, 2, 5, 5]);
  });

  it('has no variance at all where a feature is constant', () => {
    const still = sequenceSet(new Float32Array(999).fill(0.1), 1, 1);
    expect(momentsOf(still).variance[0]).toBe(0);
    expect(momentsOf(still).mean[0]).toBe(Math.fround(0.1));
  });
});
