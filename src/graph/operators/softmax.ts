/** Softmax over the last axis, its logarithm, and the maximum along axes. */
import { int } from '../lowering.ts';
import {
  apply,
  type Operator,
  type ReferenceValue,
  type Shape,
  ShapeError,
  showType,
  type Tensor,
  type TensorType,
} from '../tensor.ts';
import { divide, equal, multiply, select, subtract } from './arithmetic.ts';
import { exp } from './math.ts';
import {
  expand,
  inferReduction,
  type ReduceOptions,
  reduceAxes,
  reduceReference,
  reshape,
  sum,
} from './shape.ts';
import { scalar } from './source.ts';

type None = Record<never, never>;

const ones = (shape: Shape): Tensor => expand(scalar(1), shape);

function inferRows(name: string, x: TensorType): readonly TensorType[] {
  if (x.shape.length === 0 || x.dtype !== 'float32')
    throw new ShapeError(`${name}: ${showType(x)} has no float32 rows`);
  return [x];
}

function rows(x: ReferenceValue, map: (row: Float64Array) => Float64Array): ReferenceValue {
  const width = x.shape[x.shape.length - 1]!;
  const data = new Float64Array(x.data.length);
  for (let at = 0; at < data.length; at += width) data.set(map(x.data.subarray(at, at + width)), at);
  return { shape: x.shape, data };
}

/** e^(x - max x): what both functions are made of, without overflow. */
function exponentials(row: Float64Array) {
  const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = row.map((value) => Math.exp(value - top));
  return { top, powers, total: powers.reduce((a, b) => a + b, 0) };
}

export const softmaxOperator: Operator<None> = {
  name: 'softmax',
  infer: ([x]) => inferRows('softmax', x!),
  // dx = y (dy - sum(dy y))
  gradient: ({ outputs: [y], cotangents: [dy] }) => [
    multiply(y!, subtract(dy!, sum(multiply(dy!, y!), { axes: [-1], keep: true }))),
  ],
  lower: (lowering, _, inputs) => lowering.emit('Softmax', inputs, { axis: int(-1) }),
  evaluate: ([x]) => [
    rows(x!, (row) => {
      const { powers, total } = exponentials(row);
      return powers.map((power) => power / total);
    }),
  ],
};

export const logSoftmaxOperator: Operator<None> = {
  name: 'logSoftmax',
  infer: ([x]) => inferRows('logSoftmax', x!),
  // dx = dy - softmax(x) sum(dy)
  gradient: ({ outputs: [y], cotangents: [dy] }) => [
    subtract(dy!, multiply(exp(y!), sum(dy!, { axes: [-1], keep: true }))),
  ],
  lower: (lowering, _, inputs) => lowering.emit('LogSoftmax', inputs, { axis: int(-1) }),
  evaluate: ([x]) => [
    rows(x!, (row) => {
      const { top, total } = exponentials(row);
      return row.map((value) => value - top - Math.log(total));
    }),
  ],
};

export const softmax = (x: Tensor): Tensor => apply(softmaxOperator, [x], {});
export const logSoftmax = (x: Tensor): Tensor => apply(logSoftmaxOperator, [x], {});

/** Maximum along axes (kept with extent 1); equal maxima share the gradient equally. */
export const maxOperator: Operator<{ readonly axes: readonly number[] }> = {
  name: 'max',
  infer: ([x], { axes }) => [inferReduction('max', x!, axes)],
  gradient: ({ inputs: [x], outputs: [y], attributes: { axes }, cotangents: [dy] }) => {
    const hits = select(equal(x!, y!), ones(x!.shape), 0);
    return [multiply(hits, divide(dy!, sum(hits, { axes, keep: true })))];
  },
  lower: (lowering, node, [x]) => {
    const axes = node.attributes.axes as readonly number[];
    return lowering.emit('ReduceMax', [x!, lowering.constant(axes, [axes.length], 'int64')], {
      keepdims: int(1),
    });
  },
  evaluate: ([x], { axes }) => [reduceReference(x!, axes, Number.NEGATIVE_INFINITY, Math.max)],
};

export function max(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { reduced, shape } = reduceAxes('max', x, options);
  // without axes ONNX would reduce all of them
  if (reduced.every((axis) => x.shape[axis] === 1)) return reshape(x, shape);
  return reshape(apply(maxOperator, [x], { axes: reduced }), shape);
}
