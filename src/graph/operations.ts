/**
 * How many floating-point operations a program's matrix products and convolutions take, two for each multiply-add,
 * counted on the graph itself: only what its outputs need, and the body of a scan once per time step. Elementwise
 * work is not counted, so a rate made from this number is a lower bound.
 */
import { ancestors } from './differentiate.ts';
import { liveTensors } from './liveness.ts';
import type { Program } from './program.ts';
import type { ScanBody } from './scan/scan.ts';
import { type Node, sizeOf, type Tensor } from './tensor.ts';

export const operationsOf = ({ outputs }: Program): number => countFrom(Object.values(outputs));

function countFrom(outputs: readonly Tensor[]): number {
  const live = liveTensors(outputs);
  let total = 0;
  for (const node of ancestors(outputs)) {
    if (node.outputs.some((output) => live.has(output))) total += operationsOfNode(node, live);
  }
  return total;
}

function operationsOfNode(node: Node, live: ReadonlySet<Tensor>): number {
  const [a, b] = node.inputs;
  const [y] = node.outputs;
  switch (node.operator.name) {
    case 'matmul': {
      const { transposeA } = node.attributes as { transposeA: boolean };
      return 2 * sizeOf(y!.shape) * a!.shape.at(transposeA ? -2 : -1)!;
    }
    // y [N, O, ...], w [O, C, ...kernel]: each result is a sum over channels and kernel
    case 'convolution':
      return 2 * sizeOf(y!.shape) * sizeOf(b!.shape.slice(1));
    // x [N, O, ...] is spread over channels and kernel
    case 'convolutionTransposed':
      return 2 * sizeOf(a!.shape) * sizeOf(b!.shape.slice(1));
    case 'scan': {
      const body = node.attributes as ScanBody;
      const needed = node.operator.liveInputs!(node, (tensor) => live.has(tensor));
      const carried = body.carriedOut.filter((_, i) => needed[i]);
      const steps = body.stepOut.filter((_, i) => live.has(node.outputs[body.carriedIn.length + i]!));
      return body.length * countFrom([...carried, ...steps]);
    }
    default:
      return node.operator.meaning ? countFrom(node.operator.meaning(node)) : 0;
  }
}
