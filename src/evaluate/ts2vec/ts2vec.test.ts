import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { drawCrop } from './crops.ts';
import { symmetricEigenvalues } from './eigenvalues.ts';

describe('eigenvalues of a symmetric matrix', () => {
  it('of the second difference are 2 - 2 cos(k pi / (n + 1))', () => {
    const n = 50;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      matrix[i * n + i] = 2;
      if (i > 0) matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
    }
    symmetricEigenvalues(matrix, n).forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 12);
    });
  });

  it('are those that a full matrix was made of, repeated and zero ones too', () => {
    const n = 40;
    const wanted = Float64Array.from({ length: n }, (_, i) => Math.floor(i / 4)); // 0 0 0 0 1 1 1 1 ...
    // A = H diag H with a reflection H = I - 2 v v' / v'v
    const v = new Float32Array(n);
    randomStream(3, 'direction').normal(0, v);
    const square = v.reduce((total, x) => total + x * x, 0);
    const h = (i: number, j: number) => Number(i === j) - (2 * v[i]! * v[j]!) / square;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++)
        for (let k = 0; k < n; k++) matrix[i * n + j]! += h(i, k) * wanted[k]! * h(k, j);
    }
    symmetricEigenvalues(matrix, n).forEach((value, k) => {
      expect(value).toBeCloseTo(wanted[k]!, 10);
    });
  });

  it('of one number, of nothing but zeros, and of a pair are right', () => {
    expect([...symmetricEigenvalues(Float64Array.of(-3), 1)]).toEqual([-3]);
    expect([...symmetricEigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
    const [low, high] = symmetricEigenvalues(Float64Array.of(1, 2, 2, 1), 2);
    expect([low, high]).toEqual([expect.closeTo(-1, 12), expect.closeTo(3, 12)]);
  });
});

describe('crops', () => {
  it('overlap in at least two steps and stay within the sequence', () => {
    const uniform = fc.double({ min: 0, max: 1 - 2 ** -24, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.array(uniform, { minLength: 9, maxLength: 9 }),
        (length, draws) => {
          let used = 0;
          const { start, left, right, end, offsets } = drawCrop(length, 4, () => draws[used++]!);
          expect(right - left).toBeGreaterThanOrEqual(2);
          expect(0 <= start && start <= left && right <= end && end <= length).toBe(true);
          for (const offset of offsets) {
            expect(start + offset).toBeGreaterThanOrEqual(0);
            expect(end + offset).toBeLessThanOrEqual(length);
          }
        },
      ),
    );
  });
});
