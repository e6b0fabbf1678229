import type { DType, Node, Shape, Tensor } from './tensor.ts';

/** The value of an ONNX node's attribute. */
export type AttributeValue =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'graph'; readonly value: Subgraph };

/** A body graph under construction, opaque to operators. */
export interface Subgraph {
  readonly subgraph: true;
}

/** The port through which an operator's record emits ONNX. Equal nodes are emitted once. */
export interface Lowering {
  /** Emits one ONNX node and returns the names of its outputs. */
  emit(
    type: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, AttributeValue>>,
    outputCount?: number,
  ): readonly string[];
  /** A constant held by the model. `int64` is for the shape inputs that ONNX wants. */
  constant(values: ArrayLike<number>, shape: Shape, dtype: DType | 'int64'): string;
  /** Whether anything reads this tensor in the program being lowered. */
  isLive(tensor: Tensor): boolean;
  /**
   * A body graph: `bindings` name what its inputs stand for, either a formal input of the body or a value of the
   * graph around it; `outputs` become the body's outputs in order.
   */
  subgraph(
    formals: readonly Tensor[],
    captured: ReadonlyMap<Tensor, string>,
    outputs: readonly Tensor[],
  ): Subgraph;
  /** The name of a graph input. */
  input(node: Node): string;
}

export const int = (value: number): AttributeValue => ({ kind: 'int', value });
export const float = (value: number): AttributeValue => ({ kind: 'float', value });
export const ints = (value: readonly number[]): AttributeValue => ({ kind: 'ints', value });
export const text = (value: string): AttributeValue => ({ kind: 'string', value });
export const graph = (value: Subgraph): AttributeValue => ({ kind: 'graph', value });
