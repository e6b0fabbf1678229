import * as g from '../../src/graph/index.ts';
import {
  expandOperator,
  reshapeOperator,
  sumOperator,
  transposeOperator,
} from '../../src/graph/operators/shape.ts';
import type { OperatorCase } from './declaration.ts';

const count = (length: number, from = 1) => Array.from({ length }, (_, i) => from + i);

export const shapeCases: readonly OperatorCase[] = [
  {
    title: 'an input alone',
    operators: [g.inputOperator],
    inputs: [{ shape: [3] }],
    build: (x) => x!,
    known: { given: [[1, 2, 3]], result: [1, 2, 3] },
  },
  {
    title: 'constant and scalar',
    operators: [g.constantOperator],
    inputs: [{ shape: [2] }],
    build: (x) => g.multiply(g.constant([1, 1.5], [2]), g.multiply(x!, g.scalar(2))),
    known: { given: [[5, 7]], result: [10, 21] },
  },
  {
    title: 'reshape',
    operators: [reshapeOperator],
    inputs: [{ shape: [2, 3] }],
    build: (x) => g.reshape(x!, [3, 1, 2]),
    known: { given: [count(6)], result: count(6) },
  },
  {
    title: 'transpose',
    operators: [transposeOperator],
    inputs: [{ shape: [2, 3] }],
    build: (x) => g.transpose(x!),
    known: { given: [count(6)], result: [1, 4, 2, 5, 3, 6] },
  },
  {
    title: 'transpose of three axes in a cycle',
    operators: [transposeOperator],
    inputs: [{ shape: [2, 3, 4] }],
    build: (x) => g.transpose(x!, [1, 2, 0]),
  },
  {
    title: 'expand',
    operators: [expandOperator],
    inputs: [{ shape: [2, 1] }],
    build: (x) => g.expand(x!, [2, 2, 3]),
    known: { given: [[1, 2]], result: [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2] },
  },
  {
    title: 'sum',
    operators: [sumOperator],
    inputs: [{ shape: [2, 3] }],
    build: (x) => [g.sum(x!, { axes: [0] }), g.sum(x!), g.sum(x!, { axes: [-1], keep: true })],
    known: { given: [count(6)], result: [5, 7, 9] },
  },
  {
    title: 'sumTo, the gradient of broadcasting',
    operators: [sumOperator],
    inputs: [{ shape: [2, 2, 3] }],
    build: (x) => [g.sumTo(x!, [2, 1]), g.sumTo(x!, [3]), g.sumTo(x!, [])],
    known: { given: [count(12)], result: [1 + 2 + 3 + 7 + 8 + 9, 4 + 5 + 6 + 10 + 11 + 12] },
  },
  {
    title: 'stopGradient',
    operators: [g.stopGradientOperator],
    inputs: [{ shape: [2], dtype: 'int32', high: 3 }, { shape: [3] }],
    // what is stopped varies with nothing that is differentiated, so that finite differences agree
    build: (indices, x) => g.multiply(g.stopGradient(g.oneHot(indices!, 3)), x!),
    known: {
      given: [
        [2, 0],
        [5, 6, 7],
      ],
      result: [0, 0, 7, 5, 0, 0],
    },
  },
];

