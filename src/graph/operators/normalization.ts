/** Normalisation to zero mean and unit variance, in operators. */
import type { Tensor } from '../tensor.ts';
import { add, divide, mean, multiply, subtract } from './arithmetic.ts';
import { sqrt, square } from './math.ts';
import { reshape } from './shape.ts';

/** (x - mean) / sqrt(variance + epsilon) over `axes`, biased variance. */
export function standardize(x: Tensor, axes: readonly number[], epsilon = 1e-5): Tensor {
  const centred = subtract(x, mean(x, { axes, keep: true }));
  return divide(centred, sqrt(add(mean(square(centred), { axes, keep: true }), epsilon)));
}

/** Over the last axis, with gain and shift of its extent (Ba et al. 2016, arXiv:1607.06450). */
export function layerNorm(x: Tensor, gain: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  return add(multiply(standardize(x, [-1], epsilon), gain), shift);
}

/** x [N, C, *S] over batch and space with the batch's statistics (Ioffe and Szegedy 2015, arXiv:1502.03167). */
export function batchNorm(x: Tensor, gain: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  const channel = x.shape.map((extent, axis) => (axis === 1 ? extent : 1));
  const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  return add(multiply(standardize(x, axes, epsilon), reshape(gain, channel)), reshape(shift, channel));
}
