/** The leaves of a program: inputs, which are given when it runs, and constants, which are part of it. */
import {
  type AnyOperator,
  apply,
  type DType,
  type Operator,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
} from '../tensor.ts';

interface InputAttributes {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

export const inputOperator: Operator<InputAttributes> = {
  name: 'input',
  infer: (_, { shape, dtype }) => [{ shape, dtype }],
  lower: (lowering, node) => [lowering.input(node)],
  evaluate: (_, { name }) => {
    throw new Error(`evaluate: no value was given for the input '${name}'`);
  },
};

interface ConstantAttributes {
  readonly values: ArrayLike<number>;
  readonly shape: Shape;
  readonly dtype: DType;
}

export const constantOperator: Operator<ConstantAttributes> = {
  name: 'constant',
  infer: (_, { values, shape, dtype }) => {
    if (values.length !== sizeOf(shape)) {
      throw new ShapeError(`constant: ${values.length} values do not fill the shape [${shape.join(', ')}]`);
    }
    return [{ shape, dtype }];
  },
  lower: (lowering, node) => {
    const { values, shape, dtype } = node.attributes as ConstantAttributes;
    return [lowering.constant(values, shape, dtype)];
  },
  evaluate: (_, { values, shape }) => [{ shape, data: Float64Array.from(values) }],
};

/** A value given when the program runs. `name` is unique within a program. */
export function input(name: string, shape: Shape, dtype: DType = 'float32'): Tensor {
  return apply(inputOperator, [], { name, shape: [...shape], dtype });
}

export function constant(values: ArrayLike<number>, shape: Shape, dtype: DType = 'float32'): Tensor {
  return apply(constantOperator, [], { values, shape: [...shape], dtype });
}

export function scalar(value: number, dtype: DType = 'float32'): Tensor {
  return constant([value], [], dtype);
}

export function zeros(shape: Shape, dtype: DType = 'float32'): Tensor {
  return constant(new Float64Array(sizeOf(shape)), shape, dtype);
}

/** The value of a scalar constant, or undefined for any other tensor: lets builders drop `x * 1` and `x + 0`. */
export function scalarValue(tensor: Tensor): number | undefined {
  if ((tensor.node.operator as AnyOperator) !== constantOperator || tensor.shape.length > 0) return undefined;
  return (tensor.node.attributes as ConstantAttributes).values[0];
}
