/**
 * Reverse-mode differentiation: given dL/dy for some tensors y, the tensors dL/dx for others, as more of the same
 * graph, so that a gradient can be differentiated again (a gradient penalty needs that, also through a scan).
 */
import { add } from './operators/arithmetic.ts';
import { scalar } from './operators/source.ts';
import { type Node, ShapeError, sameShape, showType, type Tensor } from './tensor.ts';

/**
 * Vector-Jacobian product. `cotangents[i]` has the shape of `outputs[i]`. The result holds, for each tensor of
 * `wrt`, the sum over i of cotangents[i]' d outputs[i] / d wrt, or undefined where nothing depends on it. No
 * gradient is built for anything that does not lie between `wrt` and `outputs`.
 */
export function vectorJacobianProduct(
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  wrt: readonly Tensor[],
): readonly (Tensor | undefined)[] {
  const gradients = new Map<Tensor, Tensor>();
  const accumulate = (tensor: Tensor, gradient: Tensor): void => {
    const known = gradients.get(tensor);
    gradients.set(tensor, known ? add(known, gradient) : gradient);
  };
  outputs.forEach((output, i) => {
    const cotangent = cotangents[i];
    if (!cotangent || !sameShape(output.shape, cotangent.shape)) {
      const shown = cotangent ? showType(cotangent) : 'missing';
      throw new ShapeError(`vectorJacobianProduct: ${showType(output)} and its cotangent ${shown}`);
    }
    accumulate(output, cotangent);
  });
  const between = dependents(outputs, wrt);
  const targets = new Set(wrt);
  for (const node of [...between].sort((a, b) => b.id - a.id)) {
    const found = node.outputs.map((output) => gradients.get(output));
    if (found.every((gradient) => gradient === undefined)) continue;
    const needs = node.inputs.map((x) => x.dtype === 'float32' && (targets.has(x) || between.has(x.node)));
    if (!node.operator.gradient || !needs.some(Boolean)) continue;
    const { inputs, outputs: results, attributes } = node;
    const context = { node, inputs, outputs: results, attributes, cotangents: found, needs };
    node.operator.gradient(context).forEach((gradient, i) => {
      if (!gradient || !needs[i]) return;
      if (!sameShape(gradient.shape, inputs[i]!.shape)) {
        const found = `${showType(gradient)} for ${showType(inputs[i]!)}`;
        throw new ShapeError(`${node.operator.name}: its gradient in input ${i} is ${found}`);
      }
      accumulate(inputs[i]!, gradient);
    });
  }
  return wrt.map((tensor) => gradients.get(tensor));
}

/** dL/dx for a scalar L. A tensor that L does not depend on is an error: it would stay untrained unnoticed. */
export function gradients(loss: Tensor, wrt: readonly Tensor[]): readonly Tensor[] {
  if (loss.shape.length > 0) throw new ShapeError(`gradients: the loss is ${showType(loss)}, not a scalar`);
  return vectorJacobianProduct([loss], [scalar(1)], wrt).map((gradient, i) => {
    if (gradient) return gradient;
    throw new ShapeError(`gradients: the loss does not depend on tensor ${i}, ${showType(wrt[i]!)}`);
  });
}

/** The nodes from which `outputs` are made and that depend on `wrt`. */
function dependents(outputs: readonly Tensor[], wrt: readonly Tensor[]): ReadonlySet<Node> {
  const targets = new Set(wrt);
  const oldest = Math.min(...wrt.map(({ node }) => node.id));
  const found = new Set<Node>();
  for (const node of ancestors(outputs, oldest)) {
    if (node.inputs.some((x) => targets.has(x) || found.has(x.node))) found.add(node);
  }
  return found;
}

/** The nodes that `outputs` are made from, themselves included, oldest first; none older than `oldest`. */
export function ancestors(outputs: readonly Tensor[], oldest = 0): readonly Node[] {
  const seen = new Set<Node>();
  const waiting = outputs.map(({ node }) => node);
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (seen.has(node) || node.id < oldest) continue;
    seen.add(node);
    for (const { node: parent } of node.inputs) waiting.push(parent);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
