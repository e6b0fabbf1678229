/** Arithmetic, comparison and choice, with NumPy's broadcasting. */

import { apply, type DType, type Operator, sizeOf, type Tensor } from '../tensor.ts';
import { applyElementwise, elementwise } from './elementwise.ts';
import { type ReduceOptions, sum, sumTo } from './shape.ts';
import { scalar, scalarValue, zeros } from './source.ts';

export type Operand = Tensor | number;

const unbroadcast = sumTo;
const numbers: readonly DType[] = ['float32', 'int32'];
const everything: readonly DType[] = [...numbers, 'bool'];

function asTensor(x: Operand): Tensor {
  return typeof x === 'number' ? scalar(x) : x;
}

export const addOperator = elementwise({
  name: 'add',
  onnx: 'Add',
  types: numbers,
  value: (a, b) => a! + b!,
  gradients: [(dy) => dy, (dy) => dy],
  unbroadcast,
});
export const subtractOperator = elementwise({
  name: 'subtract',
  onnx: 'Sub',
  types: numbers,
  value: (a, b) => a! - b!,
  gradients: [(dy) => dy, (dy) => negate(dy)],
  unbroadcast,
});
export const multiplyOperator = elementwise({
  name: 'multiply',
  onnx: 'Mul',
  types: numbers,
  value: (a, b) => a! * b!,
  gradients: [(dy, [, b]) => multiply(dy, b!), (dy, [a]) => multiply(dy, a!)],
  unbroadcast,
});
export const divideOperator = elementwise({
  name: 'divide',
  onnx: 'Div',
  value: (a, b) => a! / b!,
  gradients: [(dy, [, b]) => divide(dy, b!), (dy, [, b], y) => negate(divide(multiply(dy, y), b!))],
  unbroadcast,
});
export const negateOperator = elementwise({
  name: 'negate',
  onnx: 'Neg',
  types: numbers,
  value: (x) => -x!,
  gradients: [(dy) => negate(dy)],
});
export const greaterOperator = elementwise({
  name: 'greater',
  onnx: 'Greater',
  types: numbers,
  result: 'bool',
  value: (a, b) => Number(a! > b!),
});
export const lessOperator = elementwise({
  name: 'less',
  onnx: 'Less',
  types: numbers,
  result: 'bool',
  value: (a, b) => Number(a! < b!),
});
export const equalOperator = elementwise({
  name: 'equal',
  onnx: 'Equal',
  types: everything,
  result: 'bool',
  value: (a, b) => Number(a === b),
});
export const andOperator = elementwise({
  name: 'and',
  onnx: 'And',
  types: ['bool'],
  value: (a, b) => Number(a === 1 && b === 1),
});
export const orOperator = elementwise({
  name: 'or',
  onnx: 'Or',
  types: ['bool'],
  value: (a, b) => Number(a === 1 || b === 1),
});
export const notOperator = elementwise({
  name: 'not',
  onnx: 'Not',
  types: ['bool'],
  value: (a) => 1 - a!,
});
export const selectOperator = elementwise({
  name: 'select',
  onnx: 'Where',
  types: numbers,
  value: (condition, a, b) => (condition ? a! : b!),
  gradients: [
    () => undefined,
    (dy, [condition]) => select(condition!, dy, 0),
    (dy, [condition]) => select(condition!, 0, dy),
  ],
  unbroadcast,
});
export const maximumOperator = elementwise({
  name: 'maximum',
  onnx: 'Max',
  types: numbers,
  value: (a, b) => Math.max(a!, b!),
  gradients: [(dy, [a, b]) => select(less(a!, b!), 0, dy), (dy, [a, b]) => select(less(a!, b!), dy, 0)],
  unbroadcast,
});
export const minimumOperator = elementwise({
  name: 'minimum',
  onnx: 'Min',
  types: numbers,
  value: (a, b) => Math.min(a!, b!),
  gradients: [(dy, [a, b]) => select(greater(a!, b!), 0, dy), (dy, [a, b]) => select(greater(a!, b!), dy, 0)],
  unbroadcast,
});

export function add(a: Operand, b: Operand): Tensor {
  const [x, y] = [asTensor(a), asTensor(b)];
  if (scalarValue(y) === 0) return x;
  if (scalarValue(x) === 0) return y;
  return applyElementwise(addOperator, x, y);
}

export function subtract(a: Operand, b: Operand): Tensor {
  const [x, y] = [asTensor(a), asTensor(b)];
  return scalarValue(y) === 0 ? x : applyElementwise(subtractOperator, x, y);
}

export function multiply(a: Operand, b: Operand): Tensor {
  const [x, y] = [asTensor(a), asTensor(b)];
  if (scalarValue(y) === 1) return x;
  if (scalarValue(x) === 1) return y;
  return applyElementwise(multiplyOperator, x, y);
}

export function divide(a: Operand, b: Operand): Tensor {
  const [x, y] = [asTensor(a), asTensor(b)];
  return scalarValue(y) === 1 ? x : applyElementwise(divideOperator, x, y);
}

export const negate = (x: Tensor): Tensor => applyElementwise(negateOperator, x);
export const greater = (a: Operand, b: Operand): Tensor =>
  applyElementwise(greaterOperator, asTensor(a), asTensor(b));
export const less = (a: Operand, b: Operand): Tensor =>
  applyElementwise(lessOperator, asTensor(a), asTensor(b));
export const equal = (a: Operand, b: Operand): Tensor =>
  applyElementwise(equalOperator, asTensor(a), asTensor(b));
export const and = (a: Tensor, b: Tensor): Tensor => applyElementwise(andOperator, a, b);
export const or = (a: Tensor, b: Tensor): Tensor => applyElementwise(orOperator, a, b);
export const not = (a: Tensor): Tensor => applyElementwise(notOperator, a);

/** `a` where the condition holds, else `b`. */
export function select(condition: Tensor, a: Operand, b: Operand): Tensor {
  const [x, y] = [asTensor(a), asTensor(b)];
  // ONNX Runtime has no Where for conditions
  if (x.dtype === 'bool' && y.dtype === 'bool') return or(and(condition, x), and(not(condition), y));
  return applyElementwise(selectOperator, condition, x, y);
}

/** The larger of two; where they are equal the gradient goes to `a`. */
export const maximum = (a: Operand, b: Operand): Tensor =>
  applyElementwise(maximumOperator, asTensor(a), asTensor(b));
export const minimum = (a: Operand, b: Operand): Tensor =>
  applyElementwise(minimumOperator, asTensor(a), asTensor(b));
export const clip = (x: Tensor, low: number, high: number): Tensor => minimum(maximum(x, low), high);

export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const total = sum(x, options);
  return multiply(total, sizeOf(total.shape) / sizeOf(x.shape));
}

export const stopGradientOperator: Operator<Record<never, never>> = {
  name: 'stopGradient',
  infer: ([x]) => [x!],
  lower: (_, __, inputs) => inputs,
  evaluate: (inputs) => inputs,
};

/** The same value, taken as a constant by differentiation. */
export const stopGradient = (x: Tensor): Tensor => apply(stopGradientOperator, [x], {});

/** A zero tensor like `x`. */
export const zerosLike = (x: Tensor): Tensor => zeros(x.shape, x.dtype);
