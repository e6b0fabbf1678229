/**
 * Which products of a loop are made turned,
 *
 *     A B = (B' A')',   A [M, K], B [K, N].
 *
 * The kernel of ONNX Runtime packs the right side of a product anew at every call. A weight that stays the same
 * through the loop is then packed in every step; turned, the small value of the step is packed, and only the result
 * has to be turned back. That pays where packing B, K N values, is more work than packing A and turning the result.
 */
import { matmulOperator } from '../graph/operators/matmul.ts';
import { type AnyOperator, type Node, sizeOf, type Tensor } from '../graph/tensor.ts';

/** How many times M (K + N) the product K N has to be (measured, docs/notes/0002-engine.md). */
const LEAST_RATIO = 2.5;
/** Below, turning back is a call too many, and a product of one row has a kernel of its own. */
const LEAST_ROWS = 8;

export function isTurnedProduct(node: Node, isConstant: (tensor: Tensor) => boolean): boolean {
  if ((node.operator as AnyOperator) !== matmulOperator || node.attributes.transposeA) return false;
  const [a, b] = node.inputs as [Tensor, Tensor];
  if (a.shape.length !== 2 || !isConstant(b) || isConstant(a)) return false;
  const [rows, columns] = node.outputs[0]!.shape as [number, number];
  return rows >= LEAST_ROWS && sizeOf(b.shape) >= LEAST_RATIO * (sizeOf(a.shape) + rows * columns);
}
