/** Operators that move values or add them up along axes: expand and sum are each other's gradients. */
import { int, ints } from '../lowering.ts';
import {
  apply,
  normalizeAxis,
  type Operator,
  type ReferenceValue,
  type Shape,
  ShapeError,
  sameShape,
  showType,
  sizeOf,
  stridesOf,
  type Tensor,
  type TensorType,
} from '../tensor.ts';

/** Calls `visit(flat, coordinates)` for every element of a shape, in row-major order. */
export function forEachElement(
  shape: Shape,
  visit: (flat: number, coordinates: readonly number[]) => void,
): void {
  const coordinates = new Array<number>(shape.length).fill(0);
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) {
    visit(flat, coordinates);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      coordinates[axis]!++;
      if (coordinates[axis]! < shape[axis]!) break;
      coordinates[axis] = 0;
    }
  }
}

/** Element strides that read a value of `shape` as if it were broadcast to `target` (0 along broadcast axes). */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const strides = stridesOf(shape);
  const offset = target.length - shape.length;
  return target.map((_, axis) => (axis < offset || shape[axis - offset] === 1 ? 0 : strides[axis - offset]!));
}

interface ShapeAttributes {
  readonly shape: Shape;
}

export const reshapeOperator: Operator<ShapeAttributes> = {
  name: 'reshape',
  infer: ([x], { shape }) => {
    if (sizeOf(x!.shape) !== sizeOf(shape)) {
      throw new ShapeError(
        `reshape: ${showType(x!)} does not hold ${sizeOf(shape)} values ([${shape.join(', ')}])`,
      );
    }
    return [{ shape, dtype: x!.dtype }];
  },
  gradient: ({ inputs: [x], cotangents: [dy] }) => [reshape(dy!, x!.shape)],
  lower: (lowering, node, [x]) => {
    const { shape } = node.attributes as ShapeAttributes;
    return lowering.emit('Reshape', [x!, lowering.constant(shape, [shape.length], 'int64')]);
  },
  evaluate: ([x], { shape }) => [{ shape, data: x!.data }],
};

export function reshape(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : apply(reshapeOperator, [x], { shape: [...shape] });
}

interface TransposeAttributes {
  readonly order: readonly number[];
}

export const transposeOperator: Operator<TransposeAttributes> = {
  name: 'transpose',
  infer: ([x], { order }) => {
    const sorted = order.toSorted((a, b) => a - b);
    if (order.length !== x!.shape.length || sorted.some((axis, i) => axis !== i)) {
      throw new ShapeError(`transpose: order [${order.join(', ')}] does not fit ${showType(x!)}`);
    }
    return [{ shape: order.map((axis) => x!.shape[axis]!), dtype: x!.dtype }];
  },
  gradient: ({ attributes: { order }, cotangents: [dy] }) => {
    const inverse = order.map((_, axis) => order.indexOf(axis));
    return [transpose(dy!, inverse)];
  },
  lower: (lowering, node, [x]) => lowering.emit('Transpose', [x!], { perm: ints(node.attributes.order) }),
  evaluate: ([x], { order }) => {
    const shape = order.map((axis) => x!.shape[axis]!);
    const strides = stridesOf(x!.shape);
    const data = new Float64Array(x!.data.length);
    forEachElement(shape, (flat, coordinates) => {
      let from = 0;
      for (let axis = 0; axis < order.length; axis++) from += coordinates[axis]! * strides[order[axis]!]!;
      data[flat] = x!.data[from]!;
    });
    return [{ shape, data }];
  },
};

/** Reorders axes; without an order the last two are swapped. */
export function transpose(x: Tensor, order?: readonly number[]): Tensor {
  const rank = x.shape.length;
  if (!order && rank < 2) throw new ShapeError(`transpose: ${showType(x)} has no two axes to swap`);
  const axes = order ?? [...Array(rank).keys()].map((a) => (a < rank - 2 ? a : 2 * rank - 3 - a));
  return axes.length === rank && axes.every((axis, i) => axis === i)
    ? x
    : apply(transposeOperator, [x], { order: [...axes] });
}