export const indexingCases: readonly OperatorCase[] = [
  {
    title: 'slice',
    operators: [g.sliceOperator],
    inputs: [{ shape: [2, 5] }],
    build: (x) => g.slice(x!, 1, { start: 1, size: 3 }),
    known: { given: [count(10)], result: [2, 3, 4, 7, 8, 9] },
  },
  {
    title: 'slice with a step',
    operators: [g.sliceOperator],
    inputs: [{ shape: [6, 2] }],
    build: (x) => g.slice(x!, 0, { start: 1, step: 2 }),
    known: { given: [count(12)], result: [3, 4, 7, 8, 11, 12] },
  },
  {
    title: 'slice of one element',
    operators: [g.sliceOperator],
    inputs: [{ shape: [2, 4] }],
    build: (x) => g.slice(x!, -1, { start: 3, size: 1 }),
  },
  {
    title: 'pad',
    operators: [g.padOperator],
    inputs: [{ shape: [2, 2] }],
    build: (x) => g.pad(x!, { before: [0, 1], after: [1, 0] }),
    known: { given: [count(4)], result: [0, 1, 2, 0, 3, 4, 0, 0, 0] },
  },
  {
    title: 'pad between elements',
    operators: [g.padOperator],
    inputs: [{ shape: [2, 3] }],
    build: (x) => g.pad(x!, { before: [1, 0], after: [0, 1], between: [1, 2] }),
  },
  {
    title: 'pad between elements of an axis of one',
    operators: [g.padOperator],
    inputs: [{ shape: [1, 2] }],
    build: (x) => g.pad(x!, { before: [0, 0], after: [0, 0], between: [2, 0] }),
    known: { given: [count(2)], result: [1, 2] },
  },
  {
    title: 'concat',
    operators: [g.concatOperator],
    inputs: [{ shape: [2, 1] }, { shape: [2, 2] }, { shape: [2, 3] }],
    build: (...parts) => g.concat(parts, 1),
    known: { given: [[1, 2], count(4, 3), count(6, 7)], result: [1, 3, 4, 7, 8, 9, 2, 5, 6, 10, 11, 12] },
  },
  {
    title: 'concat with a part that is a constant, and along the first axis',
    operators: [g.concatOperator],
    inputs: [{ shape: [1, 2] }],
    build: (x) => g.concat([g.zeros([2, 2]), x!], -2),
  },
  {
    title: 'stack',
    operators: [g.concatOperator],
    inputs: [{ shape: [2] }, { shape: [2] }],
    build: (a, b) => [g.stack([a!, b!], -1), g.stack([a!, b!]), g.stack([a!, b!], 1)],
    known: {
      given: [
        [1, 2],
        [3, 4],
      ],
      result: [1, 3, 2, 4],
    },
  },
  {
    title: 'split',
    operators: [g.splitOperator],
    inputs: [{ shape: [2, 5] }],
    build: (x) => {
      const [a, b, c] = g.split(x!, 1, [1, 2, 2]);
      return [g.multiply(b!, c!), a!];
    },
    known: { given: [count(10)], result: [8, 15, 63, 80] },
  },
  {
    title: 'split of which one part is read',
    operators: [g.splitOperator],
    inputs: [{ shape: [4, 2] }],
    build: (x) => g.split(x!, 0, [1, 2, 1])[1]!,
  },
  {
    title: 'gather',
    operators: [g.gatherOperator],
    inputs: [{ shape: [4, 2] }, { shape: [2, 3], dtype: 'int32', high: 4 }],
    build: (x, indices) => g.gather(x!, indices!),
    known: { given: [count(8), [0, 3, 3, 1, 0, 2]], result: [1, 2, 7, 8, 7, 8, 3, 4, 1, 2, 5, 6] },
  },
  {
    title: 'gather along another axis',
    operators: [g.gatherOperator],
    inputs: [{ shape: [2, 3, 2] }, { shape: [2, 2], dtype: 'int32', high: 3 }],
    build: (x, indices) => [g.gather(x!, indices!, 1), g.gather(x!, indices!, -1 - 1)],
    known: {
      given: [count(12), [2, 0, 0, 1]],
      result: [5, 6, 1, 2, 1, 2, 3, 4, 11, 12, 7, 8, 7, 8, 9, 10],
    },
  },
  {
    title: 'gather of single numbers by one index',
    operators: [g.gatherOperator],
    inputs: [{ shape: [3] }, { shape: [], dtype: 'int32', high: 3 }],
    build: (x, index) => g.gather(x!, index!),
    known: { given: [count(3), [2]], result: [3] },
  },
  {
    title: 'scatterAdd with repeated rows',
    operators: [g.scatterAddOperator],
    inputs: [{ shape: [2, 3], dtype: 'int32', high: 2 }, { shape: [2, 3, 2] }],
    build: (indices, updates) => g.scatterAdd(indices!, updates!, 4),
    known: { given: [[0, 1, 0, 3, 0, 1], count(12)], result: [15, 18, 14, 16, 0, 0, 7, 8] },
  },
  {
    title: 'argmax',
    operators: [g.argmaxOperator],
    inputs: [{ shape: [3, 4] }, { shape: [4, 2] }],
    build: (x, table) => g.gather(table!, g.argmax(x!)),
    known: { given: [[0, 9, 1, 9, 5, 2, 2, 2, 0, 0, 0, 1], count(8)], result: [3, 4, 1, 2, 7, 8] },
  },
  {
    title: 'oneHot',
    operators: [g.equalOperator],
    inputs: [{ shape: [2], dtype: 'int32', high: 3 }, { shape: [3] }],
    build: (indices, x) => g.multiply(g.oneHot(indices!, 3), x!),
    known: {
      given: [
        [2, 0],
        [5, 6, 7],
      ],
      result: [0, 0, 7, 5, 0, 0],
    },
  },
];

