import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceSet } from '../sequenceSet.ts';
import { correlationDifference, correlationMatrix } from './correlation.ts';

/** One sequence of the given columns. */
const ofColumns = (...columns: readonly (readonly number[])[]) =>
  sequenceSet(
    Float32Array.from({ length: columns[0]!.length * columns.length }, (_, i) => {
      return columns[i % columns.length]![Math.floor(i / columns.length)]!;
    }),
    columns[0]!.length,
    columns.length,
  );

describe('correlationMatrix', () => {
  it('is 1 for a multiple, -1 for its opposite, and 0.5 for a case by hand', () => {
    const matrix = correlationMatrix(ofColumns([1, 2, 3], [2, 4, 6], [-1, -2, -3], [1, 3, 2]));
    const rounded = Array.from(matrix.subarray(0, 4), (value) => Number(value.toFixed(12)));
    expect(rounded).toEqual([1, 1, -1, 0.5]);
  });

  it('is symmetric, within -1 and 1, with ones on the diagonal', () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 12, maxLength: 12 }), (values) => {
        const set = sequenceSet(Float32Array.from(values), 4, 3);
        const matrix = correlationMatrix(set);
        for (let f = 0; f < 3; f++) {
          for (let g = 0; g < 3; g++) {
            expect(matrix[f * 3 + g]).toBe(matrix[g * 3 + f]);
            if (!Number.isNaN(matrix[f * 3 + g]!))
              expect(Math.abs(matrix[f * 3 + g]!)).toBeLessThanOrEqual(1);
          }
          expect(Number.isNaN(matrix[f * 4]!) || matrix[f * 4] === 1).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the unit of a column', () => {
    const [a, b] = [
      [1, 5, 2, 8],
      [3, 1, 4, 1],
    ];
    const scaled = correlationMatrix(
      ofColumns(
        a!.map((x) => 1e5 + 100 * x),
        b!,
      ),
    );
    expect(scaled[1]).toBeCloseTo(correlationMatrix(ofColumns(a!, b!))[1]!, 6);
  });

  it('is undefined for a constant column, though its mean is rounded', () => {
    const matrix = correlationMatrix(
      ofColumns(
        Array.from({ length: 7 }, () => 0.1),
        [1, 2, 3, 4, 5, 6, 7],
      ),
    );
    expect(Array.from(matrix)).toEqual([NaN, NaN, NaN, 1]);
  });
});

describe('correlationDifference', () => {
  it('is absolute, leaves the diagonal out, and counts a lost column as unrelated', () => {
    const first = Float64Array.of(1, 0.5, 0.5, 1);
    const difference = (...second: number[]) =>
      Array.from(correlationDifference(first, Float64Array.from(second)));
    expect(difference(1, -0.25, -0.25, 1)).toEqual([NaN, 0.75, 0.75, NaN]);
    expect(difference(1, 0.5, 0.5, 1)).toEqual([NaN, 0, 0, NaN]);
    expect(difference(1, NaN, NaN, NaN)).toEqual([NaN, 0.5, 0.5, NaN]);
  });
});
