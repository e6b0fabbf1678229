import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import type { Points } from './points.ts';
import { principalComponents, project } from './principalComponents.ts';
import { symmetricEigen } from './symmetricEigen.ts';

function pointsOf(dimensions: number, values: Float64Array): Points {
  return { count: values.length / dimensions, dimensions, features: dimensions, values };
}

/** Normal points whose spread falls from coordinate to coordinate, mixed by a rotation of neighbours. */
function cloud(count: number, dimensions: number): Points {
  const drawn = new Float32Array(count * dimensions);
  randomStream(5, 'cloud').normal(0, drawn);
  const values = Float64Array.from(drawn, (value, i) => value * 0.8 ** (i % dimensions));
  for (let i = 0; i < values.length; i += dimensions) {
    for (let d = 1; d < dimensions; d++) {
      const [x, y] = [values[i + d - 1]!, values[i + d]!];
      values[i + d - 1] = 0.8 * x - 0.6 * y;
      values[i + d] = 0.6 * x + 0.8 * y;
    }
  }
  return pointsOf(dimensions, values);
}

function covariance({ count, dimensions, values }: Points, mean: Float64Array): Float64Array {
  return Float64Array.from({ length: dimensions ** 2 }, (_, k) => {
    const [p, q] = [Math.floor(k / dimensions), k % dimensions];
    let total = 0;
    for (let i = 0; i < values.length; i += dimensions)
      total += (values[i + p]! - mean[p]!) * (values[i + q]! - mean[q]!);
    return total / count;
  });
}

describe('symmetricEigen', () => {
  it('of [[2, 1], [1, 2]] is 3 along (1, 1) and 1 across', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(Math.abs(vectors[0]![0]! + vectors[0]![1]!)).toBeCloseTo(Math.SQRT2, 12);
  });

  it('puts the matrix together again', () => {
    const n = 9;
    const matrix = covariance(cloud(30, n), new Float64Array(n));
    const { values, vectors } = symmetricEigen(matrix, n);
    for (let k = 0; k < n * n; k++) {
      const entry = vectors.reduce(
        (total, vector, i) => total + values[i]! * vector[Math.floor(k / n)]! * vector[k % n]!,
        0,
      );
      expect(entry).toBeCloseTo(matrix[k]!, 10);
    }
  });
});

describe('principalComponents', () => {
  it('of points on a line are its direction and its variance', () => {
    const points = pointsOf(2, Float64Array.from([-2, -1, 0, 1, 2].flatMap((t) => [10 + 3 * t, 20 + 4 * t])));
    const { mean, directions, variances, totalVariance } = principalComponents(points);
    expect(Array.from(mean)).toEqual([10, 20]);
    expect(directions[0]![0]).toBeCloseTo(0.6, 12);
    expect(directions[0]![1]).toBeCloseTo(0.8, 12);
    expect(variances[0]).toBeCloseTo(50, 10);
    expect(variances[1]).toBeCloseTo(0, 10);
    expect(totalVariance).toBeCloseTo(50, 10);
  });

  it('agree with the eigenvectors of the covariance where the iteration has to settle', () => {
    const points = cloud(200, 40);
    const { mean, directions, variances } = principalComponents(points, 2);
    const exact = symmetricEigen(covariance(points, mean), 40);
    for (const k of [0, 1]) {
      expect(variances[k]).toBeCloseTo(exact.values[k]!, 7);
      const cosine = directions[k]!.reduce((total, value, d) => total + value * exact.vectors[k]![d]!, 0);
      expect(Math.abs(cosine)).toBeCloseTo(1, 6);
    }
  });

  it('give coordinates with the variances of the components, and the mean at the origin', () => {
    const points = cloud(100, 30);
    const components = principalComponents(points, 2);
    const { values } = project(components, points);
    for (const k of [0, 1]) {
      const coordinates = Array.from({ length: 100 }, (_, n) => values[2 * n + k]!);
      expect(coordinates.reduce((a, b) => a + b, 0) / 100).toBeCloseTo(0, 10);
      expect(coordinates.reduce((a, b) => a + b * b, 0) / 100).toBeCloseTo(components.variances[k]!, 6);
    }
  });

  it('are the same bytes each time', () => {
    expect(principalComponents(cloud(50, 20))).toEqual(principalComponents(cloud(50, 20)));
  });

  it('hold for one point, one dimension, and fewer points than dimensions', () => {
    expect(principalComponents(pointsOf(3, Float64Array.of(1, 2, 3))).totalVariance).toBe(0);
    const line = principalComponents(pointsOf(1, Float64Array.of(1, 3)));
    expect(line.directions).toHaveLength(1);
    expect(line.variances[0]).toBeCloseTo(1, 12);
    const few = principalComponents(cloud(3, 50));
    expect(few.variances[0]! + few.variances[1]!).toBeCloseTo(few.totalVariance, 8);
  });
});
