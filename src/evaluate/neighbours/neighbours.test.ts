import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { alphaPrecision } from './alphaPrecision.ts';
import { pairwiseSquares, squaredDistance, squaredDistanceBelow } from './distances.ts';
import { distinctIds } from './distinct.ts';
import { distinctCount, meanDistance } from './diversity.ts';
import { nearestApart, nearestOthers, sampled, standardizer } from './space.ts';
import { support } from './support.ts';
import { vendiScore } from './vendi.ts';

/** Sequences of one step and one feature: points on a line. */
const line = (...points: number[]): SequenceSet => sequenceSet(Float32Array.from(points), 1, 1);

function judged(real: SequenceSet, generated: SequenceSet) {
  const within = { real: pairwiseSquares(real, real), generated: pairwiseSquares(generated, generated) };
  return { real, generated, within, between: pairwiseSquares(real, generated) };
}

function supportOf(real: SequenceSet, generated: SequenceSet, k: number) {
  const { within, between } = judged(real, generated);
  const radii = [
    nearestOthers(within.real, real.count, k),
    nearestOthers(within.generated, generated.count, k),
  ];
  return support(radii[0]!, radii[1]!, between, k);
}

describe('precision, recall, density and coverage on a line', () => {
  // real 0, 1, 10: balls to the nearest other have radii 1, 1, 9. generated 0.5, 2, 30: radii 1.5, 1.5, 28
  const found = supportOf(line(0, 1, 10), line(0.5, 2, 30), 1);

  it('precision: 0.5 lies near 0 and 1, 2 only within the ball of 10, 30 in none', () => {
    expect(found.precision).toBeCloseTo(2 / 3, 12);
  });
  it('recall: 0 and 1 are within 1.5 of 0.5, and 10 is within 28 of 30', () => {
    expect(found.recall).toBe(1);
  });
  it('density: three balls hold a generated point (0 and 1 hold 0.5, 10 holds 2), over k times three', () => {
    expect(found.density).toBeCloseTo(3 / 3, 12);
  });
  it('coverage: every real ball holds one', () => {
    expect(found.coverage).toBe(1);
  });
  it('the border does not count: a point exactly as far as the nearest other is outside', () => {
    expect(supportOf(line(0, 1), line(2, 9), 1).precision).toBe(0);
  });
  it('a collapsed generator is precise and covers little', () => {
    const collapsed = supportOf(line(0, 1, 10, 11, 20, 21), line(0.5, 0.5001, 0.5002, 0.5003), 1);
    expect(collapsed.precision).toBe(1);
    expect(collapsed.coverage).toBeCloseTo(2 / 6, 12);
  });
});

