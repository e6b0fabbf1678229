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
  graphProto,
  modelProto,
  nodeProto,
  tensorProto,
  valueInfo,
} from './protobuf.ts';

interface EncodedSubgraph extends Subgraph {
  readonly bytes: Uint8Array;
}

/** What the graphs of one model share: fresh names, none of them one of the program's own, and constants. */
class ModelScope {
  readonly initializers: Uint8Array[] = [];
  readonly #constants = new Map<string, string>();
  readonly #reserved: ReadonlySet<string>;
  #names = 0;

  constructor(reserved: ReadonlySet<string>) {
    this.#reserved = reserved;
  }

  fresh(hint: string): string {
    const name = `${hint}_${this.#names++}`;
    return this.#reserved.has(name) ? this.fresh(hint) : name;
  }

  constant(values: ArrayLike<number>, shape: Shape, type: ElementType): string {
    const isUniform = Array.prototype.every.call(values, (value) => value === values[0]);
    const content = isUniform ? `${values.length}*${values[0]}` : Array.from(values).join();
    const key = `${type}[${shape.join()}]:${content}`;
    const known = this.#constants.get(key);
    if (known) return known;
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
      inputs: formals.map((formal) => valueInfo(given.get(formal)!, formal.shape, formal.dtype)),
      outputs: outputs.map((tensor, i) => valueInfo(names[i]!, tensor.shape, tensor.dtype)),
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

/** The bytes of a complete, standard ONNX model (IR 8, opset 18), inputs and outputs named as in the program. */
export function lowerProgram(program: Program, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const inputs = Object.entries(program.inputs);
  const outputs = Object.entries(program.outputs);
  const scope = new ModelScope(new Set([...inputs, ...outputs].map(([name]) => name)));
  const tensors = outputs.map(([, tensor]) => tensor);
  const live = liveTensors(tensors);
  const given = new Map(inputs.map(([name, tensor]) => [tensor, name]));
  const lowering = new GraphLowering(scope, tensors, given);
  for (const [name, tensor] of outputs) lowering.output(tensor, name);
  const graph = graphProto({
    name: 'program',
    nodes: lowering.nodes,
    initializers: scope.initializers,
    inputs: inputs.filter(([, x]) => live.has(x)).map(([name, x]) => valueInfo(name, x.shape, x.dtype)),
    outputs: outputs.map(([name, x]) => valueInfo(name, x.shape, x.dtype)),
  });
  return modelProto(graph, metadata);
}