export const expandOperator: Operator<ShapeAttributes> = {
  name: 'expand',
  infer: ([x], { shape }) => {
    const offset = shape.length - x!.shape.length;
    if (offset < 0 || x!.shape.some((extent, axis) => extent !== 1 && extent !== shape[axis + offset])) {
      throw new ShapeError(`expand: ${showType(x!)} does not broadcast to [${shape.join(', ')}]`);
    }
    return [{ shape, dtype: x!.dtype }];
  },
  gradient: ({ inputs: [x], cotangents: [dy] }) => [sumTo(dy!, x!.shape)],
  lower: (lowering, node, [x]) => {
    const { shape } = node.attributes as ShapeAttributes;
    return lowering.emit('Expand', [x!, lowering.constant(shape, [shape.length], 'int64')]);
  },
  evaluate: ([x], { shape }) => {
    const strides = broadcastStrides(x!.shape, shape);
    const data = new Float64Array(sizeOf(shape));
    forEachElement(shape, (flat, coordinates) => {
      let from = 0;
      for (let axis = 0; axis < shape.length; axis++) from += coordinates[axis]! * strides[axis]!;
      data[flat] = x!.data[from]!;
    });
    return [{ shape, data }];
  },
};

/** Repeats axes of extent 1 (and adds leading axes) until `x` has `shape`. */
export function expand(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : apply(expandOperator, [x], { shape: [...shape] });
}

interface SumAttributes {
  /** Axes that are added up; they stay with extent 1. */
  readonly axes: readonly number[];
}

/** The type of a reduction of numbers: `axes` stay with extent 1. */
export function inferReduction(name: string, x: TensorType, axes: readonly number[]): TensorType {
  if (x.dtype === 'bool') throw new ShapeError(`${name}: takes numbers, not ${showType(x)}`);
  return { shape: x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)), dtype: x.dtype };
}

export const sumOperator: Operator<SumAttributes> = {
  name: 'sum',
  infer: ([x], { axes }) => [inferReduction('sum', x!, axes)],
  gradient: ({ inputs: [x], cotangents: [dy] }) => [expand(dy!, x!.shape)],
  lower: (lowering, node, [x]) => {
    const { axes } = node.attributes as SumAttributes;
    return lowering.emit('ReduceSum', [x!, lowering.constant(axes, [axes.length], 'int64')], {
      keepdims: int(1),
    });
  },
  evaluate: ([x], { axes }) => [reduceReference(x!, axes, 0, (total, value) => total + value)],
};

export function reduceReference(
  x: ReferenceValue,
  axes: readonly number[],
  start: number,
  combine: (total: number, value: number) => number,
): ReferenceValue {
  const shape = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const data = new Float64Array(sizeOf(shape)).fill(start);
  const strides = broadcastStrides(shape, x.shape);
  forEachElement(x.shape, (flat, coordinates) => {
    let to = 0;
    for (let axis = 0; axis < coordinates.length; axis++) to += coordinates[axis]! * strides[axis]!;
    data[to] = combine(data[to]!, x.data[flat]!);
  });
  return { shape, data };
}

export interface ReduceOptions {
  /** Axes to reduce; all of them when absent. Negative axes count from the end. */
  readonly axes?: readonly number[];
  /** Keep the reduced axes with extent 1. */
  readonly keep?: boolean;
}

export function reduceAxes(name: string, x: Tensor, { axes, keep = false }: ReduceOptions) {
  const rank = x.shape.length;
  const reduced = (axes ?? [...x.shape.keys()]).map((axis) => normalizeAxis(name, axis, rank));
  if (new Set(reduced).size < reduced.length) {
    throw new ShapeError(`${name}: axes [${reduced.join(', ')}] of ${showType(x)} name one twice`);
  }
  const shape = x.shape.flatMap((extent, axis) => (reduced.includes(axis) ? (keep ? [1] : []) : [extent]));
  return { reduced, shape };
}

export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { reduced, shape } = reduceAxes('sum', x, options);
  if (reduced.every((axis) => x.shape[axis] === 1)) return reshape(x, shape);
  return reshape(apply(sumOperator, [x], { axes: reduced }), shape);
}

/** Adds up the axes along which a tensor of `shape` was broadcast to `x`: the gradient of broadcasting. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const offset = x.shape.length - shape.length;
  const axes = x.shape.flatMap((extent, axis) =>
    axis < offset || (shape[axis - offset] === 1 && extent !== 1) ? [axis] : [],
  );
  return reshape(axes.length > 0 ? sum(x, { axes, keep: true }) : x, shape);
}
