import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { ascending } from './ascending.ts';
import { choose, compareOnEqualTerms, equalDraws, meanOfDefined } from './draws.ts';
import { distanceToMedian, wasserstein } from './wasserstein.ts';

function normalSet(name: string, count: number, shift = 0): SequenceSet {
  const values = new Float32Array(count);
  randomStream(11, name).normal(0, values);
  return sequenceSet(
    values.map((value) => value + shift),
    1,
    1,
  );
}

const comparison = {
  describe: ({ values }: SequenceSet) => ascending(values),
  distance: (a: ReturnType<typeof ascending>, b: ReturnType<typeof ascending>) =>
    Float64Array.of(wasserstein(a, b)),
  naive: (a: ReturnType<typeof ascending>) => Float64Array.of(distanceToMedian(a)),
};

describe('equalDraws', () => {
  it('cuts the real set into halves that share nothing, and draws as many generated', () => {
    const count = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(count, count, fc.nat(), (real, generated, seed) => {
        for (const draw of equalDraws(real, generated, 3, seed)) {
          expect(draw.generated).toHaveLength(draw.real.length);
          const drawn = [...draw.reference, ...draw.real];
          expect(new Set(drawn).size).toBe(drawn.length);
          expect(new Set(draw.generated).size).toBe(draw.generated.length);
          expect(Math.max(...drawn)).toBeLessThan(real);
          expect(Math.max(...draw.generated)).toBeLessThan(generated);
        }
      }),
    );
  });

  it('differ from draw to draw, are the same for the same seed, and need two real sequences', () => {
    const draws = equalDraws(40, 40, 2, 1);
    expect(draws[0]).not.toEqual(draws[1]);
    expect(equalDraws(40, 40, 2, 1)).toEqual(draws);
    expect(equalDraws(1, 9, 3, 1)).toEqual([]);
  });
});

describe('compareOnEqualTerms', () => {
  const real = normalSet('real', 600);

  it('gives other real data about the floor, and a shifted set its shift', () => {
    const draws = equalDraws(600, 600, 4, 2);
    const same = compareOnEqualTerms(real, normalSet('more', 600), draws, comparison);
    expect(same.value[0]! / same.floor[0]!).toBeGreaterThan(0.4);
    expect(same.value[0]! / same.floor[0]!).toBeLessThan(2.5);
    const shifted = compareOnEqualTerms(real, normalSet('more', 600, 2), draws, comparison);
    expect(shifted.value[0]).toBeCloseTo(2, 0);
    expect(shifted.floor[0]).toBe(same.floor[0]);
    expect(shifted.naive[0]).toBeCloseTo(Math.sqrt(2 / Math.PI), 1);
  });

  it('compares the whole sets, without a floor, when there are no draws', () => {
    const one = compareOnEqualTerms(
      sequenceSet(Float32Array.of(1), 1, 1),
      sequenceSet(Float32Array.of(3), 1, 1),
      [],
      comparison,
    );
    expect(one.value[0]).toBe(2);
    expect(one.floor[0]).toBeNaN();
  });
});

describe('choose', () => {
  it('takes all of few, and of many as many as wanted, each once and in order', () => {
    expect(Array.from(choose(3, 5, 1, 'x'))).toEqual([0, 1, 2]);
    const chosen = Array.from(choose(100, 10, 1, 'x'));
    expect(new Set(chosen).size).toBe(10);
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
    expect(Array.from(choose(100, 10, 2, 'x'))).not.toEqual(chosen);
  });
});

describe('meanOfDefined', () => {
  it('leaves NaN out and is NaN without any value', () => {
    expect(meanOfDefined([1, NaN, 3])).toBe(2);
    expect(meanOfDefined([NaN])).toBeNaN();
  });
});
