/**
 * The gradient of a scan: a scan in the other direction.
 *
 * With carry[t + 1], y[t] = f(carry[t], x[t], w) the backward step is the vector-Jacobian product of f,
 *
 *     dcarry[t], dx[t], dw += f'(carry[t], x[t], w)' (dcarry[t + 1], dy[t]),
 *
 * which needs values of the forward step (gates, the carry). They are read from stacks that the forward scan is
 * asked for (`tap`). What only the gradient computes from them stays in the backward body: elementwise work is
 * cheaper in cache than its result is in memory.
 *
 * dw is a sum over time. Where it is a product of per-step values, w' = sum over t of a[t]' b[t], there are two ways:
 * a GEMM of each step adds to a total that the loop carries, or a and b are stacked and become one GEMM after the
 * loop. The first reads a and b in cache, the second does without moving the total, so a weight that is large beside a
 * step takes the second. A sum over the batch becomes one sum after the loop, and the rows that lookups give back to a
 * table one scatterAdd.
 */
import { ancestors, vectorJacobianProduct } from '../differentiate.ts';
import { add, addOperator, zerosLike } from '../operators/arithmetic.ts';
import { scatterAdd, scatterAddOperator } from '../operators/indexing.ts';
import { contract, matmulOperator } from '../operators/matmul.ts';
import { reshape, reshapeOperator, sum, sumOperator } from '../operators/shape.ts';
import { constantOperator, input } from '../operators/source.ts';
import {
  type AnyOperator,
  type GradientContext,
  type Node,
  sameShape,
  sizeOf,
  type Tensor,
} from '../tensor.ts';
import { narrowProduct } from './narrow.ts';
import type { ScanBody, ScanDraft } from './scan.ts';

/**
 * A product adds to its total within the loop when the total is at most so many times the factors of one step
 * (measured, docs/notes/0002-engine.md).
 */
const LARGEST_TOTAL = 4;

export interface ScanTools {
  readonly makeScan: (draft: ScanDraft) => Node;
  readonly rebuild: (node: Node, inputs: readonly Tensor[]) => Node;
  readonly tap: (node: Node, tensor: Tensor) => Tensor;
}

