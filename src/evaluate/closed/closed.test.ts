import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measurement } from '../metric.ts';
import { type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { autocorrelationDifferences, autocorrelations } from './autocorrelation.ts';
import { correlationalMetric, correlationalScore, correlations } from './correlational.ts';
import { discrepancy, medianDistance, squareTables } from './kernels.ts';
import { marginalDistributionDifference } from './marginalDistribution.ts';
import { kolmogorovSmirnovCells, wassersteinDistances } from './marginals.ts';
import { excessKurtosis, skewness } from './moments.ts';
import { holm, kolmogorovSmirnovChance } from './multipleTests.ts';
import { euclideanDistance, warpingDistance, warpingDistances } from './paired.ts';
import { powerShares, spectralDistances } from './spectral.ts';
import { drawdownDistances, drawdowns, tailDistances } from './tails.ts';

const set = (rows: readonly (readonly number[])[], features = 1): SequenceSet =>
  sequenceSet(Float32Array.from(rows.flat()), rows[0]!.length / features, features);

describe('moments', () => {
  it('skewness divides by the deviation with count - 1, kurtosis by the variance with the count', () => {
    const values = Float64Array.of(0, 0, 0, 4); // mean 1; m2 3, m3 6, m4 21
    expect(skewness(values)).toBeCloseTo(6 / 4 ** 1.5, 12);
    expect(excessKurtosis(values)).toBeCloseTo(21 / 9 - 3, 12);
  });

  it('a constant has neither', () => {
    expect(skewness(Float64Array.of(2, 2, 2))).toBe(0);
    expect(excessKurtosis(Float64Array.of(2, 2, 2))).toBe(0);
  });
});

describe('autocorrelation', () => {
  it('of +1, -1, +1, -1 is 1, -1, 1, -1', () => {
    const found = autocorrelations(set([[1, -1, 1, -1]]), 4)[0]!;
    expect([...found]).toEqual([1, -1, 1, -1]);
  });

  it('difference of opposite rhythms is the length of (0, 2, 0, 2)', () => {
    const alternating = set([[1, -1, 1, -1]]);
    const steady = set([
      [1, 1, 1, 1],
      [-1, -1, -1, -1],
    ]);
    expect(autocorrelationDifferences(alternating, steady)[0]).toBeCloseTo(Math.sqrt(8), 12);
  });
});

describe('paired distances', () => {
  const a = set([[0, 0, 1, 0]]);
  const b = set([[0, 1, 0, 0]]);

  it('Euclid sees a shift by one step, warping does not', () => {
    expect(euclideanDistance(a, b)).toBeCloseTo(Math.SQRT2, 12);
    expect(warpingDistances(a, b)).toBe(0);
  });

  it('warping of one step costs the distance of the points, all features together', () => {
    expect(warpingDistances(set([[0, 0]], 2), set([[3, 4]], 2))).toBe(5);
  });

  it('warping equals the shortest path found by trying all of them', () => {
    const tried = (x: readonly number[], y: readonly number[]) => {
      const from = (i: number, j: number): number => {
        const cost = (x[i]! - y[j]!) ** 2;
        if (i === 0 && j === 0) return cost;
        const before = [
          ...(i > 0 ? [from(i - 1, j)] : []),
          ...(j > 0 ? [from(i, j - 1)] : []),
          ...(i > 0 && j > 0 ? [from(i - 1, j - 1)] : []),
        ];
        return cost + Math.min(...before);
      };
      return Math.sqrt(from(x.length - 1, y.length - 1));
    };
    const numbers = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(numbers, numbers, (x, y) => {
        const found = warpingDistance(
          Float32Array.from(x),
          0,
          Float32Array.from(y),
          0,
          5,
          1,
          new Float64Array(6),
        );
        expect(found).toBeCloseTo(tried(x, y), 9);
      }),
    );
  });

  it('a thousand pairs of length 100 take less than a second', () => {
    const values = Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i * 0.37) + Math.sin(i * 0.011));
    const [x, y] = [
      sequenceSet(values, 100, 1),
      sequenceSet(
        values.map((v) => v * 0.9),
        100,
        1,
      ),
    ];
    warpingDistances(x, y); // compiled
    const start = process.cpuUsage();
    warpingDistances(x, y);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(1);
  });
});

describe('correlational score', () => {
  it('of opposite pairs is the difference of their correlations over ten', () => {
    // deviations with count - 1: c_ij of 4 rows is 3/4 of the correlation
    const together = set([[1, 1, -1, -1]], 2); // one sequence, T = 2
    const apart = set([[1, -1, -1, 1]], 2);
    expect([...correlations(together)].map((c) => c.toFixed(6))).toEqual([
      '0.500000',
      '0.500000',
      '0.500000',
    ]);
    expect(correlationalScore(together, apart)).toBeCloseTo(0.1, 12);
  });

  it('names the pair that is furthest off, and its runs are five draws', () => {
    const grid = Array.from({ length: 50 }, (_, n) =>
      Array.from({ length: 6 }, (_, k) => Math.sin(n * 7 + k * 3)),
    );
    const real = set(grid, 3);
    const swapped = { ...real, values: real.values.map((v, i) => (i % 3 === 1 ? -v : v)) };
    const context = {
      real,
      generated: swapped,
      featureNames: ['a', 'b', 'c'],
      seed: 1,
      progress: () => {},
      memo: <T>(_: string, f: () => T) => f(),
    };
    const { runs, details } = correlationalMetric.compute(context) as Measurement;
    expect(runs).toHaveLength(5);
    expect(Object.keys(details!)[0]).toMatch(/^worst pair: (a and b|b and c)$/);
  });
});

