/**
 * A program cut into programs that run one after another, at tensors whose values are exchanged in between: a later
 * program reads what the exchange made of such a tensor (the mean over shards of a batch), not the tensor itself.
 * What an earlier program has computed with effort and a later one needs is handed on, not computed again.
 */
import { ancestors } from './differentiate.ts';
import { liveTensors } from './liveness.ts';
import { input, zeros } from './operators/source.ts';
import { type Program, program } from './program.ts';
import { makeNode, type Node, ShapeError, type Tensor } from './tensor.ts';

/** Names of what a stage hands on, and of what it reads in the place of an exchanged tensor. */
const keptName = (index: number): string => `kept.${index}`;
export const exchangedName = (name: string): string => `exchanged.${name}`;

/**
 * `groups[k]` are exchanged between program k and program k + 1. Every output and every tensor of a group stands in
 * the first program that can compute it, and so does what is handed on, as `kept.*`.
 */
export function inStages(
  outputs: Readonly<Record<string, Tensor>>,
  groups: readonly Readonly<Record<string, Tensor>>[],
): readonly Program[] {
  const groupOf = new Map<Tensor, { readonly group: number; readonly name: string }>();
  groups.forEach((tensors, group) => {
    for (const [name, tensor] of Object.entries(tensors)) {
      if (!groupOf.has(tensor)) groupOf.set(tensor, { group, name });
    }
  });
  const wanted = [...Object.values(outputs), ...groupOf.keys()];
  const live = liveTensors(wanted);
  const nodes = ancestors(wanted).filter((node) => node.outputs.some((output) => live.has(output)));
  const { stages, isFree } = stagesOf(nodes, live, (tensor) => groupOf.get(tensor)?.group);
  const stageOf = (tensor: Tensor) => stages.get(tensor.node) ?? 0;
  for (const [tensor, { group, name }] of groupOf) {
    if (stageOf(tensor) > group) throw new ShapeError(`inStages: '${name}' needs what is exchanged later`);
  }

  const found = Array.from({ length: groups.length + 1 }, (): Record<string, Tensor> => ({}));
  for (const tensors of [outputs, ...groups]) {
    for (const [name, tensor] of Object.entries(tensors)) found[stageOf(tensor)]![name] = tensor;
  }
  const keptNames = new Map<Tensor, string>();
  const made: Program[] = [];
  // the last first: it decides what the others hand on
  for (let stage = groups.length; stage >= 0; stage--) {
    const here = new Map<Tensor, Tensor>();
    const read = (tensor: Tensor): Tensor => {
      const known = here.get(tensor);
      if (known) return known;
      const exchanged = groupOf.get(tensor);
      let stand = tensor;
      if (exchanged && exchanged.group < stage) stand = input(exchangedName(exchanged.name), tensor.shape);
      else if (isFree(tensor.node)) return tensor;
      else if (!live.has(tensor)) stand = zeros(tensor.shape, tensor.dtype);
      else {
        const name = keptNames.get(tensor) ?? keptName(keptNames.size);
        keptNames.set(tensor, name);
        found[stageOf(tensor)]![name] = tensor;
        stand = input(name, tensor.shape, tensor.dtype);
      }
      here.set(tensor, stand);
      return stand;
    };
    for (const node of nodes) {
      if (isFree(node) || stages.get(node) !== stage) continue;
      const again = makeNode(node.operator, node.inputs.map(read), node.attributes);
      node.outputs.forEach((output, i) => {
        here.set(output, again.outputs[i]!);
      });
    }
    const entries = Object.entries(found[stage]!).map(([name, tensor]) => [name, read(tensor)] as const);
    made.unshift(program(Object.fromEntries(entries)));
  }
  return made;
}

/** What takes more time to compute again than to hand on. */
const HEAVY: readonly string[] = ['scan', 'matmul', 'convolution', 'convolutionTransposed'];

/** The stage of every node, and which ones any stage may have: what is easily made of inputs and constants. */
function stagesOf(
  nodes: readonly Node[],
  live: ReadonlySet<Tensor>,
  groupOf: (tensor: Tensor) => number | undefined,
) {
  const stages = new Map<Node, number>();
  const free = new Set<Node>();
  for (const node of nodes) {
    const needed = node.operator.liveInputs?.(node, (tensor) => live.has(tensor));
    const read = node.inputs.filter((_, i) => needed?.[i] ?? true);
    const stage = read.map((x) => Math.max((groupOf(x) ?? -1) + 1, stages.get(x.node) ?? 0));
    stages.set(node, Math.max(0, ...stage));
    const isExchanged = node.outputs.some((output) => groupOf(output) !== undefined);
    const isLight = !HEAVY.includes(node.operator.name) && !isExchanged;
    if (isLight && read.every((x) => free.has(x.node))) free.add(node);
  }
  return { stages, isFree: (node: Node) => free.has(node) };
}
