/**
 * Lowers a program to the bytes of an ONNX model. Names are never used twice, in bodies neither, since a body sees
 * the names around it; equal nodes of one graph are emitted once; constants all live in the outermost graph.
 */
import { ancestors } from '../graph/differentiate.ts';
import { liveTensors } from '../graph/liveness.ts';
import { type AttributeValue, int, ints, type Lowering, type Subgraph } from '../graph/lowering.ts';
import type { Program } from '../graph/program.ts';
import type { Node, Shape, Tensor } from '../graph/tensor.ts';
import { type ProductSum, productSums } from './productSums.ts';
import {
  type ElementType,
  type EncodedAttribute,
  type Extent,
  graphProto,
  modelProto,
  type NodeDraft,
  nodeProto,
  tensorProto,
  valueInfo,
} from './protobuf.ts';
import { isTurnedProduct } from './turnedProducts.ts';

const integer = (value: number): EncodedAttribute => ({ kind: 'int', value });

/** The final name of a value: the outermost graph's outputs get theirs when everything else is known. */
type Rename = (name: string) => string;

/** A body in the making; it sees the names around it, so its bytes are written when those are final. */
interface DraftSubgraph extends Subgraph {
  encode(rename: Rename): Uint8Array;
  /** The names that its nodes read. */
  reads(): readonly string[];
}

interface NodeInProgress extends Omit<NodeDraft, 'attributes'> {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
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

  isConstant(name: string): boolean {
    return [...this.#constants.values()].includes(name);
  }

  fresh(hint: string): string {
    const name = `${hint}_${this.#names++}`;
    return this.#reserved.has(name) ? this.fresh(hint) : name;
  }

  constant(values: ArrayLike<number>, shape: Shape, type: ElementType): string {
    if (type === 'int64' && Array.prototype.some.call(values, (value) => this.#multipleOf(value) !== 0)) {
      return this.#openList(Array.from(values));
    }
    const isUniform = areEqual(values);
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

/** Where a body stands: the graph around it, and the names there of what it reads and does not change. */
interface Around {
  readonly lowering: GraphLowering;
  readonly captured: ReadonlyMap<Tensor, string>;
}

const TURN = { perm: ints([1, 0]) };

/** Whether all values are the same number. A plain loop: large constants, zeros mostly, are looked through at every start. */
function areEqual(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

/** Emits the nodes of one graph, the model's own or a body. */
class GraphLowering implements Lowering {
  readonly #nodes: NodeInProgress[] = [];
  readonly #scope: ModelScope;
  readonly #live: ReadonlySet<Tensor>;
  readonly #names: Map<Tensor, string>;
  readonly #emitted = new Map<string, readonly string[]>();
  readonly #around: Around | undefined;

  constructor(
    scope: ModelScope,
    outputs: readonly Tensor[],
    given: ReadonlyMap<Tensor, string>,
    around?: Around,
  ) {
    this.#scope = scope;
    this.#around = around;
    this.#live = liveTensors(outputs);
    this.#names = new Map(given);
    const nodes = ancestors(outputs).filter((node) =>
      node.outputs.some((output) => this.#live.has(output) && !given.has(output)),
    );
    const sums = productSums(nodes, outputs, (node) => this.#isTurned(node));
    const taken = new Set([...sums.values()].map(({ product }) => product));
    for (const node of nodes) {
      if (!taken.has(node)) this.#lowerNode(node, sums.get(node));
    }
  }

  nameOf(tensor: Tensor): string {
    return this.#names.get(tensor)!;
  }

  /** A copy under a name of its own: ONNX wants outputs distinct from inputs and from one another. */
  copy(tensor: Tensor, name: string): string {
    this.#nodes.push({ type: 'Identity', inputs: [this.nameOf(tensor)], outputs: [name], attributes: {} });
    return name;
  }

  /** Leaves out the nodes that nothing reads any more. */
  prune(outputs: readonly string[]): void {
    const read = new Set(outputs);
    const kept = this.#nodes.toReversed().filter((node) => {
      const isRead = node.outputs.some((name) => read.has(name));
      if (isRead) for (const name of namesReadBy(node)) read.add(name);
      return isRead;
    });
    this.#nodes.splice(0, this.#nodes.length, ...kept.reverse());
  }

  /** All names that the nodes read, those of the graphs around among them. */
  reads(): readonly string[] {
    return this.#nodes.flatMap(namesReadBy);
  }

  encode(rename: Rename): readonly Uint8Array[] {
    return this.#nodes.map(({ type, inputs, outputs, attributes }) =>
      nodeProto({
        type,
        inputs: inputs.map(rename),
        outputs: outputs.map(rename),
        attributes: Object.fromEntries(
          Object.entries(attributes).map(([name, attribute]) => [name, encodeAttribute(attribute, rename)]),
        ),
      }),
    );
  }

  #lowerNode(node: Node, sum: ProductSum | undefined): void {
    const nameOf = (x: Tensor) => this.#names.get(x) ?? '';
    const names = sum
      ? this.#lowerSum(sum, nameOf)
      : this.#isTurned(node)
        ? this.#lowerTurned(node, nameOf)
        : node.operator.lower(this, node, node.inputs.map(nameOf));
    names.forEach((name, i) => {
      if (name) this.#names.set(node.outputs[i]!, name);
    });
  }

  #lowerSum({ product, addend }: ProductSum, nameOf: (tensor: Tensor) => string): readonly string[] {
    const { transposeA, transposeB } = product.attributes as { transposeA: boolean; transposeB: boolean };
    return this.emit('Gemm', [...product.inputs, addend].map(nameOf), {
      transA: int(Number(transposeA)),
      transB: int(Number(transposeB)),
    });
  }

  /** A weight that is made of constants alone is left as it is: ONNX Runtime packs those once. */
  #isTurned(node: Node): boolean {
    if (!this.#around) return false;
    const { lowering, captured } = this.#around;
    if (!isTurnedProduct(node, (tensor) => captured.has(tensor))) return false;
    return !lowering.#isFixed(captured.get(node.inputs[1]!)!);
  }

  #isFixed(name: string): boolean {
    const maker = this.#nodes.find(({ outputs }) => outputs.includes(name));
    return maker ? maker.inputs.every((input) => this.#isFixed(input)) : this.#scope.isConstant(name);
  }

  /** The right side is turned once, outside of the loop, where it is not as it is wanted. */
  #lowerTurned(node: Node, nameOf: (tensor: Tensor) => string): readonly string[] {
    const [value, weight] = node.inputs.map(nameOf) as [string, string];
    const left = node.attributes.transposeB ? weight : this.#around!.lowering.#turned(weight);
    const [product] = this.emit('Gemm', [left, value], { transA: int(0), transB: int(1) });
    return this.emit('Transpose', [product!], TURN);
  }

  /** The name of a turned matrix; what it was turned from, where it was. */
  #turned(name: string): string {
    const maker = this.#nodes.find(({ outputs }) => outputs.includes(name));
    const isTurn = maker?.type === 'Transpose' && maker.inputs.length === 1;
    return isTurn ? maker.inputs[0]! : this.emit('Transpose', [name], TURN)[0]!;
  }

