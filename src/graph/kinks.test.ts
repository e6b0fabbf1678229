import { expect, it } from 'vitest';
import * as g from './index.ts';

/** The derivative at a kink is a choice. These are PyTorch's, so that a network behaves at zero as there. */
const kinks: readonly [string, (x: g.Tensor) => g.Tensor, number[], number[]][] = [
  ['relu has slope 0 at zero', g.relu, [0], [0]],
  ['leakyRelu has its small slope at zero', (x) => g.leakyRelu(x, 0.1), [0], [0.1]],
  ['abs has slope 0 at zero', g.abs, [0], [0]],
  [
    'sign and round have none anywhere',
    (x) => g.add(g.multiply(g.sign(x), 0), g.square(g.round(x))),
    [0.7, 2],
    [0, 0],
  ],
  ['equal maxima of an axis share the gradient', (x) => g.max(x), [3, 1, 3, 3], [1 / 3, 0, 1 / 3, 1 / 3]],
  [
    'of equal elements of a window of maxPool the first, row by row, has the whole gradient',
    (x) => g.maxPool(g.reshape(x, [1, 3, 3]), [3, 3]),
    [0, 5, 1, 5, 2, 5, 0, 5, 5],
    [0, 1, 0, 0, 0, 0, 0, 0, 0],
  ],
  [
    'clip passes the gradient on its bounds, not beyond',
    (x) => g.clip(x, -1, 1),
    [-2, -1, 0, 1, 2],
    [0, 1, 1, 1, 0],
  ],
];

it.each(kinks)('%s', (_, build, at, slopes) => {
  const x = g.input('x', [at.length]);
  const [dx] = g.vectorJacobianProduct([g.sum(build(x))], [g.scalar(1)], [x]);
  const found = dx ? [...g.evaluateProgram(g.program({ dx }), { x: at }).dx!.data] : at.map(() => 0);
  expect(found).toEqual(slopes);
});

it('of two equal values the whole gradient of maximum and minimum goes to the first', () => {
  for (const choose of [g.maximum, g.minimum]) {
    const [a, b] = [g.input('a', [1]), g.input('b', [1])];
    const [da, db] = g.gradients(g.sum(choose(a, b)), [a, b]);
    const { da: first, db: second } = g.evaluateProgram(g.program({ da: da!, db: db! }), { a: [2], b: [2] });
    expect([...first!.data, ...second!.data]).toEqual([1, 0]);
  }
});

it('stopGradient passes nothing back, and leaves other ways open', () => {
  const x = g.input('x', [1]);
  expect(g.vectorJacobianProduct([g.sum(g.stopGradient(x))], [g.scalar(1)], [x])).toEqual([undefined]);
  const [dx] = g.gradients(g.sum(g.multiply(g.stopGradient(g.square(x)), x)), [x]);
  expect([...g.evaluateProgram(g.program({ dx: dx! }), { x: [3] }).dx!.data]).toEqual([9]);
});