export function scanGradient(
  { node, inputs, attributes: body, cotangents, needs }: GradientContext<ScanBody>,
  { makeScan, rebuild, tap }: ScanTools,
): readonly (Tensor | undefined)[] {
  const count = body.carriedIn.length;
  const constantAt = count + body.scannedIn.length;
  const formals = [...body.carriedIn, ...body.scannedIn, ...body.constantIn];
  const wanted = formals.filter((x, i) => x.dtype === 'float32' && (i < count || needs[i]));
  const forward = new Set(ancestors([...body.carriedOut, ...body.stepOut]));
  for (const formal of formals) forward.add(formal.node);

  const stepsBack = body.stepOut.flatMap((y, i) => {
    const stack = cotangents[count + i];
    return stack ? [{ y, stack, formal: input(`dy ${i}`, y.shape) }] : [];
  });
  const { active, bodyGradients } = backwardStep(body, cotangents, stepsBack, wanted);
  // a cotangent that passes through every step unchanged (that of a total) is a constant of the loop
  const unchanged = new Map<Tensor, Tensor>(
    active.flatMap(({ i, formal }) =>
      bodyGradients.get(body.carriedIn[i]!) === formal
        ? [[formal, cotangents[i] ?? zerosLike(formal)] as const]
        : [],
    ),
  );
  const carriedBack = active.filter(({ formal }) => !unchanged.has(formal));

  // values of the forward step that the backward step reads
  const read = new Map<Tensor, Tensor>();
  const stackOf = (tensor: Tensor): Tensor => {
    const scanned = body.scannedIn.indexOf(tensor);
    return scanned >= 0 ? inputs[count + scanned]! : tap(node, tensor);
  };
  const outside = (tensor: Tensor): Tensor | undefined => {
    const constant = body.constantIn.indexOf(tensor);
    return constant >= 0 ? inputs[constantAt + constant]! : unchanged.get(tensor);
  };
  const rewritten = new Map<Node, Node>();
  const narrowed = new Map<Tensor, Tensor>();
  const rewrite = (tensor: Tensor): Tensor => {
    if ((tensor.node.operator as AnyOperator) === constantOperator) return tensor;
    if (forward.has(tensor.node)) {
      const known = outside(tensor) ?? read.get(tensor);
      if (known) return known;
      const formal = input(`saved ${read.size}`, tensor.shape, tensor.dtype);
      read.set(tensor, formal);
      return formal;
    }
    const known = unchanged.get(tensor) ?? rewritten.get(tensor.node)?.outputs[tensor.index];
    if (known) return known;
    const narrower = narrowed.get(tensor) ?? narrowProduct(tensor);
    if (narrower) {
      narrowed.set(tensor, narrower);
      return rewrite(narrower);
    }
    if (tensor.node.inputs.length === 0) return tensor;
    const copy = rebuild(tensor.node, tensor.node.inputs.map(rewrite));
    rewritten.set(tensor.node, copy);
    return copy.outputs[tensor.index]!;
  };

  // what the backward scan writes per step: dx, and the factors of the products that become one GEMM
  const written: Tensor[] = [];
  const writtenAt = new Map<Tensor, number>();
  const isPerStep = (tensor: Tensor): boolean =>
    (tensor.node.operator as AnyOperator) !== constantOperator && !outside(tensor);
  const stacked = (tensor: Tensor): (() => Tensor) => {
    if (forward.has(tensor.node)) return () => stackOf(tensor);
    let at = writtenAt.get(tensor);
    if (at === undefined) {
      at = written.push(rewrite(tensor)) - 1;
      writtenAt.set(tensor, at);
    }
    return () => stepResults[at]!;
  };
  /** The sum over time of a per-step value, computed after the loop; undefined where that is not worth it. */
  const sumOverTime = (value: Tensor): (() => Tensor) | undefined => {
    const operator = value.node.operator as AnyOperator;
    const [a, b] = value.node.inputs as [Tensor, Tensor];
    if (forward.has(value.node)) return undefined;
    if (operator === addOperator && sameShape(a.shape, b.shape)) {
      const parts = [sumOverTime(a), sumOverTime(b)];
      return parts[0] && parts[1] && (() => add(parts[0]!(), parts[1]!()));
    }
    if (operator === reshapeOperator) {
      const inner = sumOverTime(a);
      return inner && (() => reshape(inner(), value.shape));
    }
    if (operator === sumOperator && isPerStep(a)) {
      const stack = stacked(a);
      const axes = [0, ...(value.node.attributes.axes as readonly number[]).map((axis) => axis + 1)];
      return () => reshape(sum(stack(), { axes }), value.shape);
    }
    if (operator === scatterAddOperator && isPerStep(a) && isPerStep(b)) {
      const [indices, updates] = [stacked(a), stacked(b)];
      return () => scatterAdd(indices(), updates(), value.shape[0]!);
    }
    const { transposeA, transposeB } = value.node.attributes as {
      transposeA?: boolean;
      transposeB?: boolean;
    };
    const isLarge =
      operator === matmulOperator &&
      sizeOf(value.shape) > LARGEST_TOTAL * (sizeOf(a.shape) + sizeOf(b.shape));
    if (isLarge && transposeA && !transposeB && isPerStep(a) && isPerStep(b)) {
      const [left, right] = [stacked(a), stacked(b)];
      return () => contract(left(), right());
    }
    return undefined;
  };

  const carriedInitial = carriedBack.map(({ i }) => cotangents[i] ?? zerosLike(node.outputs[i]!));
  const carriedNext = carriedBack.map(({ i }) => {
    const gradient = bodyGradients.get(body.carriedIn[i]!);
    return gradient ? rewrite(gradient) : zerosLike(body.carriedIn[i]!);
  });
  const accumulators: { readonly formal: Tensor; readonly next: Tensor }[] = [];
  let stepResults: readonly Tensor[] = [];
  let lastCarried: readonly Tensor[] = [];

  const results = formals.map((formal, i): (() => Tensor) | undefined => {
    const gradient = bodyGradients.get(formal);
    if (!gradient || !needs[i]) return undefined;
    if (i < count) {
      const at = carriedBack.findIndex((carry) => carry.i === i);
      return () => (at >= 0 ? lastCarried[at]! : unchanged.get(gradient)!);
    }
    if (i < constantAt) return stacked(gradient);
    const after = sumOverTime(gradient);
    if (after) return after;
    const total = input(`total ${accumulators.length}`, formal.shape);
    // one by one, so that each product can add to the total by itself
    const next = addends(gradient).reduce((sum, part) => add(sum, rewrite(part)), total);
    const at = carriedBack.length + accumulators.push({ formal: total, next }) - 1;
    return () => lastCarried[at]!;
  });

  const saved = [...read];
  const scan = makeScan({
    initial: [...carriedInitial, ...accumulators.map(({ formal }) => zerosLike(formal))],
    stacks: [
      ...stepsBack.map(({ stack }) => stack),
      ...saved.map(([tensor]) => stackOf(tensor)),
      ...clock(saved, stepsBack),
    ],
    carriedIn: [...carriedBack.map(({ formal }) => formal), ...accumulators.map(({ formal }) => formal)],
    scannedIn: [
      ...stepsBack.map(({ formal }) => formal),
      ...saved.map(([, formal]) => formal),
      ...tick(saved, stepsBack),
    ],
    carriedOut: [...carriedNext, ...accumulators.map(({ next }) => next)],
    stepOut: written,
    reverse: !body.reverse,
  });
  const carriedCount = carriedBack.length + accumulators.length;
  lastCarried = scan.outputs.slice(0, carriedCount);
  stepResults = scan.outputs.slice(carriedCount);
  return results.map((result) => result?.());

  /** A backward step that reads nothing still needs a stack to take its length from. */
  function clock(saved: readonly unknown[], steps: readonly unknown[]): readonly Tensor[] {
    return saved.length + steps.length === 0 ? [inputs[count]!] : [];
  }
  function tick(saved: readonly unknown[], steps: readonly unknown[]): readonly Tensor[] {
    const [first] = body.scannedIn;
    return saved.length + steps.length === 0 ? [input('tick', first!.shape, first!.dtype)] : [];
  }
}

