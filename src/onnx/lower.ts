/**
 * Lowers a program to the bytes of an ONNX model. Names are never used twice, in bodies neither, since a body sees
 * the names around it; equal nodes of one graph are emitted once; constants all live in the outermost graph.
 */
import { ancestors } from '../graph/differentiate.ts';
import { liveTensors } from '../graph/liveness.ts';
import type { AttributeValue, Lowering, Subgraph } from '../graph/lowering.ts';
import type { Program } from '../graph/program.ts';
import type { Node, Shape, Tensor } from '../graph/tensor.ts';
import {
  type ElementType,
  type EncodedAttribute,
  type Extent,
  graphProto,
  modelProto,
  nodeProto,
  tensorProto,
  valueInfo,
} from './protobuf.ts';

const integer = (value: number): EncodedAttribute => ({ kind: 'int', value });

interface EncodedSubgraph extends Subgraph {
  readonly bytes: Uint8Array;
}

/**
 * An extent that the model leaves open. The program is built with `extent`, a number that no other extent is a
 * multiple of (a large prime); wherever it or a multiple stands in a shape, the model computes it from the inputs.
 */
export interface OpenExtent {
  readonly name: string;
  readonly extent: number;
}

/** What the graphs of one model share: fresh names, none of them one of the program's own, and constants. */
class ModelScope {
  readonly initializers: Uint8Array[] = [];
  /** Nodes that compute what depends on the open extent, ahead of all others. */
  readonly openShapes: Uint8Array[] = [];
  readonly #constants = new Map<string, string>();
  readonly #reserved: ReadonlySet<string>;
  readonly #open: OpenExtent | undefined;
  /** Where the open extent can be read: a model's input and the axis of it. */
  readonly #source: { readonly input: string; readonly axis: number } | undefined;
  #names = 0;

  constructor(inputs: readonly (readonly [string, Tensor])[], outputs: readonly string[], open?: OpenExtent) {
    this.#reserved = new Set([...inputs.map(([name]) => name), ...outputs]);
    this.#open = open;
    const found = inputs.find(([, { shape }]) => open && shape.includes(open.extent));
    this.#source = found && { input: found[0], axis: found[1].shape.indexOf(open!.extent) };
  }

  /** The extents of a declared value, the open one by its name. */
  extentsOf(shape: Shape): readonly Extent[] {
    return shape.map((extent) =>
      this.#multipleOf(extent) === 0 ? extent : extent === this.#open!.extent ? this.#open!.name : undefined,
    );
  }

  /** How many times the open extent `value` is; 0 where it is none of its multiples. */
  #multipleOf(value: number): number {
    if (!this.#open || !this.#source || value === 0 || value % this.#open.extent !== 0) return 0;
    return value / this.#open.extent;
  }

  #emitOpen(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, EncodedAttribute>> = {},
  ): string {
    const output = this.fresh('open');
    this.openShapes.push(nodeProto({ type, inputs, outputs: [output], attributes }));
    return output;
  }

  /** A list of extents, int64 [n], some of them multiples of the open one. */
  #openList(values: readonly number[]): string {
    const { input, axis } = this.#source!;
    const known = `open ${values.join()}`;
    const name = this.#constants.get(known);
    if (name) return name;
    const parts = values.map((value) => {
      const multiple = this.#multipleOf(value);
      if (multiple === 0) return this.constant([value], [1], 'int64');
      const range = { start: integer(axis), end: integer(axis + 1) };
      const extent = this.#emitOpen('Shape', [input], range);
      return multiple === 1
        ? extent
        : this.#emitOpen('Mul', [extent, this.constant([multiple], [1], 'int64')]);
    });
    const list = this.#emitOpen('Concat', parts, { axis: integer(0) });
    this.#constants.set(known, list);
    return list;
  }

  fresh(hint: string): string {
    const name = `${hint}_${this.#names++}`;
    return this.#reserved.has(name) ? this.fresh(hint) : name;
  }

  constant(values: ArrayLike<number>, shape: Shape, type: ElementType): string {
    if (type === 'int64' && Array.prototype.some.call(values, (value) => this.#multipleOf(value) !== 0)) {
      return this.#openList(Array.from(values));
    }
    const isUniform = Array.prototype.every.call(values, (value) => value === values[0]);
    const content = isUniform ? `${values.length}*${values[0]}` : Array.from(values).join();
    const key = `${type}[${shape.join()}]:${content}`;
    const known = this.#constants.get(key);
    if (known) return known;
    if (shape.some((extent) => this.#multipleOf(extent) !== 0)) {
      if (!isUniform)
        throw new Error(`lower: a constant of shape [${shape.join(', ')}] cannot follow the open extent`);
      const expanded = this.#emitOpen('Expand', [
        this.constant([values[0]!], [], type),
        this.#openList(shape),
      ]);
      this.#constants.set(key, expanded);
      return expanded;
    }
    const name = this.fresh('constant');
    this.initializers.push(tensorProto(name, values, shape, type));
    this.#constants.set(key, name);
    return name;
  }
}

