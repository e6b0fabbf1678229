import { describe, expect, it } from 'vitest';
import * as g from './index.ts';

let made = 0;
const x = (shape: g.Shape, dtype: g.DType = 'float32') => g.input(`x${made++}`, shape, dtype);
const recurrence = (initial: g.Tensor, ...stacks: g.Tensor[]) =>
  g.scan(([h], [a]) => ({ carried: [g.add(h!, a!)], steps: [] }), [initial], stacks);

/** What is built, and what the message must name: the operator, and the shapes or values that show the mistake. */
const mistakes: readonly [string, () => unknown, ...string[]][] = [
  ['shapes that do not broadcast', () => g.add(x([2, 3]), x([2])), 'add', 'float32[2, 3]', 'float32[2]'],
  ['an axis of nothing', () => x([3, 0]), 'input', 'float32[3, 0]', 'extent'],
  ['an axis of a fraction', () => x([2.5]), 'input', 'float32[2.5]', 'extent'],
  ['axes below nothing', () => g.reshape(x([6]), [-2, -3]), 'reshape', 'float32[-2, -3]', 'extent'],
  ['a constant of nothing', () => g.zeros([0]), 'constant', 'float32[0]'],
  ['types that differ', () => g.add(x([2], 'int32'), 1), 'add', 'int32[2]', 'float32[]'],
  ['arithmetic of conditions', () => g.add(x([2], 'bool'), x([2], 'bool')), 'add', 'bool[2]'],
  ['a smooth function of whole numbers', () => g.tanh(x([2], 'int32')), 'tanh', 'int32[2]'],
  ['a choice between a condition and a number', () => g.select(x([2], 'bool'), x([2], 'bool'), 0), 'select'],
  ['logic of numbers', () => g.and(x([2]), x([2])), 'and', 'bool', 'float32[2]'],
  ['a sum of conditions', () => g.sum(x([2], 'bool')), 'sum', 'bool[2]'],
  ['a maximum of conditions', () => g.max(x([2], 'bool')), 'max', 'bool[2]'],
  ['a mean of whole numbers', () => g.mean(x([2], 'int32')), 'multiply', 'int32[]'],
  ['a condition that is a number', () => g.select(x([2]), x([2]), 0), 'select', 'condition', 'float32[2]'],
  ['a reshape of another size', () => g.reshape(x([2, 3]), [4]), 'reshape', 'float32[2, 3]', '[4]'],
  ['an expansion to fewer', () => g.expand(x([5]), [3]), 'expand', 'float32[5]', '[3]'],
  [
    'an order that is no permutation',
    () => g.transpose(x([2, 3]), [0, 2]),
    'transpose',
    '[0, 2]',
    'float32[2, 3]',
  ],
  ['an order that is too short', () => g.transpose(x([2, 3]), [0]), 'transpose', '[0]', 'float32[2, 3]'],
  ['a transpose of a vector', () => g.transpose(x([2])), 'transpose', 'float32[2]'],
  ['a sum over a missing axis', () => g.sum(x([5]), { axes: [1] }), 'sum', 'axis 1', 'rank 1'],
  ['a sum over one axis twice', () => g.sum(x([5, 2]), { axes: [0, -2] }), 'sum', '[0, 0]', 'float32[5, 2]'],
  ['a maximum over a missing axis', () => g.max(x([2]), { axes: [4] }), 'max', 'axis 4'],
  [
    'a slice past the end',
    () => g.slice(x([5]), 0, { start: 4, size: 2 }),
    'slice',
    'start 4, size 2',
    'float32[5]',
  ],
  ['a slice from before the start', () => g.slice(x([5]), 0, { start: -2 }), 'slice', 'start -2'],
  ['a slice with steps of nothing', () => g.slice(x([5]), 0, { step: 0 }), 'slice', 'step 0'],
  ['a slice from between two elements', () => g.slice(x([5]), 0, { start: 0.5, size: 2 }), 'slice', '0.5'],
  ['padding by halves', () => g.pad(x([2]), { before: [0.5], after: [0.5] }), 'pad', '[0.5]', 'float32[2]'],
  ['padding that cuts', () => g.pad(x([2]), { before: [-1], after: [0] }), 'pad', '[-1]', 'float32[2]'],
  [
    'padding for another rank',
    () => g.pad(x([2, 2]), { before: [1], after: [0, 0] }),
    'pad',
    '[1]',
    'float32[2, 2]',
  ],
  [
    'a concat of other shapes',
    () => g.concat([x([2, 2]), x([3, 3])], 0),
    'concat',
    'float32[2, 2]',
    'float32[3, 3]',
  ],
  ['a concat of nothing', () => g.concat([], 0), 'concat', 'nothing'],
  ['a stack of other shapes', () => g.stack([x([2]), x([3])]), 'stack', 'float32[2]', 'float32[3]'],
  ['a stack along a missing axis', () => g.stack([x([2]), x([2])], 2), 'stack', 'axis 2', 'rank 2'],
  ['a split with a part of less than nothing', () => g.split(x([5]), 0, [6, -1]), 'split', 'extent'],
  [
    'an extension by less than nothing',
    () => g.extend(x([3]), 0, { before: -1, mode: 'edge' }),
    'extend',
    '-1',
    'float32[3]',
  ],
  ['a split that leaves a rest', () => g.split(x([5]), 0, [2, 2]), 'split', '[2, 2]', 'float32[5]'],
  ['a split into one part that leaves a rest', () => g.split(x([5]), 0, [2]), 'split', '[2]', 'float32[5]'],
  ['a lookup by real numbers', () => g.gather(x([3, 2]), x([2])), 'gather', 'float32[2]', 'int32'],
  ['a lookup in a scalar', () => g.gather(x([]), x([2], 'int32')), 'gather', 'float32[]'],
  [
    'more updates than rows',
    () => g.scatterAdd(x([2], 'int32'), x([3, 2]), 4),
    'scatterAdd',
    'float32[3, 2]',
    'int32[2]',
  ],
  [
    'an addition of whole rows',
    () => g.scatterAdd(x([2], 'int32'), x([2, 3], 'int32'), 4),
    'scatterAdd',
    'int32[2, 3]',
  ],
  ['a lookup along a missing axis', () => g.gather(x([3]), x([2], 'int32'), 1), 'gather', 'axis 1'],
  ['an argmax of a scalar', () => g.argmax(x([])), 'argmax', 'float32[]'],
  ['a softmax of whole numbers', () => g.softmax(x([2], 'int32')), 'softmax', 'int32[2]'],
  ['a logSoftmax of a scalar', () => g.logSoftmax(x([])), 'logSoftmax', 'float32[]'],
  ['matrices that do not fit', () => g.matmul(x([2, 3]), x([2, 3])), 'matmul', 'float32[2, 3]'],
  ['a product with a vector', () => g.matmul(x([2]), x([2, 2])), 'matmul', 'float32[2]', 'float32[2, 2]'],
  ['a product of whole numbers', () => g.matmul(x([2, 2], 'int32'), x([2, 2])), 'matmul', 'int32[2, 2]'],
  [
    'kernels of other channels',
    () => g.convolution(x([1, 3, 5]), x([2, 2, 2])),
    'convolution',
    'float32[1, 3, 5]',
    'float32[2, 2, 2]',
  ],
  [
    'kernels longer than the image',
    () => g.convolution(x([1, 1, 3]), x([1, 1, 4])),
    'convolution',
    'float32[1, 1, 4]',
  ],
  ['an image without space', () => g.convolution(x([3, 2]), x([2, 2])), 'convolution', 'float32[3, 2]'],
  ['an image that is a vector', () => g.convolution(x([3]), x([1, 1, 1])), 'convolution', 'float32[3]'],
  [
    'a stride of nothing',
    () => g.convolution(x([1, 1, 3]), x([1, 1, 2]), { stride: [0] }),
    'convolution',
    'stride [0]',
  ],
  [
    'a dilation of nothing',
    () => g.convolution(x([1, 1, 3]), x([1, 1, 2]), { dilation: [0] }),
    'convolution',
    'dilation [0]',
  ],
  [
    'padding of less than nothing',
    () => g.convolution(x([1, 1, 3]), x([1, 1, 2]), { padding: [-1] }),
    'convolution',
    'padding [-1]',
  ],
  ['a window longer than the axis', () => g.maxPool(x([2, 3]), [4]), 'maxPool', '[4]', 'float32[2, 3]'],
  ['a window of nothing', () => g.averagePool(x([2, 3]), [0]), 'averagePool', '[0]'],
  ['windows for more axes than there are', () => g.maxPool(x([3]), [2, 2]), 'maxPool', 'float32[3]'],
  ['a stride for one of two windows', () => g.maxPool(x([4, 4]), [2, 2], { stride: [2] }), 'maxPool', '[2]'],
  [
    'padding of more than half a window',
    () => g.averagePool(x([5]), [2], { padding: [2] }),
    'averagePool',
    'padding [2]',
  ],
  [
    'a stride for one of two axes',
    () => g.convolution(x([1, 1, 3, 3]), x([1, 1, 2, 2]), { stride: [2] }),
    'convolution',
    'stride [2]',
  ],
  [
    'an extent that no transpose has',
    () => g.transposedConvolution(x([1, 1, 3]), x([1, 1, 2]), { spatial: [20] }),
    'transposedConvolution',
    '[20]',
    'float32[1, 1, 3]',
  ],
  [
    'kernels of another rank',
    () => g.transposedConvolution(x([1, 1, 3]), x([1, 1, 2, 2])),
    'transposedConvolution',
    'float32[1, 1, 2, 2]',
  ],
  ['too few values for a constant', () => g.constant([1, 2], [3]), 'constant', '2 values', '[3]'],
  [
    'stacks of different lengths',
    () => recurrence(x([2]), x([3, 2]), x([4, 2])),
    'scan',
    'float32[4, 2]',
    '3 steps',
  ],
  [
    'a scan over nothing',
    () => g.scan(([h]) => ({ carried: [h!], steps: [] }), [x([2])], []),
    'scan',
    'at least one stack',
  ],
  [
    'a carry that grows',
    () => g.scan(([h], [a]) => ({ carried: [g.concat([h!, a!], 0)], steps: [] }), [x([2])], [x([3, 2])]),
    'scan',
    'float32[2]',
    'float32[4]',
  ],
  [
    'a carry that is lost',
    () => g.scan((_, [a]) => ({ carried: [], steps: [a!] }), [x([2])], [x([3, 2])]),
    'scan',
    '1 carried values enter',
    '0 leave',
  ],
  ['a gradient of a vector', () => g.gradients(x([2]), [x([2])]), 'gradients', 'float32[2]', 'scalar'],
  [
    'a gradient in what has no part',
    () => g.gradients(g.sum(x([2])), [x([3])]),
    'gradients',
    'does not depend',
    'float32[3]',
  ],
  [
    'a cotangent of another shape',
    () => g.vectorJacobianProduct([x([2])], [x([3])], [x([2])]),
    'vectorJacobianProduct',
    'float32[2]',
    'float32[3]',
  ],
  [
    'a cotangent too few',
    () => g.vectorJacobianProduct([x([2]), x([2])], [x([2])], [x([2])]),
    'vectorJacobianProduct',
    'missing',
  ],
  [
    'a value of another size for a program',
    () => g.evaluateProgram(g.program({ y: g.negate(g.input('a', [3])) }), { a: [1, 2] }),
    'evaluateProgram',
    "2 values for 'a'",
    'float32[3]',
  ],
  [
    'two inputs of one name',
    () => g.program({ y: g.add(g.input('a', [1]), g.input('a', [1])) }),
    'program',
    "'a'",
  ],
  [
    'an output with the name of an input',
    () => g.program({ a: g.negate(g.input('a', [1])) }),
    'program',
    "'a'",
  ],
];

