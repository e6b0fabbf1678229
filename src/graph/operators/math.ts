/**
 * Smooth functions of one variable. Each derivative is written with the function's own result where that is
 * cheaper, and every function is finite wherever its value is.
 */

import type { Tensor } from '../tensor.ts';
import { add, divide, greater, multiply, negate, select, subtract } from './arithmetic.ts';
import { applyElementwise, elementwise } from './elementwise.ts';
import { scalar } from './source.ts';

export const expOperator = elementwise({
  name: 'exp',
  onnx: 'Exp',
  value: (x) => Math.exp(x!),
  gradients: [(dy, _, y) => multiply(dy, y)],
});
export const logOperator = elementwise({
  name: 'log',
  onnx: 'Log',
  value: (x) => Math.log(x!),
  gradients: [(dy, [x]) => divide(dy, x!)],
});
export const sqrtOperator = elementwise({
  name: 'sqrt',
  onnx: 'Sqrt',
  value: (x) => Math.sqrt(x!),
  gradients: [(dy, _, y) => divide(multiply(dy, 0.5), y)],
});
export const tanhOperator = elementwise({
  name: 'tanh',
  onnx: 'Tanh',
  value: (x) => Math.tanh(x!),
  // dy (1 - y^2), in the form whose products a scan shares with those of the values around it (scan/products.ts)
  gradients: [(dy, _, y) => subtract(dy, multiply(multiply(dy, y), y))],
});
export const sigmoidOperator = elementwise({
  name: 'sigmoid',
  onnx: 'Sigmoid',
  value: (x) => 1 / (1 + Math.exp(-x!)),
  gradients: [
    (dy, _, y) => {
      const scaled = multiply(dy, y);
      return subtract(scaled, multiply(scaled, y));
    },
  ],
});
export const absOperator = elementwise({
  name: 'abs',
  onnx: 'Abs',
  value: (x) => Math.abs(x!),
  gradients: [(dy, [x]) => multiply(dy, sign(x!))],
});
export const signOperator = elementwise({ name: 'sign', onnx: 'Sign', value: (x) => Math.sign(x!) });
export const reluOperator = elementwise({
  name: 'relu',
  onnx: 'Relu',
  value: (x) => Math.max(x!, 0),
  gradients: [(dy, [x]) => select(greater(x!, 0), dy, 0)],
});
export const erfOperator = elementwise({
  name: 'erf',
  onnx: 'Erf',
  value: (x) => erfReference(x!),
  gradients: [(dy, [x]) => multiply(dy, multiply(2 / Math.sqrt(Math.PI), exp(negate(multiply(x!, x!)))))],
});
export const sinOperator = elementwise({
  name: 'sin',
  onnx: 'Sin',
  value: (x) => Math.sin(x!),
  gradients: [(dy, [x]) => multiply(dy, cos(x!))],
});
export const cosOperator = elementwise({
  name: 'cos',
  onnx: 'Cos',
  value: (x) => Math.cos(x!),
  gradients: [(dy, [x]) => negate(multiply(dy, sin(x!)))],
});
/** Round half to even, as ONNX does; its derivative is zero. */
export const roundOperator = elementwise({
  name: 'round',
  onnx: 'Round',
  value: (x) => (Math.abs(x! % 1) === 0.5 ? 2 * Math.round(x! / 2) : Math.round(x!)),
});

export const exp = (x: Tensor): Tensor => applyElementwise(expOperator, x);
export const log = (x: Tensor): Tensor => applyElementwise(logOperator, x);
export const sqrt = (x: Tensor): Tensor => applyElementwise(sqrtOperator, x);
export const tanh = (x: Tensor): Tensor => applyElementwise(tanhOperator, x);
export const sigmoid = (x: Tensor): Tensor => applyElementwise(sigmoidOperator, x);
export const abs = (x: Tensor): Tensor => applyElementwise(absOperator, x);
export const sign = (x: Tensor): Tensor => applyElementwise(signOperator, x);
export const relu = (x: Tensor): Tensor => applyElementwise(reluOperator, x);
export const erf = (x: Tensor): Tensor => applyElementwise(erfOperator, x);
export const sin = (x: Tensor): Tensor => applyElementwise(sinOperator, x);
export const cos = (x: Tensor): Tensor => applyElementwise(cosOperator, x);
export const round = (x: Tensor): Tensor => applyElementwise(roundOperator, x);
export const square = (x: Tensor): Tensor => multiply(x, x);

/** log(1 + e^x) as max(x, 0) + log(1 + e^-|x|): finite for every finite x. */
export const softplusOperator = elementwise({
  name: 'softplus',
  onnx: 'Softplus',
  value: (x) => Math.max(x!, 0) + Math.log1p(Math.exp(-Math.abs(x!))),
  gradients: [(dy, [x]) => multiply(dy, sigmoid(x!))],
});
export const softplus = (x: Tensor): Tensor => applyElementwise(softplusOperator, x);

/** x where positive, else slope * x (Maas et al. 2013); the derivative at zero is the slope, as in PyTorch. */
export function leakyRelu(x: Tensor, slope = 0.2): Tensor {
  return multiply(x, select(greater(x, 0), scalar(1), scalar(slope)));
}

/** Gaussian error linear unit, x * Phi(x), exact form (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
export function gelu(x: Tensor): Tensor {
  return multiply(multiply(x, 0.5), add(erf(multiply(x, Math.SQRT1_2)), 1));
}

/** erf by its Maclaurin series below 3 and the continued fraction of erfc above: 1e-15 everywhere. */
function erfReference(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < 3) {
    let term = x;
    let total = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total) && n < 200; n++) {
      term *= (-x * x) / n;
      total += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * total;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (magnitude + fraction);
  return Math.sign(x) * (1 - Math.exp(-magnitude * magnitude) / Math.sqrt(Math.PI) / (magnitude + fraction));
}
