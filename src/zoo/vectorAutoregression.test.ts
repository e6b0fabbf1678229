import { expect, it } from 'vitest';
import { randomStream } from '../random/stream.ts';
import { cholesky, solveRidge } from './linear.ts';
import { fitAutoregression } from './vectorAutoregression.ts';

it('finds the coefficients and the noise that made a series', () => {
  const [count, length, features] = [400, 12, 2];
  const noise = new Float32Array(count * length * features);
  randomStream(2, 'e').normal(0, noise);
  const values = new Float32Array(noise.length);
  for (let i = 0; i < values.length; i++) {
    const t = Math.floor(i / features) % length;
    const first = t > 0 ? values[i - features - (i % features)]! : 0;
    values[i] = i % 2 === 0 ? 0.2 + 0.6 * first + 0.1 * noise[i]! : 0.5 * first + 0.2 * noise[i]!;
  }
  const { coefficients, noise: lower } = fitAutoregression({ count, length, features, values }, 1);
  // rows: x_(t-1) of both features, x_(t-2) of both, one; columns: what is predicted
  const expected = [0.6, 0.5, 0, 0, 0, 0, 0, 0, 0.2, 0];
  coefficients.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!), `coefficient ${i}`).toBeLessThan(0.06);
  });
  expect(lower[0]).toBeCloseTo(0.1, 2);
  expect(lower[3]).toBeCloseTo(0.2, 2);
});

it('a covariance of two equal columns is drawn from as two equal columns', () => {
  expect([...cholesky(Float64Array.of(4, 4, 4, 4), 2)]).toEqual([2, 0, 2, 0]);
});

it('solves a system', () => {
  const x = solveRidge(Float64Array.of(4, 1, 1, 3), 2, Float64Array.of(9, 5, 7, 2), 2, 0);
  // A X = B with X = [[20, 13], [19, 3]] / 11
  [20 / 11, 13 / 11, 19 / 11, 3 / 11].forEach((value, i) => {
    expect(x[i]).toBeCloseTo(value, 12);
  });
});
