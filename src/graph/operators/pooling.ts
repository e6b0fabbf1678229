/**
 * Pooling over windows of the last axes, [..., *S] -> [..., *T] with T = floor((S + 2 p - size) / stride) + 1, as in
 * PyTorch. A window is pooled axis by axis and each axis by slices, so that gradients of every order follow.
 */
import { ShapeError, showType, type Tensor } from '../tensor.ts';
import { add, maximum, multiply } from './arithmetic.ts';
import { pad, slice } from './indexing.ts';
import { constant } from './source.ts';

export interface PoolingOptions {
  /** Steps between windows, one per pooled axis; the window's own extents when absent. */
  readonly stride?: readonly number[];
  /** Elements added on both sides, at most half a window: zeros for the average, nothing for the maximum. */
  readonly padding?: readonly number[];
}

type Join = (a: Tensor, b: Tensor) => Tensor;

function pool(name: string, x: Tensor, size: readonly number[], options: PoolingOptions, join: Join): Tensor {
  const { stride = size, padding = size.map(() => 0) } = options;
  const first = x.shape.length - size.length;
  const isPossible =
    x.dtype === 'float32' &&
    size.length >= 1 &&
    first >= 0 &&
    [stride, padding].every((list) => list.length === size.length) &&
    [...size, ...stride].every((n) => Number.isInteger(n) && n >= 1) &&
    padding.every((n, i) => Number.isInteger(n) && n >= 0 && 2 * n <= size[i]!) &&
    size.every((n, i) => n <= x.shape[first + i]! + 2 * padding[i]!);
  if (!isPossible) {
    throw new ShapeError(
      `${name}: windows [${size}] with stride [${stride}] and padding [${padding}] do not fit ${showType(x)}`,
    );
  }
  // from the last axis to the first: of equal elements the first in row-major order stays
  return size.reduceRight(
    (pooled, extent, i) => {
      const axis = first + i;
      const taken = Math.floor((pooled.shape[axis]! - extent) / stride[i]!) + 1;
      const taps = Array.from({ length: extent }, (_, start) =>
        slice(pooled, axis, { start, size: taken, step: stride[i]! }),
      );
      return taps.reduce(join);
    },
    padded(x, first, padding, name === 'maxPool'),
  );
}

/** Pads with zeros, or with the lowest number where a maximum is taken. */
function padded(x: Tensor, first: number, padding: readonly number[], isMaximum: boolean): Tensor {
  if (padding.every((n) => n === 0)) return x;
  const both = [...new Array<number>(first).fill(0), ...padding];
  const wide = pad(x, { before: both, after: both });
  if (!isMaximum) return wide;
  return padding.reduce((raised, n, i) => {
    const extent = wide.shape[first + i]!;
    const isInside = (at: number) => at >= n && at < extent - n;
    const lowest = Array.from({ length: extent }, (_, at) => (isInside(at) ? 0 : LOWEST));
    const shape = [extent, ...padding.slice(i + 1).map(() => 1)];
    return add(raised, constant(lowest, shape));
  }, wide);
}

/** Half of float32's lowest, so that two of them add up in a corner. */
const LOWEST = -1.7e38;

/** The largest element of every window; of equal ones the first, in row-major order, has the gradient. */
export const maxPool = (x: Tensor, size: readonly number[], options: PoolingOptions = {}): Tensor =>
  pool('maxPool', x, size, options, maximum);

/** The mean of every window; padding counts as zeros. */
export const averagePool = (x: Tensor, size: readonly number[], options: PoolingOptions = {}): Tensor =>
  multiply(pool('averagePool', x, size, options, add), 1 / size.reduce((a, b) => a * b, 1));