describe('marginals', () => {
  it('a shift by two deviations is a Wasserstein distance of 2', () => {
    const real = set([[-1], [1]]);
    expect(wassersteinDistances(real, set([[1], [3]]))[0]).toBeCloseTo(2, 6);
  });

  it('the feature and step that were changed are the ones found to differ', () => {
    const values = (n: number, shift: number) => [
      n % 50,
      (n * 17) % 50,
      ((n * 31) % 50) + shift,
      (n * 7) % 50,
    ];
    const real = set(
      Array.from({ length: 200 }, (_, n) => values(n, 0)),
      2,
    );
    const generated = set(
      Array.from({ length: 200 }, (_, n) => values(n + 3, 25)),
      2,
    );
    const rejected = kolmogorovSmirnovCells(real, generated).filter(({ chance }) => chance < 0.05);
    expect(rejected.map(({ step, feature }) => [step, feature])).toEqual([[1, 0]]);
  });

  it("Kolmogorov's limit has its tabled quantiles", () => {
    // lambda 1.3581 is the 5 % point; with huge samples Stephens' correction vanishes
    expect(kolmogorovSmirnovChance(1.3581 / Math.sqrt(5e7), 1e8, 1e8)).toBeCloseTo(0.05, 4);
    expect(kolmogorovSmirnovChance(1.6276 / Math.sqrt(5e7), 1e8, 1e8)).toBeCloseTo(0.01, 4);
    expect(kolmogorovSmirnovChance(0, 10, 10)).toBe(1);
    expect(kolmogorovSmirnovChance(1, 100, 100)).toBeLessThan(1e-30);
  });

  it("Holm's correction multiplies by the tests that are left and never falls", () => {
    expect([...holm([0.01, 0.04, 0.03, 0.5])].map((p) => Number(p.toFixed(6)))).toEqual([
      0.04, 0.09, 0.09, 0.5,
    ]);
  });

  it('MDD of a set that leaves the range altogether is the mean real density', () => {
    const real = set(Array.from({ length: 100 }, (_, n) => [0, n / 99]));
    const away = set(Array.from({ length: 100 }, () => [0, 5]));
    // 50 bins of width 1/50, densities add up to 50
    expect(marginalDistributionDifference(real, away)).toBeCloseTo(1, 5);
  });
});

describe('spectral distance', () => {
  const tone = (cycles: number, shift = 0) =>
    set([Array.from({ length: 16 }, (_, t) => Math.sin((2 * Math.PI * cycles * t) / 16 + shift) + 3)]);

  it('a tone has all its power at its own frequency, whatever its level', () => {
    const shares = [...powerShares(tone(3))[0]!];
    expect(shares[2]).toBeCloseTo(1, 6);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it('is 0 for a shifted tone, 1 for another tone, 1 against a constant, 0 of two constants', () => {
    const still = set([new Array(16).fill(2)]);
    expect(spectralDistances(tone(3), tone(3, 1))[0]).toBeCloseTo(0, 6);
    expect(spectralDistances(tone(3), tone(4))[0]).toBeCloseTo(1, 6);
    expect(spectralDistances(tone(3), still)[0]).toBe(1);
    expect(spectralDistances(still, still)[0]).toBe(0);
  });
});

describe('maximum mean discrepancy', () => {
  it('of two points against two others is what the kernel says by hand', () => {
    const [real, generated] = [set([[0], [2]]), set([[0], [4]])];
    const tables = squareTables(real, generated);
    const k = (d: number) => Math.exp((-d * d) / 2);
    const across = (k(0) + k(4) + k(2) + k(2)) / 4;
    expect(discrepancy(tables, [1]).unbiased).toBeCloseTo(k(2) + k(4) - 2 * across, 12);
    expect(discrepancy(tables, [1]).biased).toBeCloseTo(
      (2 + 2 * k(2)) / 4 + (2 + 2 * k(4)) / 4 - 2 * across,
      12,
    );
    expect(medianDistance(tables.real)).toBe(1); // 0, 0, 2, 2
  });
});

describe('tails and falls', () => {
  it('the deepest fall is from an earlier high, not from the start', () => {
    const walks = set([
      [0, 3, 1, 2, 0.5],
      [0, 1, 2, 3, 4],
    ]);
    expect([...drawdowns(walks, 0)]).toEqual([2.5, 0]);
    // distribution {0, 2.5} against {0, 0}: 1.25, over the real deviation
    const rising = set([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
    expect(drawdownDistances(rising, walks)[0]).toBeCloseTo(1.25 / Math.SQRT2, 12);
  });

  it('a shift by one deviation is a tail distance of 1, whatever happens in the middle', () => {
    const real = set(Array.from({ length: 1001 }, (_, n) => [n]));
    const unit = Math.sqrt((1001 ** 2 - 1) / 12);
    const moved = set(Array.from({ length: 1001 }, (_, n) => [n + unit]));
    const squeezed = set(Array.from({ length: 1001 }, (_, n) => [n > 20 && n < 980 ? 500 : n]));
    expect(tailDistances(real, moved)[0]).toBeCloseTo(1, 4);
    expect(tailDistances(real, squeezed)[0]).toBe(0);
  });
});