/** Emits the nodes of one graph, the model's own or a body. */
class GraphLowering implements Lowering {
  readonly nodes: Uint8Array[] = [];
  readonly #scope: ModelScope;
  readonly #live: ReadonlySet<Tensor>;
  readonly #names: Map<Tensor, string>;
  readonly #emitted = new Map<string, readonly string[]>();

  constructor(scope: ModelScope, outputs: readonly Tensor[], given: ReadonlyMap<Tensor, string>) {
    this.#scope = scope;
    this.#live = liveTensors(outputs);
    this.#names = new Map(given);
    for (const node of ancestors(outputs)) this.#lowerNode(node);
  }

  nameOf(tensor: Tensor): string {
    return this.#names.get(tensor)!;
  }

  /** A name of its own for an output: ONNX wants outputs distinct from inputs and from one another. */
  output(tensor: Tensor, name: string): string {
    this.nodes.push(
      nodeProto({ type: 'Identity', inputs: [this.nameOf(tensor)], outputs: [name], attributes: {} }),
    );
    return name;
  }

  #lowerNode(node: Node): void {
    if (node.outputs.every((output) => this.#names.has(output) || !this.#live.has(output))) return;
    const inputs = node.inputs.map((x) => this.#names.get(x) ?? '');
    node.operator.lower(this, node, inputs).forEach((name, i) => {
      if (name) this.#names.set(node.outputs[i]!, name);
    });
  }

  emit(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    outputCount = 1,
  ): readonly string[] {
    const encoded: Record<string, EncodedAttribute> = {};
    let isShareable = true;
    for (const [name, attribute] of Object.entries(attributes)) {
      if (attribute.kind === 'graph') {
        isShareable = false;
        encoded[name] = { kind: 'graph', bytes: (attribute.value as EncodedSubgraph).bytes };
      } else encoded[name] = attribute;
    }
    const key = JSON.stringify([type, inputs, encoded]);
    const known = isShareable ? this.#emitted.get(key) : undefined;
    if (known) return known;
    const outputs = Array.from({ length: outputCount }, () => this.#scope.fresh(type.toLowerCase()));
    this.nodes.push(nodeProto({ type, inputs, outputs, attributes: encoded }));
    if (isShareable) this.#emitted.set(key, outputs);
    return outputs;
  }

  constant(values: ArrayLike<number>, shape: Shape, type: ElementType): string {
    return this.#scope.constant(values, shape, type);
  }

  isLive(tensor: Tensor): boolean {
    return this.#live.has(tensor);
  }

  input(node: Node): string {
    throw new Error(`lower: the input '${node.attributes.name}' stands for nothing in this graph`);
  }

  subgraph(
    formals: readonly Tensor[],
    captured: ReadonlyMap<Tensor, string>,
    outputs: readonly Tensor[],
  ): EncodedSubgraph {
    const given = new Map(captured);
    for (const formal of formals) given.set(formal, this.#scope.fresh('formal'));
    const body = new GraphLowering(this.#scope, outputs, given);
    const names = body.#outputNames(outputs, new Set(given.values()));
    const bytes = graphProto({
      name: this.#scope.fresh('body'),
      nodes: body.nodes,
      initializers: [],
      inputs: formals.map((formal) =>
        valueInfo(given.get(formal)!, this.#scope.extentsOf(formal.shape), formal.dtype),
      ),
      outputs: outputs.map(({ shape, dtype }, i) =>
        valueInfo(names[i]!, this.#scope.extentsOf(shape), dtype),
      ),
    });
    return { subgraph: true, bytes };
  }

  #outputNames(outputs: readonly Tensor[], taken: Set<string>): readonly string[] {
    return outputs.map((tensor) => {
      const name = this.nameOf(tensor);
      const isOwn = this.nodes.length > 0 && !taken.has(name) && !name.startsWith('constant_');
      taken.add(name);
      return isOwn ? name : this.output(tensor, this.#scope.fresh('output'));
    });
  }
}

export interface LowerOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly open?: OpenExtent;
}

/** The bytes of a complete, standard ONNX model (IR 8, opset 18), inputs and outputs named as in the program. */
export function lowerProgram(program: Program, { metadata = {}, open }: LowerOptions = {}): Uint8Array {
  const inputs = Object.entries(program.inputs);
  const outputs = Object.entries(program.outputs);
  const scope = new ModelScope(
    inputs,
    outputs.map(([name]) => name),
    open,
  );
  const tensors = outputs.map(([, tensor]) => tensor);
  const live = liveTensors(tensors);
  const given = new Map(inputs.map(([name, tensor]) => [tensor, name]));
  const lowering = new GraphLowering(scope, tensors, given);
  for (const [name, tensor] of outputs) lowering.output(tensor, name);
  const declare = ([name, { shape, dtype }]: readonly [string, Tensor]) =>
    valueInfo(name, scope.extentsOf(shape), dtype);
  const graph = graphProto({
    name: 'program',
    nodes: [...scope.openShapes, ...lowering.nodes],
    initializers: scope.initializers,
    inputs: inputs.filter(([, x]) => live.has(x)).map(declare),
    outputs: outputs.map(declare),
  });
  return modelProto(graph, metadata);
}