describe('a wrong shape or type is a ShapeError where it is built, naming operator and shapes', () => {
  it.each(mistakes)('%s', (_, build, ...parts) => {
    let message = 'nothing was thrown';
    try {
      build();
    } catch (error) {
      expect(error).toBeInstanceOf(g.ShapeError);
      message = (error as Error).message;
    }
    for (const part of parts) expect(message).toContain(part);
  });
});

const numeric = {
  add: g.add,
  subtract: g.subtract,
  multiply: g.multiply,
  maximum: g.maximum,
  minimum: g.minimum,
};
const comparing = { greater: g.greater, less: g.less, equal: g.equal };
const smooth = {
  exp: g.exp,
  log: g.log,
  sqrt: g.sqrt,
  tanh: g.tanh,
  sigmoid: g.sigmoid,
  abs: g.abs,
  sign: g.sign,
  relu: g.relu,
  erf: g.erf,
  sin: g.sin,
  cos: g.cos,
  round: g.round,
  softplus: g.softplus,
};

describe('every operator that works element by element', () => {
  it.each(Object.entries({ ...numeric, ...comparing, divide: g.divide }))(
    '%s broadcasts as NumPy does, and refuses shapes that do not and types that differ',
    (name, build) => {
      expect(build(x([2, 1, 3]), x([4, 1])).shape).toEqual([2, 4, 3]);
      expect(build(x([]), x([1])).shape).toEqual([1]);
      expect(() => build(x([2, 3]), x([2]))).toThrow(
        `${name}: float32[2, 3] and float32[2] do not broadcast`,
      );
      expect(() => build(x([2]), x([2], 'int32'))).toThrow(`${name}: float32[2] and int32[2] differ in type`);
    },
  );

  it.each(Object.entries({ ...smooth, negate: g.negate }))(
    '%s keeps the shape and refuses conditions',
    (name, build) => {
      expect(build(x([2, 3]))).toMatchObject({ shape: [2, 3], dtype: 'float32' });
      expect(() => build(x([2], 'bool'))).toThrow(`${name}: takes float32`);
    },
  );

  it.each(Object.keys(comparing))('%s gives conditions', (name) => {
    expect(comparing[name as keyof typeof comparing](x([2]), x([2])).dtype).toBe('bool');
  });
});
