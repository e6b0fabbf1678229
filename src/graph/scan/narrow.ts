/**
 * A pass over the backward body of a scan: some columns of a product are the product with those columns,
 *
 *     slice(a b, columns) = a slice(b, columns),
 *
 * and where b is a weight, its slice leaves the loop. It is what the gradient of a cell that multiplies [x, h] by one
 * weight needs: dh alone where nobody asks for dx, and no split of the joint result.
 */
import { slice, sliceOperator, splitOperator } from '../operators/indexing.ts';
import { matmulOperator } from '../operators/matmul.ts';
import { type AnyOperator, apply, type Tensor } from '../tensor.ts';

interface Columns {
  readonly start: number;
  readonly size: number;
}

/** The same values with the cut moved into the right side of a product, or undefined where this is no such cut. */
export function narrowProduct(tensor: Tensor): Tensor | undefined {
  const [source] = tensor.node.inputs;
  const columns = source && columnsOf(tensor);
  if (!columns || source.shape.length !== 2 || (source.node.operator as AnyOperator) !== matmulOperator) {
    return undefined;
  }
  const [a, b] = source.node.inputs as [Tensor, Tensor];
  const attributes = source.node.attributes as { readonly transposeB: boolean };
  return apply(matmulOperator, [a, slice(b, attributes.transposeB ? 0 : 1, columns)], attributes);
}

/** Which columns of a matrix a slice or a part of a split is. */
function columnsOf({ node, index }: Tensor): Columns | undefined {
  if ((node.operator as AnyOperator) === splitOperator) {
    const { axis, sizes } = node.attributes as { readonly axis: number; readonly sizes: readonly number[] };
    if (axis !== 1) return undefined;
    return { start: sizes.slice(0, index).reduce((a, b) => a + b, 0), size: sizes[index]! };
  }
  if ((node.operator as AnyOperator) === sliceOperator) {
    const { starts, sizes, steps } = node.attributes as {
      readonly starts: readonly number[];
      readonly sizes: readonly number[];
      readonly steps: readonly number[];
    };
    if (starts[0] !== 0 || sizes[0] !== node.inputs[0]!.shape[0] || steps[1] !== 1) return undefined;
    return { start: starts[1]!, size: sizes[1]! };
  }
  return undefined;
}