export const productCases: readonly OperatorCase[] = [
  {
    title: 'matmul',
    operators: [g.matmulOperator],
    inputs: [{ shape: [2, 3] }, { shape: [3, 2] }],
    build: g.matmul,
    known: { given: [count(6), count(6)], result: [22, 28, 49, 64] },
  },
  {
    title: 'matmul of a stack by one matrix',
    operators: [g.matmulOperator],
    inputs: [{ shape: [2, 2, 3] }, { shape: [3, 2] }],
    build: g.matmul,
  },
  {
    title: 'matmul of two stacks',
    operators: [g.matmulOperator],
    inputs: [{ shape: [2, 2, 3] }, { shape: [2, 3, 1] }],
    build: g.matmul,
  },
  {
    title: 'contract',
    operators: [g.matmulOperator],
    inputs: [{ shape: [2, 2, 1] }, { shape: [2, 2, 2] }],
    build: g.contract,
    known: { given: [count(4), count(8)], result: [1 + 6 + 15 + 28, 2 + 8 + 18 + 32] },
  },
  ...[false, true].flatMap((transposeA) =>
    [false, true].map(
      (transposeB): OperatorCase => ({
        title: `matmul${transposeA ? ' of a transpose' : ''}${transposeB ? ' by a transpose' : ''} inside another`,
        operators: [g.matmulOperator],
        inputs: [{ shape: transposeA ? [3, 2] : [2, 3] }, { shape: transposeB ? [2, 3] : [3, 2] }],
        build: (a, b) => {
          const product = g.matmul(transposeA ? g.transpose(a!) : a!, transposeB ? g.transpose(b!) : b!);
          return g.matmul(g.tanh(product), product);
        },
      }),
    ),
  ),
  {
    title: 'softmax',
    operators: [g.softmaxOperator],
    inputs: [{ shape: [2, 3] }],
    build: g.softmax,
    known: { given: [[0, 0, Math.LN2, 1000, 1000, 0]], result: [0.25, 0.25, 0.5, 0.5, 0.5, 0] },
  },
  {
    title: 'logSoftmax',
    operators: [g.logSoftmaxOperator],
    inputs: [{ shape: [2, 3] }],
    build: g.logSoftmax,
    known: {
      given: [[0, 0, Math.LN2, 1000, 1000, 0]],
      result: [-2 * Math.LN2, -2 * Math.LN2, -Math.LN2, -Math.LN2, -Math.LN2, -1000 - Math.LN2],
    },
  },
  {
    title: 'max',
    operators: [g.maxOperator],
    inputs: [{ shape: [2, 3] }],
    build: (x) => [g.max(x!, { axes: [-1] }), g.max(x!), g.max(x!, { axes: [0], keep: true })],
    known: { given: [[3, 1, 2, 4, 6, 5]], result: [3, 6] },
  },
  {
    title: 'max, sum and mean over no axis and over axes of one',
    operators: [],
    inputs: [{ shape: [2, 1, 3] }],
    build: (x) => [
      g.max(x!, { axes: [] }),
      g.sum(x!, { axes: [] }),
      g.mean(x!, { axes: [] }),
      g.max(x!, { axes: [1] }),
      g.sum(x!, { axes: [1], keep: true }),
    ],
    known: { given: [[3, 1, 2, 4, 6, 5]], result: [3, 1, 2, 4, 6, 5] },
  },
  {
    title: 'max of a single number',
    operators: [],
    inputs: [{ shape: [] }],
    build: (x) => g.max(x!),
    known: { given: [[3]], result: [3] },
  },
  {
    title: 'standardize over two axes',
    operators: [],
    inputs: [{ shape: [2, 2, 3] }],
    build: (x) => g.standardize(x!, [0, 2], 1e-3),
    tolerance: 1e-4,
  },
  {
    title: 'softmax and logSoftmax of rows of one and of three axes',
    operators: [],
    inputs: [{ shape: [2, 1] }, { shape: [2, 2, 3] }],
    build: (x, y) => [g.softmax(x!), g.logSoftmax(y!), g.softmax(y!)],
  },
  {
    title: 'layerNorm',
    operators: [],
    inputs: [{ shape: [2, 4] }, { shape: [4] }, { shape: [4] }],
    build: (x, gain, shift) => g.layerNorm(x!, gain!, shift!, 0),
    // variance 1 in every row: what is learned is all that changes
    known: {
      given: [
        [1, -1, 1, -1, 3, 1, 3, 1],
        [1, 2, 3, 4],
        [0, 0, 0, 10],
      ],
      result: [1, -2, 3, 6, 1, -2, 3, 6],
    },
    tolerance: 1e-4,
  },
  {
    title: 'batchNorm',
    operators: [],
    inputs: [{ shape: [2, 2, 2] }, { shape: [2] }, { shape: [2] }],
    build: (x, gain, shift) => g.batchNorm(x!, gain!, shift!, 0),
    known: {
      given: [
        [1, -1, 5, 3, 1, -1, 5, 3],
        [2, 3],
        [0, 10],
      ],
      result: [2, -2, 13, 7, 2, -2, 13, 7],
    },
    tolerance: 1e-4,
  },
];
