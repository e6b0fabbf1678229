import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import * as g from '../graph/index.ts';
import { lowerProgram } from './lower.ts';
import { productSums } from './productSums.ts';

const [a, b] = [g.input('a', [3, 4]), g.input('b', [4, 2])];
const sumsOf = (outputs: readonly g.Tensor[]) => productSums(g.ancestors(outputs), outputs);

describe('a sum takes a product in', () => {
  it.each([
    ['whose other term has its shape', g.input('c', [3, 2])],
    ['whose other term is a row', g.input('c', [2])],
    ['whose other term is a number', g.scalar(2)],
  ])('%s', (_, c) => {
    const product = g.matmul(a, b);
    for (const sum of [g.add(product, c), g.add(c, product)]) {
      expect([...sumsOf([sum])]).toEqual([[sum.node, { product: product.node, addend: c }]]);
    }
  });

  it('of two, one of them', () => {
    const sum = g.add(g.matmul(a, b), g.matmul(g.tanh(a), b));
    expect(sumsOf([sum]).size).toBe(1);
  });
});

describe('a product stays by itself', () => {
  const product = g.matmul(a, b);
  const row = g.input('row', [2]);
  it.each([
    ['where something else reads it', [g.add(product, row), g.tanh(product)]],
    ['where it is a result', [g.add(product, row), product]],
    ['where the sum is twice the product', [g.add(product, product)]],
    ['where the sum is larger', [g.add(product, g.input('c', [5, 3, 2]))]],
    [
      'where it is a batch of products',
      [g.add(g.matmul(g.input('p', [2, 3, 4]), g.input('q', [2, 4, 2])), row)],
    ],
  ])('%s', (_, outputs) => {
    expect(sumsOf(outputs).size).toBe(0);
  });
});

it('a product with a sum gives the values of the two, with either side transposed', async () => {
  const [x, w, dy] = [g.input('x', [3, 4]), g.input('w', [4, 2]), g.input('dy', [3, 2])];
  const y = g.matmul(x, w);
  const [dx, dw] = g.vectorJacobianProduct([y], [dy], [x, w]);
  const program = g.program({
    y: g.add(y, g.input('row', [2])),
    dx: g.add(g.input('before', [3, 4]), dx!),
    dw: g.add(dw!, 1),
  });
  expect(sumsOf(Object.values(program.outputs)).size).toBe(3);
  const wave = (size: number, pace: number) =>
    Float32Array.from({ length: size }, (_, i) => Math.sin(pace * i));
  const given = Object.fromEntries(
    Object.entries(program.inputs).map(([name, { shape }], i) => [name, wave(g.sizeOf(shape), i + 1)]),
  );
  const session = await ort.InferenceSession.create(lowerProgram(program));
  const feeds = Object.fromEntries(
    Object.entries(given).map(([name, data]) => [
      name,
      new ort.Tensor('float32', data, [...program.inputs[name]!.shape]),
    ]),
  );
  const results = await session.run(feeds);
  await session.release();
  for (const [name, { data }] of Object.entries(g.evaluateProgram(program, given))) {
    data.forEach((value, i) => {
      expect((results[name]!.data as Float32Array)[i]).toBeCloseTo(value, 5);
    });
  }
});
