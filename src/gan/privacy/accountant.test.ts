import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountant, noiseFor } from './accountant.ts';
import renyi from './fixtures/renyi.json' with { type: 'json' };
import { renyiDivergence } from './sampledGaussian.ts';

describe('the divergence of the sampled Gaussian mechanism', () => {
  it.each(renyi.divergences)('is what SciPy integrates: q $rate, s $noise, order $order', (at) => {
    const found = renyiDivergence(at.rate, at.noise, at.order);
    // log A itself is what both compute, to eleven digits beside 1
    expect(Math.abs(found - at.with) * (at.order - 1)).toBeLessThan(1e-11 + 1e-8 * at.with * (at.order - 1));
    // the one direction that is counted is the greater one
    expect(at.without).toBeLessThanOrEqual(found * (1 + 1e-6) + 1e-10);
  });

  it('is that of 50 updates which TensorFlow Privacy publishes in its tests (q 0.01, s 2.5)', () => {
    const published = [
      [1.5, 6.5007e-4],
      [2.5, 1.0854e-3],
      [5, 2.1808e-3],
      [50, 2.3846e-2],
      [100, 1.6742e2],
    ] as const;
    for (const [order, value] of published) {
      expect((50 * renyiDivergence(0.01, 2.5, order)) / value, `${order}`).toBeCloseTo(1, 3.9);
    }
  });

  it('is order / 2 s^2 where every sequence is taken, and 0 where none is', () => {
    expect(renyiDivergence(1, 2.7, 3.1)).toBeCloseTo(3.1 / (2 * 2.7 ** 2), 12);
    expect(renyiDivergence(0, 1, 2)).toBe(0);
  });

  it('goes on smoothly from whole orders to those between them', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 0.9, noNaN: true }),
        fc.double({ min: 0.3, max: 10, noNaN: true }),
        fc.integer({ min: 2, max: 40 }),
        (rate, noise, order) => {
          const [whole, beside] = [order, order + 1e-7].map((o) => renyiDivergence(rate, noise, o) * (o - 1));
          expect(Math.abs(beside! - whole!)).toBeLessThan(1e-9 + 1e-5 * whole!);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('epsilon', () => {
  const mnist = (noise: number, epochs: number) => {
    const updates = epochs * Math.floor(60_000 / 256);
    return (conversion: 'classic' | 'improved') =>
      accountant({ rate: 256 / 60_000, noise }).epsilon(updates, 1e-5, conversion);
  };

  it.each([
    // TensorFlow Privacy, tutorials/README.md, delta 1e-5, batch 256 of 60,000, conversion of Mironov 2017
    [1.12, 60, 2.92],
    [0.6, 30, 9.74],
    [1.2, 10, 1.2],
    // Bu, Dong, Long and Su 2020, figure 4: the moments accountant
    [1.3, 20, 1.34],
    [0.7, 70, 8.68],
  ])(
    'by the classic conversion is that of published trainings on MNIST: noise %d, %d epochs',
    (noise, epochs, published) => {
      expect(Math.abs(mnist(noise, epochs)('classic') - published)).toBeLessThan(0.02);
      expect(mnist(noise, epochs)('improved')).toBeLessThan(mnist(noise, epochs)('classic'));
    },
  );

  it('is that of Abadi et al. 2016, section 5.2: q 0.01, s 4, delta 1e-5, 10,000 updates: 1.26', () => {
    const { epsilon } = accountant({ rate: 0.01, noise: 4 });
    expect(Math.abs(epsilon(10_000, 1e-5, 'classic') - 1.26)).toBeLessThan(0.01);
  });

  it.each(renyi.gaussian)(
    'without sampling lies a little above the exact one: $uses uses, s $noise',
    (at) => {
      const found = accountant({ rate: 1, noise: at.noise }).epsilon(at.uses, at.delta);
      expect(found).toBeGreaterThanOrEqual(at.epsilon);
      expect(found).toBeLessThan(1.15 * at.epsilon);
    },
  );

  it.each(renyi.once)('of one update lies above the exact one: q $rate, s $noise', (at) => {
    expect(accountant(at).epsilon(1, at.delta)).toBeGreaterThanOrEqual(at.epsilon);
  });

  it('grows with updates and with the rate, and falls with noise and delta', () => {
    const at = (rate: number, noise: number, updates: number, delta: number) =>
      accountant({ rate, noise }).epsilon(updates, delta);
    const base = at(0.02, 1.5, 500, 1e-5);
    expect(base).toBeGreaterThan(0);
    expect(at(0.02, 1.5, 501, 1e-5)).toBeGreaterThan(base);
    expect(at(0.021, 1.5, 500, 1e-5)).toBeGreaterThan(base);
    expect(at(0.02, 1.6, 500, 1e-5)).toBeLessThan(base);
    expect(at(0.02, 1.5, 500, 2e-5)).toBeLessThan(base);
    expect(at(0.02, 1.5, 0, 1e-5)).toBe(0);
  });
});

describe('what a budget buys', () => {
  it('is the last number of updates within it', () => {
    const { epsilon, affordable } = accountant({ rate: 0.05, noise: 1.2 });
    for (const budget of [0.5, 3, 12]) {
      const updates = affordable(budget, 1e-5);
      expect(epsilon(updates, 1e-5)).toBeLessThanOrEqual(budget);
      expect(epsilon(updates + 1, 1e-5)).toBeGreaterThan(budget);
    }
    expect(affordable(1e-3, 1e-5)).toBe(0);
  });

  it('is the least noise, to four digits, for the updates that are planned', () => {
    for (const [budget, rate, updates] of [
      [1, 0.01, 2000],
      [3, 0.12, 3000],
      [10, 0.5, 500],
      [0.5, 1, 10],
    ] as const) {
      const noise = noiseFor(budget, { rate, updates, delta: 1e-5 })!;
      expect(accountant({ rate, noise }).epsilon(updates, 1e-5)).toBeLessThanOrEqual(budget);
      expect(accountant({ rate, noise: 0.998 * noise }).epsilon(updates, 1e-5)).toBeGreaterThan(budget);
    }
    expect(noiseFor(1e-9, { rate: 1, updates: 1_000_000, delta: 1e-12 })).toBeUndefined();
  });
});
