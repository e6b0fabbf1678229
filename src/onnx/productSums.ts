/**
 * A pass over one graph: a product and the sum that alone reads it are one ONNX Gemm, A B + C. The sum then costs no
 * pass over memory, and a gradient that is added up step by step adds to its total where it is made.
 */

import { addOperator } from '../graph/operators/arithmetic.ts';
import { matmulOperator } from '../graph/operators/matmul.ts';
import { type AnyOperator, type Node, sameShape, type Tensor } from '../graph/tensor.ts';

export interface ProductSum {
  readonly product: Node;
  readonly addend: Tensor;
}

/**
 * The sums that take a product in, by their node. `nodes` are those that are lowered, `outputs` the graph's own; a
 * product that is made turned (turnedProducts.ts) is not taken in.
 */
export function productSums(
  nodes: readonly Node[],
  outputs: readonly Tensor[],
  isTurned: (node: Node) => boolean = () => false,
): ReadonlyMap<Node, ProductSum> {
  const readers = new Map<Tensor, number>();
  for (const tensor of [...outputs, ...nodes.flatMap(({ inputs }) => inputs)]) {
    readers.set(tensor, (readers.get(tensor) ?? 0) + 1);
  }
  const isFree = (tensor: Tensor) =>
    (tensor.node.operator as AnyOperator) === matmulOperator &&
    tensor.shape.length === 2 &&
    readers.get(tensor) === 1 &&
    nodes.includes(tensor.node) &&
    !isTurned(tensor.node);
  const found = new Map<Node, ProductSum>();
  for (const node of nodes) {
    if ((node.operator as AnyOperator) !== addOperator) continue;
    const [a, b] = node.inputs as [Tensor, Tensor];
    const product = [a, b].find((x) => isFree(x) && sameShape(x.shape, node.outputs[0]!.shape));
    if (product) found.set(node, { product: product.node, addend: product === a ? b : a });
  }
  return found;
}