describe('alpha-precision and beta-recall', () => {
  it('an exact copy has perfect curves', () => {
    const real = line(...Array.from({ length: 60 }, (_, i) => (i * 37) % 61));
    const found = alphaPrecision(judged(real, line(...real.values)), 30);
    expect(found.alphaPrecision).toBeGreaterThan(0.95);
    expect(found.betaRecall).toBeGreaterThan(0.9);
  });

  it('never leave 0..1, whatever the distances', () => {
    const points = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(points, points, fc.integer({ min: 1, max: 31 }), (a, b, levels) => {
        const found = alphaPrecision(judged(line(...a), line(...b)), levels);
        for (const value of [found.alphaPrecision, found.betaRecall]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('a collapse to the middle fills no outer level; noise far away fills none at all', () => {
    const real = line(...Array.from({ length: 60 }, (_, i) => (i * 37) % 61));
    const middle = alphaPrecision(judged(real, line(...new Array(60).fill(30))), 30);
    const away = alphaPrecision(judged(real, line(...Array.from({ length: 60 }, (_, i) => 1000 + i))), 30);
    expect(middle.alphaPrecision).toBeLessThan(0.1);
    expect(away.alphaPrecision).toBeLessThan(0.05);
    expect(away.betaRecall).toBe(0);
  });
});

describe('distances', () => {
  const numbers = (length: number) =>
    fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: length, maxLength: length });

  it('are given up only when they reach the limit', () => {
    fc.assert(
      fc.property(numbers(70), numbers(70), fc.double({ min: 0, max: 1e6, noNaN: true }), (x, y, limit) => {
        const [a, b] = [Float32Array.from(x), Float32Array.from(y)];
        const whole = squaredDistance(a, 0, b, 0, 70);
        const early = squaredDistanceBelow(limit, a, 0, b, 0, 70);
        if (whole < limit * (1 - 1e-9)) expect(early).toBeCloseTo(whole, 6);
        if (whole > limit * (1 + 1e-9)) expect(early).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('to nearest others leave out the sequence itself, not its twin', () => {
    const set = line(3, 3, 7);
    expect([...nearestOthers(pairwiseSquares(set, set), 3, 1)]).toEqual([0, 0, 16]);
  });

  it('to the nearest that shares no step leave out neighbours in time; without times, only the sequence itself', () => {
    const set = { ...sequenceSet(Float32Array.of(0, 1, 2, 9), 1, 1), length: 2, features: 1 };
    const squares = pairwiseSquares(line(0, 1, 2, 9), line(0, 1, 2, 9));
    const far = Number.POSITIVE_INFINITY;
    expect([...nearestApart(squares, { ...set, starts: Int32Array.of(0, 1, 2, 3) })]).toEqual([4, 64, 4, 64]);
    expect([...nearestApart(squares, { ...set, starts: Int32Array.of(0, 1, 1, 1) })]).toEqual([
      far,
      far,
      far,
      far,
    ]);
    expect([...nearestApart(squares, set)]).toEqual([1, 1, 1, 49]);
  });

  it('mean distance of 0, 1 and 3 is 2', () => {
    const set = line(0, 1, 3);
    expect(meanDistance(pairwiseSquares(set, set), 3)).toBeCloseTo(2, 12);
  });
});

describe('the space', () => {
  it('has mean 0 and variance 1 per feature for the real set, and leaves a constant feature where it is', () => {
    const real = sequenceSet(Float32Array.of(1, 5, 3, 5), 1, 2);
    expect([...standardizer(real)(real).values]).toEqual([-1, 0, 1, 0]);
  });

  it('samples different sequences in their order', () => {
    const taken = [...sampled(line(...Array.from({ length: 100 }, (_, i) => i)), 20, 1, 'x').values];
    expect(new Set(taken).size).toBe(20);
    expect(taken).toEqual(taken.slice().sort((a, b) => a - b));
  });
});

describe('distinct sequences', () => {
  it('are told by every bit, with 0 and -0 as one', () => {
    expect(distinctCount(line(1, 2, 1, 0, -0, 1 + 2 ** -23))).toBe(4);
  });

  it('have equal ids exactly when they are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 }), (points) => {
        const ids = distinctIds([line(...points)]);
        points.forEach((p, i) => {
          points.forEach((q, j) => {
            expect(ids[i] === ids[j]).toBe(p === q);
          });
        });
      }),
    );
  });
});

describe('the Vendi score by hand', () => {
  const score = (...points: number[]) => {
    const set = line(...points);
    return vendiScore(pairwiseSquares(set, set), set.count, 1);
  };

  it('is 1 of one sequence over and over, n of n that are unlike, and 2 of two equal groups', () => {
    expect(score(3, 3, 3, 3)).toBeCloseTo(1, 10);
    expect(score(0, 100, 200, 300, 400)).toBeCloseTo(5, 10);
    expect(score(0, 100, 0, 100)).toBeCloseTo(2, 10);
  });

  it('of groups of three and one it is exp of their entropy, and of a pair that is half alike by its two eigenvalues', () => {
    expect(score(0, 0, 0, 100)).toBeCloseTo(Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25)), 10);
    // exp(-d^2 / 2) = 1/2: eigenvalues 3/4 and 1/4
    expect(score(0, Math.sqrt(2 * Math.LN2))).toBeCloseTo(
      Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25)),
      6,
    );
  });
});
