/** The reference evaluator: runs a graph in float64 by the records' own definitions. Slow, plain, and the oracle. */
import { ancestors } from './differentiate.ts';
import { type ReferenceValue, ShapeError, sameShape, showType, type Tensor } from './tensor.ts';

export function evaluate(
  outputs: readonly Tensor[],
  given: ReadonlyMap<Tensor, ReferenceValue>,
): readonly ReferenceValue[] {
  const values = new Map<Tensor, ReferenceValue>(given);
  for (const [tensor, value] of given) {
    if (!sameShape(tensor.shape, value.shape)) {
      throw new ShapeError(`evaluate: [${value.shape.join(', ')}] was given for ${showType(tensor)}`);
    }
  }
  for (const node of ancestors(outputs)) {
    if (node.outputs.every((output) => values.has(output))) continue;
    const inputs = node.inputs.map((x) => values.get(x)!);
    node.operator.evaluate(inputs, node.attributes, node).forEach((value, i) => {
      values.set(node.outputs[i]!, value);
    });
  }
  return outputs.map((output) => values.get(output)!);
}
