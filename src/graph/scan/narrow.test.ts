import { describe, expect, it } from 'vitest';
import * as g from '../index.ts';
import { narrowProduct } from './narrow.ts';

const [a, b] = [g.input('a', [3, 4]), g.input('b', [4, 7])];
const values = {
  a: Float64Array.from({ length: 12 }, (_, i) => Math.sin(i)),
  b: Float64Array.from({ length: 28 }, (_, i) => Math.cos(i)),
};

function expectSameValues(cut: g.Tensor, given: Readonly<Record<string, Float64Array>> = values) {
  const narrowed = narrowProduct(cut)!;
  expect(narrowed.node.operator.name).toBe('matmul');
  expect(narrowed.shape).toEqual(cut.shape);
  const { before, after } = g.evaluateProgram(g.program({ before: cut, after: narrowed }), given);
  expect([...after!.data]).toEqual([...before!.data]);
}

describe('some columns of a product', () => {
  it.each([
    [0, 3],
    [2, 4],
    [6, 1],
  ])('are the product with those columns: %i and the next, %i in all', (start, size) => {
    expectSameValues(g.slice(g.matmul(a, b), 1, { start, size }));
  });

  it('are, cut by a split too', () => {
    for (const part of g.split(g.matmul(a, b), 1, [2, 4, 1])) expectSameValues(part);
  });

  it('come from the rows of a right side that is transposed on the fly', () => {
    const x = g.input('x', [3, 4]);
    const [slope] = g.vectorJacobianProduct([g.matmul(x, b)], [g.input('dy', [3, 7])], [x]);
    expect(slope!.node.attributes.transposeB).toBe(true);
    const dy = Float64Array.from({ length: 21 }, (_, i) => Math.sin(2 * i));
    expectSameValues(g.slice(slope!, 1, { start: 1, size: 2 }), { b: values.b, dy });
  });

  it('are left alone where they are rows, every second column, or no product', () => {
    const product = g.matmul(a, b);
    const others = [
      g.slice(product, 0, { size: 2 }),
      g.slice(product, 1, { step: 2 }),
      g.slice(g.tanh(product), 1, { size: 2 }),
      g.split(product, 0, [1, 2])[0]!,
      product,
    ];
    expect(others.map(narrowProduct)).toEqual(others.map(() => undefined));
  });
});