  emit(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    outputCount = 1,
  ): readonly string[] {
    const isShareable = Object.values(attributes).every(({ kind }) => kind !== 'graph');
    const key = isShareable ? JSON.stringify([type, inputs, attributes]) : '';
    const known = isShareable ? this.#emitted.get(key) : undefined;
    if (known) return known;
    const outputs = Array.from({ length: outputCount }, () => this.#scope.fresh(type.toLowerCase()));
    this.#nodes.push({ type, inputs, outputs, attributes });
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
  ): DraftSubgraph {
    const given = new Map(captured);
    for (const formal of formals) given.set(formal, this.#scope.fresh('formal'));
    const body = new GraphLowering(this.#scope, outputs, given, { lowering: this, captured });
    const names = body.#outputNames(outputs, new Set(given.values()));
    const name = this.#scope.fresh('body');
    const encode = (rename: Rename) =>
      graphProto({
        name,
        nodes: body.encode(rename),
        initializers: [],
        inputs: formals.map((formal) =>
          valueInfo(given.get(formal)!, this.#scope.extentsOf(formal.shape), formal.dtype),
        ),
        outputs: outputs.map(({ shape, dtype }, i) =>
          valueInfo(names[i]!, this.#scope.extentsOf(shape), dtype),
        ),
      });
    return { subgraph: true, encode, reads: () => body.reads() };
  }

  #outputNames(outputs: readonly Tensor[], taken: Set<string>): readonly string[] {
    return outputs.map((tensor) => {
      const name = this.nameOf(tensor);
      const isOwn = this.#makes(name) && !taken.has(name);
      taken.add(name);
      return isOwn ? name : this.copy(tensor, this.#scope.fresh('output'));
    });
  }

  /** Gives the outputs of the model their names: where a node of this graph makes one, that node writes it. */
  nameOutputs(outputs: readonly (readonly [name: string, tensor: Tensor])[]): Rename {
    const renamed = new Map<string, string>();
    for (const [name, tensor] of outputs) {
      const made = this.nameOf(tensor);
      if (this.#makes(made) && !renamed.has(made)) renamed.set(made, name);
      else this.copy(tensor, name);
    }
    return (name) => renamed.get(name) ?? name;
  }

  #makes(name: string): boolean {
    return this.#nodes.some(({ outputs }) => outputs.includes(name));
  }
}

function namesReadBy({ inputs, attributes }: NodeInProgress): readonly string[] {
  const bodies = Object.values(attributes).filter(({ kind }) => kind === 'graph');
  return [...inputs, ...bodies.flatMap(({ value }) => (value as DraftSubgraph).reads())];
}

function encodeAttribute(attribute: AttributeValue, rename: Rename): EncodedAttribute {
  if (attribute.kind !== 'graph') return attribute;
  return { kind: 'graph', bytes: (attribute.value as DraftSubgraph).encode(rename) };
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
  lowering.prune(tensors.map((tensor) => lowering.nameOf(tensor)));
  const rename = lowering.nameOutputs(outputs);
  const declare = ([name, { shape, dtype }]: readonly [string, Tensor]) =>
    valueInfo(name, scope.extentsOf(shape), dtype);
  const graph = graphProto({
    name: 'program',
    nodes: [...scope.openShapes, ...lowering.encode(rename)],
    initializers: scope.initializers,
    inputs: inputs.filter(([, x]) => live.has(x)).map(declare),
    outputs: outputs.map(declare),
  });
  return modelProto(graph, metadata);
}
