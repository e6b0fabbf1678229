/**
 * One product in the place of several: a A' + b B' + c = [a, b, 1] [A, B, c]'. A step of a cell multiplies its input
 * and its carry by one weight; the bias is a row of it, so adding it and summing its gradient over the batch are part
 * of the products too. A projection of all inputs before the loop would be a larger product, but its result is
 * written to memory, read again and added, which costs more than it saves (docs/notes/0002-engine.md).
 */
import { concat, constant, reshape, type Tensor, transpose } from '../graph/index.ts';

/** Values [B, n] of one batch side by side, with a column of ones: [B, sum of n + 1]. */
export function joined(values: readonly Tensor[]): Tensor {
  const batch = values[0]!.shape[0]!;
  return concat([...values, constant(new Float32Array(batch).fill(1), [batch, 1])], 1);
}

/** Weights [R, n] and their bias [R] as the right side for `joined` values: [sum of n + 1, R]. */
export function joinedWeight(weights: readonly Tensor[], bias: Tensor): Tensor {
  return transpose(concat([...weights, reshape(bias, [bias.shape[0]!, 1])], 1));
}
