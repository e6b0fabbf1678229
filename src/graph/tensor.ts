/**
 * A tensor is a value of a program that has not run yet: an output of a node, with a static shape and a type.
 * Nodes are made in order, so a node's id is greater than those of its inputs and ascending ids are a
 * topological order.
 */
import type { Lowering } from './lowering.ts';

export type DType = 'float32' | 'int32' | 'bool';
export type Shape = readonly number[];

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface Tensor extends TensorType {
  readonly node: Node;
  /** Which output of the node this is. */
  readonly index: number;
}

/** A value of the reference evaluator: float64 whatever the type, row-major; bool is 0 or 1. */
export interface ReferenceValue {
  readonly shape: Shape;
  readonly data: Float64Array;
}

// biome-ignore lint/suspicious/noExplicitAny: a node holds any operator's attributes; each record types its own
export type AnyOperator = Operator<any>;

export interface Node {
  readonly id: number;
  readonly operator: AnyOperator;
  readonly inputs: readonly Tensor[];
  // biome-ignore lint/suspicious/noExplicitAny: typed by the operator's own record
  readonly attributes: any;
  /** Grows only for a scan that is asked for more per-step outputs (see scan.ts). */
  readonly outputs: readonly Tensor[];
}

/** What a gradient rule sees: the node, dL/d(output) for the outputs that have one, and which inputs need theirs. */
export interface GradientContext<A> {
  readonly node: Node;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: A;
  readonly cotangents: readonly (Tensor | undefined)[];
  readonly needs: readonly boolean[];
}

/** One record says everything about an operator. */
export interface Operator<A> {
  readonly name: string;
  /** The shape rule. Throws a ShapeError that names the operator and the shapes. */
  infer(inputs: readonly TensorType[], attributes: A): readonly TensorType[];
  /** dL/d(input) for the inputs that need it, written in operators, so that it can be differentiated again. */
  gradient?(context: GradientContext<A>): readonly (Tensor | undefined)[];
  /** Which inputs the live outputs need; all of them where absent. */
  liveInputs?(node: Node, isLive: (tensor: Tensor) => boolean): readonly boolean[];
  /** Emits ONNX nodes; returns the names of the outputs. */
  lower(lowering: Lowering, node: Node, inputs: readonly string[]): readonly string[];
  /** What a compound operator means, in others (compound.ts); its inputs are made anew. */
  meaning?(node: Node): readonly Tensor[];
  /** Float64 reference, slow and plain. */
  evaluate(inputs: readonly ReferenceValue[], attributes: A, node: Node): readonly ReferenceValue[];
}

/** A wrong shape or type where a program is built: a bug in the program, with the shapes that show it. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

let nextNodeId = 0;

export function makeNode<A>(operator: Operator<A>, inputs: readonly Tensor[], attributes: A): Node {
  const types = operator.infer(inputs, attributes);
  for (const type of types) {
    if (!type.shape.every((extent) => Number.isInteger(extent) && extent >= 1)) {
      throw new ShapeError(
        `${operator.name}: ${showType(type)} has an extent that is not a whole number from 1`,
      );
    }
  }
  const outputs: Tensor[] = [];
  const node: Node = { id: nextNodeId++, operator, inputs, attributes, outputs };
  types.forEach((type, index) => {
    outputs.push({ node, index, shape: type.shape, dtype: type.dtype });
  });
  return node;
}

/** Makes a node with one output and returns that output. */
export function apply<A>(operator: Operator<A>, inputs: readonly Tensor[], attributes: A): Tensor {
  return makeNode(operator, inputs, attributes).outputs[0]!;
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

export function showType({ shape, dtype }: TensorType): string {
  return `${dtype}[${shape.join(', ')}]`;
}

/** Row-major strides. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

export function normalizeAxis(name: string, axis: number, rank: number): number {
  const normalized = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || normalized < 0 || normalized >= rank) {
    throw new ShapeError(`${name}: axis ${axis} is outside a tensor of rank ${rank}`);
  }
  return normalized;
}
