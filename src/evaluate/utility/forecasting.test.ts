import { describe, expect, it } from 'vitest';
import { timeganSines } from '../calibration/sines.ts';
import { controlGenerators } from '../controls/generators.ts';
import type { Measurement } from '../metric.ts';
import { part, type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { forecastingMetric } from './forecasting.ts';
import { fitForecaster, forecastError, solveSymmetric } from './ridgeForecast.ts';

describe('the ridge forecaster', () => {
  it('solves a system by hand', () => {
    // [[4, 2], [2, 3]] w = [8, 7]: w = [1.25, 1.5]
    const found = solveSymmetric(Float64Array.of(4, 0, 2, 3), Float64Array.of(8, 7), 2, 1);
    expect([...found].map((w) => Number(w.toFixed(12)))).toEqual([1.25, 1.5]);
  });

  it('finds the rule x[t] = 0.5 x[t-1] - 0.25 x[t-2] + 1', () => {
    const values: number[] = [];
    for (let n = 0; n < 40; n++) {
      const walk = [Math.sin(n * 3), Math.cos(n * 7)];
      for (let t = 2; t < 6; t++) walk.push(0.5 * walk[t - 1]! - 0.25 * walk[t - 2]! + 1);
      values.push(...walk);
    }
    const set = sequenceSet(Float32Array.from(values), 6, 1);
    const forecaster = fitForecaster(set, 2, 0);
    expect([...forecaster.weights].map((w) => Number(w.toFixed(4)))).toEqual([-0.25, 0.5, 1]);
    expect(forecastError(forecaster, set)).toBeLessThan(1e-5);
  });
});

describe('forecasting, trained on generated', () => {
  const all = timeganSines(300, 12, 3);
  const real = part(all, 0, 150);
  const measure = (generated: SequenceSet, heldOut?: SequenceSet) =>
    forecastingMetric.compute({
      real,
      generated,
      heldOut,
      featureNames: ['a', 'b', 'c'],
      seed: 1,
      progress: () => {},
      memo: (_, compute) => compute(),
    }) as Measurement;

  it('is about 1 for fresh real sequences, with a held-out set or without', () => {
    const fresh = part(all, 150, 300);
    expect(measure(fresh).value).toBeGreaterThan(0.8);
    expect(measure(fresh).value).toBeLessThan(1.2);
    expect(measure(fresh, timeganSines(100, 12, 3, 9)).value).toBeLessThan(1.2);
  });

  it.each(['noise', 'shuffled-time', 'constant'])('is many times larger for %s', (id) => {
    const control = controlGenerators.find((one) => one.id === id)!;
    expect(measure(control.make(real, 1)).value).toBeGreaterThan(3);
  });

  it('warns when real sequences cannot be forecast', () => {
    const noise = controlGenerators.find(({ id }) => id === 'noise')!;
    const context = {
      featureNames: ['a', 'b', 'c'],
      seed: 1,
      progress: () => {},
      memo: <T>(_: string, f: () => T) => f(),
    };
    const { warnings } = forecastingMetric.compute({
      ...context,
      real: noise.make(real, 1),
      generated: noise.make(real, 2),
    }) as Measurement;
    expect(warnings).toEqual(['even a forecaster trained on real sequences does no better than their mean']);
  });
});
