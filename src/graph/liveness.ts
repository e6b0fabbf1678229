import { ancestors } from './differentiate.ts';
import type { Tensor } from './tensor.ts';

/**
 * The tensors that `outputs` need. Finer than reachability: a scan reads only what its used outputs depend on, so a
 * step result or a carried value that nobody reads costs nothing.
 */
export function liveTensors(outputs: readonly Tensor[]): ReadonlySet<Tensor> {
  const live = new Set<Tensor>(outputs);
  for (const node of ancestors(outputs).toReversed()) {
    if (!node.outputs.some((output) => live.has(output))) continue;
    const needed = node.operator.liveInputs?.(node, (tensor) => live.has(tensor));
    node.inputs.forEach((x, i) => {
      if (needed?.[i] ?? true) live.add(x);
    });
  }
  return live;
}
