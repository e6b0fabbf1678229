/**
 * `scan` runs a body once per time step: values are carried from step to step, others are read step by step from
 * stacks [T, ...] or written to them. It is an operator like any other, and a recurrent layer is one of it.
 *
 *     carry[0] = initial;   (carry[t + 1], y[t]) = body(carry[t], x[t])
 *
 * The body may use any tensor from around it. Whatever in it does not depend on the carry or on x is computed once,
 * outside. The gradient is a scan in the other direction (gradient.ts). Lowering is one ONNX `Scan` node.
 */
import { ancestors } from '../differentiate.ts';
import { evaluate } from '../evaluate.ts';
import { graph, int, ints } from '../lowering.ts';
import { constantOperator, input } from '../operators/source.ts';
import {
  type AnyOperator,
  makeNode,
  type Node,
  type Operator,
  type ReferenceValue,
  ShapeError,
  sameShape,
  showType,
  sizeOf,
  type Tensor,
} from '../tensor.ts';
import { scanGradient } from './gradient.ts';
import { shareProducts } from './products.ts';

export interface ScanBody {
  readonly carriedIn: readonly Tensor[];
  readonly scannedIn: readonly Tensor[];
  /** Stand for the values from around the body, the last inputs of the node. */
  readonly constantIn: readonly Tensor[];
  readonly carriedOut: readonly Tensor[];
  /** Per-step results. `tap` appends to it. */
  readonly stepOut: readonly Tensor[];
  readonly reverse: boolean;
  readonly length: number;
}

/** Which parts of a scan the live ones of its outputs need. */
function liveParts(node: Node, isLive: (tensor: Tensor) => boolean) {
  const body = node.attributes as ScanBody;
  const steps = body.stepOut.map((_, i) => isLive(node.outputs[body.carriedIn.length + i]!));
  const carried = body.carriedIn.map((_, i) => isLive(node.outputs[i]!));
  for (;;) {
    const roots = [
      ...body.carriedOut.filter((_, i) => carried[i]),
      ...body.stepOut.filter((_, i) => steps[i]),
    ];
    const reached = new Set(ancestors(roots));
    const grown = body.carriedIn.map((x, i) => carried[i]! || reached.has(x.node));
    if (grown.every((live, i) => live === carried[i])) {
      const scanned = body.scannedIn.map((x) => reached.has(x.node));
      if (!scanned.includes(true)) scanned[0] = true; // ONNX's Scan takes its length from a scanned input
      return { carried, steps, scanned, constants: body.constantIn.map((x) => reached.has(x.node)) };
    }
    grown.forEach((live, i) => {
      carried[i] = live;
    });
  }
}

export const scanOperator: Operator<ScanBody> = {
  name: 'scan',
  infer: (inputs, { carriedIn, scannedIn, carriedOut, stepOut, length }) => {
    if (scannedIn.length === 0) throw new ShapeError('scan: at least one stack must be read step by step');
    if (carriedOut.length !== carriedIn.length) {
      throw new ShapeError(
        `scan: ${carriedIn.length} carried values enter the body, ${carriedOut.length} leave it`,
      );
    }
    carriedOut.forEach((next, i) => {
      if (!sameShape(next.shape, carriedIn[i]!.shape) || next.dtype !== carriedIn[i]!.dtype) {
        throw new ShapeError(
          `scan: carried value ${i} enters as ${showType(carriedIn[i]!)}, leaves as ${showType(next)}`,
        );
      }
    });
    scannedIn.forEach((_, i) => {
      const stackType = inputs[carriedIn.length + i]!;
      if (stackType.shape[0] !== length)
        throw new ShapeError(`scan: ${showType(stackType)} has not ${length} steps`);
    });
    return [
      ...carriedOut.map(({ shape, dtype }) => ({ shape, dtype })),
      ...stepOut.map(({ shape, dtype }) => ({ shape: [length, ...shape], dtype })),
    ];
  },
  gradient: (context) => scanGradient(context, { makeScan, rebuild, tap }),
  liveInputs: (node, isLive) => {
    const { carried, scanned, constants } = liveParts(node, isLive);
    return [...carried, ...scanned, ...constants];
  },
  lower: (lowering, node, inputs) => {
    const body = node.attributes as ScanBody;
    const live = liveParts(node, (tensor) => lowering.isLive(tensor));
    const keep = <T>(items: readonly T[], flags: readonly boolean[]) => items.filter((_, i) => flags[i]);
    const count = body.carriedIn.length;
    const constantAt = count + body.scannedIn.length;
    const captured = new Map(body.constantIn.map((x, i) => [x, inputs[constantAt + i]!]));
    const scanned = keep(body.scannedIn, live.scanned);
    const steps = keep(body.stepOut, live.steps);
    const outputs = [...keep(body.carriedOut, live.carried), ...steps];
    const subgraph = lowering.subgraph(
      [...keep(body.carriedIn, live.carried), ...scanned],
      captured,
      outputs,
    );
    const direction = (many: number) => ints(new Array<number>(many).fill(Number(body.reverse)));
    const names = lowering.emit(
      'Scan',
      [...keep(inputs.slice(0, count), live.carried), ...keep(inputs.slice(count, constantAt), live.scanned)],
      {
        body: graph(subgraph),
        num_scan_inputs: int(scanned.length),
        scan_input_directions: direction(scanned.length),
        ...(steps.length > 0 && { scan_output_directions: direction(steps.length) }),
      },
      outputs.length,
    );
    let next = 0;
    return [...live.carried, ...live.steps].map((flag) => (flag ? names[next++]! : ''));
  },
  evaluate: (inputs, body) => {
    const count = body.carriedIn.length;
    let carried = inputs.slice(0, count);
    const stacks = inputs.slice(count, count + body.scannedIn.length);
    const constants = inputs.slice(count + body.scannedIn.length);
    const steps = body.stepOut.map(({ shape }) => ({
      shape: [body.length, ...shape],
      data: new Float64Array(body.length * sizeOf(shape)),
    }));
    for (let i = 0; i < body.length; i++) {
      const t = body.reverse ? body.length - 1 - i : i;
      const given = new Map<Tensor, ReferenceValue>();
      for (const [j, x] of body.carriedIn.entries()) given.set(x, carried[j]!);
      for (const [j, x] of body.constantIn.entries()) given.set(x, constants[j]!);
      body.scannedIn.forEach((x, j) => {
        const size = sizeOf(x.shape);
        given.set(x, { shape: x.shape, data: stacks[j]!.data.subarray(t * size, (t + 1) * size) });
      });
      const results = evaluate([...body.carriedOut, ...body.stepOut], given);
      carried = results.slice(0, count);
      steps.forEach((stack, j) => {
        stack.data.set(results[count + j]!.data, t * sizeOf(body.stepOut[j]!.shape));
      });
    }
    return [...carried, ...steps];
  },
};

