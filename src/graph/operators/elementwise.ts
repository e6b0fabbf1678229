/** Makes the records of operators that work element by element with NumPy's broadcasting. */

import {
  apply,
  type DType,
  type Operator,
  type ReferenceValue,
  type Shape,
  ShapeError,
  showType,
  sizeOf,
  type Tensor,
} from '../tensor.ts';
import { broadcastStrides, forEachElement } from './shape.ts';

export function broadcastShapes(name: string, ...inputs: readonly { shape: Shape; dtype: DType }[]): Shape {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const extents = inputs.map(({ shape }) => shape[axis - rank + shape.length] ?? 1);
    const extent = extents.find((e) => e !== 1) ?? 1;
    if (extents.some((e) => e !== 1 && e !== extent)) {
      throw new ShapeError(`${name}: ${inputs.map(showType).join(' and ')} do not broadcast together`);
    }
    return extent;
  });
}

function mapBroadcast(
  inputs: readonly ReferenceValue[],
  shape: Shape,
  combine: (...values: number[]) => number,
): ReferenceValue {
  const strides = inputs.map((value) => broadcastStrides(value.shape, shape));
  const data = new Float64Array(sizeOf(shape));
  const values = new Array<number>(inputs.length);
  forEachElement(shape, (flat, coordinates) => {
    for (let i = 0; i < inputs.length; i++) {
      let from = 0;
      for (let axis = 0; axis < shape.length; axis++) from += coordinates[axis]! * strides[i]![axis]!;
      values[i] = inputs[i]!.data[from]!;
    }
    data[flat] = combine(...values);
  });
  return { shape, data };
}

type None = Record<never, never>;
export const none: None = {};

interface ElementwiseRecord {
  readonly name: string;
  /** The ONNX operator of the same meaning. */
  readonly onnx: string;
  /** The types that it works on; float32 alone when absent. The condition of a choice is bool. */
  readonly types?: readonly DType[];
  readonly result?: DType;
  readonly value: (...values: number[]) => number;
  /** One gradient per input, before the sum over broadcast axes; called only when it is needed. */
  readonly gradients?: readonly ((dy: Tensor, inputs: readonly Tensor[], y: Tensor) => Tensor | undefined)[];
  /** Sums a gradient over broadcast axes. */
  readonly unbroadcast?: (gradient: Tensor, shape: Shape) => Tensor;
}

export function elementwise(record: ElementwiseRecord): Operator<None> {
  const { name, onnx, types = ['float32'], result, value, gradients, unbroadcast } = record;
  const operator: Operator<None> = {
    name,
    infer: (inputs) => {
      const shown = inputs.map(showType).join(' and ');
      const isChoice = name === 'select';
      if (isChoice && inputs[0]!.dtype !== 'bool')
        throw new ShapeError(`${name}: the condition of ${shown} is not bool`);
      const dtypes = new Set(inputs.slice(isChoice ? 1 : 0).map(({ dtype }) => dtype));
      if (dtypes.size > 1) throw new ShapeError(`${name}: ${shown} differ in type`);
      if (![...dtypes].every((dtype) => types.includes(dtype))) {
        throw new ShapeError(`${name}: takes ${types.join(' or ')}, not ${shown}`);
      }
      return [{ shape: broadcastShapes(name, ...inputs), dtype: result ?? inputs[inputs.length - 1]!.dtype }];
    },
    lower: (lowering, _, inputs) => lowering.emit(onnx, inputs),
    evaluate: (inputs) => {
      const shape = broadcastShapes(
        name,
        ...inputs.map((x) => ({ shape: x.shape, dtype: 'float32' as const })),
      );
      return [mapBroadcast(inputs, shape, value)];
    },
  };
  if (!gradients) return operator;
  return {
    ...operator,
    gradient: ({ inputs, outputs, cotangents: [dy], needs }) =>
      inputs.map((x, i) => {
        const gradient = needs[i] ? gradients[i]?.(dy!, inputs, outputs[0]!) : undefined;
        return gradient && (unbroadcast ? unbroadcast(gradient, x.shape) : gradient);
      }),
  };
}

export function applyElementwise(operator: Operator<None>, ...inputs: Tensor[]): Tensor {
  return apply(operator, inputs, none);
}