/** The terms of a sum of equal shapes. */
function addends(value: Tensor): readonly Tensor[] {
  const [a, b] = value.node.inputs;
  const isSum = (value.node.operator as AnyOperator) === addOperator && sameShape(a!.shape, b!.shape);
  return isSum ? [...addends(a!), ...addends(b!)] : [value];
}

/**
 * The vector-Jacobian product of one step. Which carried values have a gradient is a fixed point: those that are
 * asked for from outside, and those that the ones already found depend on.
 */
function backwardStep(
  body: ScanBody,
  cotangents: readonly (Tensor | undefined)[],
  stepsBack: readonly { readonly y: Tensor; readonly formal: Tensor }[],
  wanted: readonly Tensor[],
) {
  const isActive = body.carriedIn.map((_, i) => cotangents[i] !== undefined);
  for (;;) {
    const carriedBack = body.carriedIn.flatMap((x, i) =>
      isActive[i] ? [{ i, formal: input(`dcarried ${i}`, x.shape) }] : [],
    );
    const gradients = vectorJacobianProduct(
      [...carriedBack.map(({ i }) => body.carriedOut[i]!), ...stepsBack.map(({ y }) => y)],
      [...carriedBack.map(({ formal }) => formal), ...stepsBack.map(({ formal }) => formal)],
      wanted,
    );
    const bodyGradients = new Map(
      wanted.flatMap((x, i) => (gradients[i] ? [[x, gradients[i]] as const] : [])),
    );
    const missing = body.carriedIn.flatMap((x, i) => (bodyGradients.has(x) && !isActive[i] ? [i] : []));
    if (missing.length === 0) return { active: carriedBack, bodyGradients };
    for (const i of missing) isActive[i] = true;
  }
}