export interface ScanDraft extends Omit<ScanBody, 'constantIn' | 'length'> {
  readonly initial: readonly Tensor[];
  readonly stacks: readonly Tensor[];
}

/** Closes a body over the tensors from around it and makes the node. */
export function makeScan({ initial, stacks, ...draft }: ScanDraft): Node {
  const length = stacks[0]?.shape[0] ?? 0;
  const closed = close(draft);
  const body: ScanBody = { ...draft, ...closed.body, length };
  return makeNode(scanOperator, [...initial, ...stacks, ...closed.captured], body);
}

/** Replaces what does not depend on the body's inputs by formal constants, and tells what they stand for. */
function close(draft: Omit<ScanBody, 'constantIn' | 'length'>) {
  const formals = [...draft.carriedIn, ...draft.scannedIn];
  const inside = new Map<Tensor, Tensor>(formals.map((x) => [x, x]));
  const oldest = Math.min(...formals.map(({ node }) => node.id));
  const captured: Tensor[] = [];
  const constantIn: Tensor[] = [];
  const outputs = [...draft.carriedOut, ...draft.stepOut];

  const capture = (tensor: Tensor): Tensor => {
    const known = inside.get(tensor);
    if (known) return known;
    if ((tensor.node.operator as AnyOperator) === constantOperator) return tensor;
    const formal = input(`constant ${constantIn.length}`, tensor.shape, tensor.dtype);
    captured.push(tensor);
    constantIn.push(formal);
    inside.set(tensor, formal);
    return formal;
  };
  for (const node of ancestors(outputs, oldest)) {
    if (inside.has(node.outputs[0]!) || !node.inputs.some((x) => inside.has(x) && !captured.includes(x)))
      continue;
    const rebuilt = rebuild(node, node.inputs.map(capture));
    node.outputs.forEach((output, i) => {
      inside.set(output, rebuilt.outputs[i]!);
    });
  }
  const results = shareProducts(outputs.map(capture), rebuild);
  const count = draft.carriedOut.length;
  const body = { constantIn, carriedOut: results.slice(0, count), stepOut: results.slice(count) };
  return { captured, body };
}

/** The same node on other inputs. */
export function rebuild(node: Node, inputs: readonly Tensor[]): Node {
  if (inputs.every((x, i) => x === node.inputs[i])) return node;
  const isScan = (node.operator as AnyOperator) === scanOperator;
  return makeNode(node.operator, inputs, isScan ? { ...node.attributes } : node.attributes);
}

/**
 * The stack [T, ...] of a body's tensor: an output that the scan has or is now given. Outputs are only ever appended,
 * so every tensor that exists stays valid, and one scan serves the forward pass and all its gradients.
 */
export function tap(node: Node, tensor: Tensor): Tensor {
  const body = node.attributes as ScanBody;
  const count = body.carriedIn.length;
  const known = body.stepOut.indexOf(tensor);
  if (known >= 0) return node.outputs[count + known]!;
  const { shape, dtype } = tensor;
  const stacked: Tensor = { node, index: node.outputs.length, shape: [body.length, ...shape], dtype };
  (node.outputs as Tensor[]).push(stacked);
  (node.attributes as { stepOut: readonly Tensor[] }).stepOut = [...body.stepOut, tensor];
  return stacked;
}

export interface ScanOptions {
  /** Run from the last step to the first; results keep their place in time. */
  readonly reverse?: boolean;
}

/**
 * Runs `body` over stacks [T, ...]. Returns the last carried values and the stacked per-step results [T, ...].
 */
export function scan(
  body: (
    carried: readonly Tensor[],
    scanned: readonly Tensor[],
  ) => {
    readonly carried: readonly Tensor[];
    readonly steps: readonly Tensor[];
  },
  initial: readonly Tensor[],
  stacks: readonly Tensor[],
  { reverse = false }: ScanOptions = {},
): { readonly carried: readonly Tensor[]; readonly steps: readonly Tensor[] } {
  const carriedIn = initial.map((x, i) => input(`carried ${i}`, x.shape, x.dtype));
  const scannedIn = stacks.map((x, i) => input(`scanned ${i}`, x.shape.slice(1), x.dtype));
  const { carried, steps } = body(carriedIn, scannedIn);
  const draft = { initial, stacks, carriedIn, scannedIn, carriedOut: carried, stepOut: steps, reverse };
  const node = makeScan(draft);
  return { carried: node.outputs.slice(0, initial.length), steps: node.outputs.slice(initial.length) };
}
