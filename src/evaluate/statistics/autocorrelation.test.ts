import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { sequenceSet } from '../sequenceSet.ts';
import { autocorrelation, autocorrelationDifference, largestLag, timeStructure } from './autocorrelation.ts';

const stocks = '../shared/data/timegan/stock_data.csv';
const golden = '../shared/data/calibration/golden_metrics.json';

describe('autocorrelation', () => {
  it('of 1, -1, 1, -1 alternates', () => {
    const set = sequenceSet(Float32Array.of(1, -1, 1, -1, 1, -1, 1, -1), 4, 1);
    expect(Array.from(autocorrelation(set)[0]!)).toEqual([1, -1, 1, -1]);
  });

  it('is centred by the whole set and averaged over the pairs there are', () => {
    // Mean 3, variance 5: lag 1 is mean(-3 * -1, 1 * 3), sequences [0, 2] and [4, 6].
    const set = sequenceSet(Float32Array.of(0, 2, 4, 6), 2, 1);
    expect(autocorrelation(set)[0]![1]).toBeCloseTo(3 / 5, 12);
  });

  it('of an autoregression falls by its factor', () => {
    const phi = 0.8;
    const [count, length] = [400, 60];
    const noise = new Float32Array(count * length);
    randomStream(3, 'autoregression').normal(0, noise);
    const values = noise.map((_, i) => noise[i]!);
    for (let i = 0; i < values.length; i++) {
      values[i] =
        i % length === 0
          ? noise[i]! / Math.sqrt(1 - phi * phi)
          : Math.fround(phi * values[i - 1]! + noise[i]!);
    }
    const [series] = autocorrelation(sequenceSet(values, length, 1));
    for (const lag of [1, 2, 5, 10]) expect(series![lag]).toBeCloseTo(phi ** lag, 1);
  });

  it('keeps features apart, has r_0 = 1, stops at the largest lag, and is undefined for a constant', () => {
    const values = Float32Array.from({ length: 2 * 100 * 2 }, (_, i) => (i % 2 === 0 ? Math.sin(i) : 0.1));
    const [sine, constant] = autocorrelation(sequenceSet(values, 100, 2));
    expect(sine).toHaveLength(largestLag + 1);
    expect(sine![0]).toBeCloseTo(1, 12);
    expect(constant!.every(Number.isNaN)).toBe(true);
  });

  it('differs from itself by 0, from shuffled time by its structure, and a constant has lost all of it', () => {
    const [a, b] = [Float64Array.of(1, 0.5, -0.25), Float64Array.of(1, 0, 0)];
    expect(autocorrelationDifference(a, a)).toBe(0);
    expect(autocorrelationDifference(a, b)).toBe(0.375);
    expect(autocorrelationDifference(b, a)).toBe(0.375);
    expect(timeStructure(a)).toBe(0.375);
    expect(autocorrelationDifference(a, Float64Array.of(NaN, NaN, NaN))).toBe(0.375);
    expect(autocorrelationDifference(Float64Array.of(1), Float64Array.of(1))).toBeNaN();
  });

  it.skipIf(!existsSync(stocks) || !existsSync(golden))(
    'gives the published ACD of the calibration fixture (skipped without the shared data)',
    () => {
      const expected = JSON.parse(readFileSync(golden, 'utf8')).real_vs_fake.ACD;
      const rows = readFileSync(stocks, 'utf8').trim().split(/\r?\n/).slice(1);
      const table = rows.map((row) => row.split(',').map(Number));
      const features = table[0]!.length;
      const low = table[0]!.map((_, f) => Math.min(...table.map((row) => row[f]!)));
      const high = table[0]!.map((_, f) => Math.max(...table.map((row) => row[f]!)));
      const windows = (first: number) =>
        sequenceSet(
          Float32Array.from({ length: 200 * 24 * features }, (_, i) => {
            const f = i % features;
            const step = Math.floor(i / features);
            const value = table[first + Math.floor(step / 24) + (step % 24)]![f]!;
            return (value - low[f]!) / (high[f]! - low[f]! + 1e-7);
          }),
          24,
          features,
        );
      const real = autocorrelation(windows(0));
      const fake = autocorrelation(windows(2000));
      const distances = real.map((series, f) => Math.hypot(...series.map((r, lag) => r - fake[f]![lag]!)));
      const acd = distances.reduce((sum, distance) => sum + distance, 0) / features;
      expect(acd).toBeCloseTo(expected, 5);
    },
  );
});
