import { describe, expect, it } from 'vitest';
import type { Shape } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import {
  fanIn,
  filled,
  gateBias,
  glorot,
  gru,
  lstm,
  normal,
  orthogonal,
  uniformWithin,
  zero,
} from './index.ts';

const stream = (seed = 1) => randomStream(seed, 'weight');
const largest = (values: Float32Array) => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const variance = (values: Float32Array) => values.reduce((total, x) => total + x * x, 0) / values.length;

/** The largest entry of |W W' - I| over the rows `from` to `to` of W [.., columns]. */
function distanceFromOrthonormal(w: Float32Array, columns: number, from: number, to: number): number {
  let worst = 0;
  for (let i = from; i < to; i++) {
    for (let j = from; j <= i; j++) {
      let product = 0;
      for (let c = 0; c < columns; c++) product += w[i * columns + c]! * w[j * columns + c]!;
      worst = Math.max(worst, Math.abs(product - (i === j ? 1 : 0)));
    }
  }
  return worst;
}

describe('orthogonal', () => {
  it.each([[[1, 1]], [[4, 1]], [[3, 3]], [[12, 4]], [[256, 64]], [[512, 512]], [[10, 4]], [[3, 8]]])(
    'gives blocks of orthonormal rows for %j',
    (shape) => {
      const [rows, columns] = shape as [number, number];
      const w = orthogonal(shape, stream());
      expect(w.length).toBe(rows * columns);
      for (let from = 0; from < rows; from += columns) {
        const to = Math.min(from + columns, rows);
        expect(distanceFromOrthonormal(w, columns, from, to)).toBeLessThan(1e-6);
      }
    },
  );

  it('is what every hidden weight of a recurrent layer starts from', () => {
    for (const layer of [lstm, gru].map((create) => create({ inputs: 3, hidden: 4, layers: 2 }))) {
      for (const name of ['weight_hh_l0', 'weight_hh_l1']) {
        const { shape, initialize } = layer.parameters[name]!;
        const w = initialize(shape, stream());
        for (let from = 0; from < shape[0]!; from += 4) {
          expect(distanceFromOrthonormal(w, 4, from, from + 4), name).toBeLessThan(1e-6);
        }
      }
    }
  });

  it('gives the gates blocks of their own', () => {
    const w = orthogonal([8, 4], stream());
    expect([...w.slice(0, 16)]).not.toEqual([...w.slice(16)]);
  });

  it('prefers no direction: every element of a 3 by 3 has mean 0 and variance 1/3, and both determinants occur', () => {
    const draws = 4000;
    const total = new Float64Array(9);
    const squares = new Float64Array(9);
    let rotations = 0;
    for (let seed = 0; seed < draws; seed++) {
      const w = orthogonal([3, 3], stream(seed));
      w.forEach((x, i) => {
        total[i]! += x / draws;
        squares[i]! += (x * x) / draws;
      });
      const [a, b, c, d, e, f, g, h, i] = w as unknown as number[] & { length: 9 };
      rotations += Number(a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!) > 0);
    }
    // E x^4 = 3 / (n (n + 2)) = 1/5 on the sphere
    for (const mean of total) expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(1 / 3 / draws));
    for (const mean of squares)
      expect(Math.abs(mean - 1 / 3)).toBeLessThan(5 * Math.sqrt((1 / 5 - 1 / 9) / draws));
    expect(Math.abs(rotations / draws - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 4 / draws));
  });
});

describe('biases at the start', () => {
  const biasOf = (layer: ReturnType<typeof lstm>, name: string) => {
    const { shape, initialize } = layer.parameters[name]!;
    return [...initialize(shape, stream())];
  };
  const sumOf = (layer: ReturnType<typeof lstm>, end: string) => {
    const hidden = biasOf(layer, `bias_hh_${end}`);
    return biasOf(layer, `bias_ih_${end}`).map((x, i) => x + hidden[i]!);
  };

  it('of an LSTM is one for the forget gate, i f g o, in every layer and direction, and zero beside it', () => {
    const layer = lstm({ inputs: 3, hidden: 2, layers: 2, bidirectional: true });
    for (const end of ['l0', 'l0_reverse', 'l1', 'l1_reverse']) {
      expect(sumOf(layer, end)).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    }
  });

  it("of a GRU is zero in PyTorch's convention", () => {
    expect(sumOf(gru({ inputs: 3, hidden: 2 }), 'l0')).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("of a GRU is one for both gates in TensorFlow 1's", () => {
    const layer = gru({ inputs: 3, hidden: 2, convention: 'tensorflow1' });
    expect(sumOf(layer, 'l0')).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('fills one block of the gates', () => {
    expect([...gateBias(2, 3, 0.5)([6], stream())]).toEqual([0, 0, 0, 0, 0.5, 0.5]);
  });
});

describe('random initialisers', () => {
  const cases: readonly [name: string, initialize: typeof glorot, shape: Shape, bound: number][] = [
    ['glorot of a matrix', glorot, [300, 100], Math.sqrt(6 / 400)],
    ['glorot of a kernel', glorot, [40, 20, 5], Math.sqrt(6 / (60 * 5))],
    ['fanIn of a matrix', fanIn, [100, 300], Math.sqrt(1 / 300)],
    ['fanIn of a kernel', fanIn, [40, 20, 5], Math.sqrt(1 / 100)],
    ['uniformWithin', uniformWithin(0.25), [5000], 0.25],
  ];
  it.each(cases)('%s fills its interval and no more', (_, initialize, shape, bound) => {
    const values = initialize(shape, stream());
    expect(largest(values)).toBeLessThanOrEqual(Math.fround(bound));
    expect(largest(values)).toBeGreaterThan(bound * 0.99);
    expect(Math.abs(variance(values) / (bound ** 2 / 3) - 1)).toBeLessThan(0.05);
  });

  it('normal has the deviation asked for', () => {
    expect(Math.abs(variance(normal(0.02)([200, 100], stream())) / 0.02 ** 2 - 1)).toBeLessThan(0.05);
  });

  it.each([
    ['orthogonal', orthogonal],
    ['glorot', glorot],
    ['fanIn', fanIn],
    ['normal', normal(1)],
  ])('%s is the same for the same stream, another for another seed', (_, initialize) => {
    const first = initialize([6, 4], stream(1));
    expect(initialize([6, 4], stream(1))).toEqual(first);
    expect(initialize([6, 4], stream(2))).not.toEqual(first);
  });

  it('zero and filled are what they say', () => {
    expect([...zero([2, 2], stream()), ...filled(3)([2], stream())]).toEqual([0, 0, 0, 0, 3, 3]);
  });
});
