/**
 * TS2Vec's hierarchical contrastive loss (arXiv:2106.10466, equations 1 to 3) of two views z, z' of the same steps:
 * at every level, half the instance loss (the same step of other sequences is the contrast) and half the temporal loss
 * (other steps of the same sequence are), then both views are max-pooled by two, down to one step, where only the
 * instance loss is left; the sum over the number of levels.
 *
 * The steps that two crops share vary in number, and a program has one length: the shared steps stand first, L of T,
 * and what comes after them has no weight. At level k there are floor(L / 2^k) of them.
 */
import {
  add,
  concat,
  constant,
  logSoftmax,
  matmul,
  maximum,
  multiply,
  type Shape,
  slice,
  sum,
  type Tensor,
  transpose,
} from '../../graph/index.ts';

/** Levels of L steps: L, L / 2, ..., 1. */
export const levelCount = (length: number): number => Math.floor(Math.log2(length)) + 1;

/** Inputs by which a program learns L: per level k, weights of steps and what to add to the temporal logits. */
export function contrastInputs(length: number): Readonly<Record<string, Shape>> {
  const shapes: Record<string, Shape> = {};
  for (let k = 0, steps = length; k < levelCount(length); k++, steps >>= 1) {
    shapes[`instance.${k}`] = [steps];
    if (steps === 1) break;
    shapes[`temporal.${k}`] = [1, 2 * steps];
    shapes[`columns.${k}`] = [1, 1, 2 * steps];
  }
  return shapes;
}

const hidden = -1e9;

/** Fills them for `shared` steps of `length` and batches of `batch`. */
export function fillContrast(
  length: number,
  shared: number,
  batch: number,
  into: Readonly<
    Record<string, { readonly data: { fill(value: number, from?: number, to?: number): unknown } }>
  >,
): void {
  const half = 0.5 / levelCount(shared);
  for (let k = 0, steps = length, live = shared; k < levelCount(length); k++, steps >>= 1, live >>= 1) {
    const instance = into[`instance.${k}`]!.data;
    instance.fill(0);
    // the mean over steps and over the 2 B rows of both directions
    if (live > 0) instance.fill(half / (live * 2 * batch), 0, live);
    if (steps === 1) break;
    const temporal = into[`temporal.${k}`]!.data;
    temporal.fill(0);
    const columns = into[`columns.${k}`]!.data;
    columns.fill(hidden);
    for (const from of [0, steps]) {
      if (live > 1) temporal.fill(half / (2 * live * batch), from, from + live);
      columns.fill(0, from, from + live);
    }
  }
}

/** Zero but `hidden` on the diagonal: a member is not compared with itself. */
function withoutItself(size: number): Tensor {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = hidden;
  return constant(values, [1, size, size]);
}

/** One where row i meets its other view, i + size / 2 modulo size. */
function counterparts(size: number): Tensor {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + ((i + size / 2) % size)] = 1;
  return constant(values, [1, size, size]);
}

/** members [M, 2 n, C] -> minus the log probability of each member's counterpart among the others: [M, 2 n]. */
function contrast(members: Tensor, columns?: Tensor): Tensor {
  const size = members.shape[1]!;
  const similarity = add(matmul(members, transpose(members, [0, 2, 1])), withoutItself(size));
  const logits = columns ? add(similarity, columns) : similarity;
  return multiply(sum(multiply(logSoftmax(logits), counterparts(size)), { axes: [2] }), -1);
}

/** Max-pooling of [T, B, C] by two along time; a last odd step is dropped. */
function pooled(z: Tensor): Tensor {
  const size = z.shape[0]! >> 1;
  return maximum(slice(z, 0, { size, step: 2 }), slice(z, 0, { start: 1, size, step: 2 }));
}

/** Views [T, B, C] -> the loss. */
export function contrastiveLoss(
  first: Tensor,
  second: Tensor,
  inputs: Readonly<Record<string, Tensor>>,
): Tensor {
  let [a, b] = [first, second];
  const terms: Tensor[] = [];
  for (let k = 0; k < levelCount(first.shape[0]!); k++) {
    if (k > 0) [a, b] = [pooled(a), pooled(b)];
    const [steps, batch] = a.shape as [number, number];
    if (batch > 1) {
      const perStep = sum(contrast(concat([a, b], 1)), { axes: [1] });
      terms.push(sum(multiply(perStep, inputs[`instance.${k}`]!)));
    }
    if (steps > 1) {
      const bySequence = concat([transpose(a, [1, 0, 2]), transpose(b, [1, 0, 2])], 1);
      const perRow = contrast(bySequence, inputs[`columns.${k}`]!);
      terms.push(sum(multiply(perRow, inputs[`temporal.${k}`]!)));
    }
  }
  return terms.reduce((x, y) => add(x, y));
}
