/** Pooling over the last axis, written in slices so that its gradients of every order follow. */
import type { Tensor } from '../tensor.ts';
import { add, maximum, multiply } from './arithmetic.ts';
import { slice } from './indexing.ts';

function pool(x: Tensor, size: number, stride: number, join: (a: Tensor, b: Tensor) => Tensor): Tensor {
  const taken = Math.floor((x.shape[x.shape.length - 1]! - size) / stride) + 1;
  const taps = Array.from({ length: size }, (_, start) => slice(x, -1, { start, size: taken, step: stride }));
  return taps.reduce(join);
}

/** [..., S] -> [..., (S - size) / stride + 1]. */
export const maxPool = (x: Tensor, size: number, stride = size): Tensor => pool(x, size, stride, maximum);
export const averagePool = (x: Tensor, size: number, stride = size): Tensor =>
  multiply(pool(x, size, stride, add), 1 / size);
