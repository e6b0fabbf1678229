/**
 * The part of ONNX's protocol buffers that a model of ours needs, field numbers from onnx.proto (onnx 1.17),
 * written with a protobuf library's wire writer.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { DType, Shape } from '../graph/tensor.ts';

export const IR_VERSION = 8;
export const OPSET = 18;

const ELEMENT_TYPE = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;

export type ElementType = DType | 'int64';

const message = (writer: BinaryWriter, field: number, bytes: Uint8Array): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).bytes(bytes);
const text = (writer: BinaryWriter, field: number, value: string): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).string(value);
const integer = (writer: BinaryWriter, field: number, value: number): BinaryWriter =>
  writer.tag(field, WireType.Varint).int64(value);

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9 (little endian). */
export function tensorProto(
  name: string,
  values: ArrayLike<number>,
  shape: Shape,
  type: ElementType,
): Uint8Array {
  const writer = new BinaryWriter();
  for (const extent of shape) integer(writer, 1, extent);
  integer(writer, 2, ELEMENT_TYPE[type]);
  text(writer, 8, name);
  return message(writer, 9, rawData(values, type)).finish();
}

function rawData(values: ArrayLike<number>, type: ElementType): Uint8Array {
  switch (type) {
    case 'float32':
      return new Uint8Array(Float32Array.from(values).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.from(values).buffer);
    case 'int64':
      return new Uint8Array(BigInt64Array.from(Array.from(values, (value) => BigInt(value))).buffer);
    case 'bool':
      return Uint8Array.from(values);
  }
}

/** An extent that is known, one with a name that is known when the model runs, or one that only the runtime knows. */
export type Extent = number | string | undefined;

/** ValueInfoProto: name 1, type 2 { tensor_type 1 { elem_type 1, shape 2 { dim 1 { dim_value 1, dim_param 2 } } } }. */
export function valueInfo(name: string, shape: readonly Extent[], type: ElementType): Uint8Array {
  const dimensions = new BinaryWriter();
  for (const extent of shape) {
    const dimension = new BinaryWriter();
    if (typeof extent === 'number') integer(dimension, 1, extent);
    if (typeof extent === 'string') text(dimension, 2, extent);
    message(dimensions, 1, dimension.finish());
  }
  const tensor = integer(new BinaryWriter(), 1, ELEMENT_TYPE[type]);
  message(tensor, 2, dimensions.finish());
  const typeProto = message(new BinaryWriter(), 1, tensor.finish());
  return message(text(new BinaryWriter(), 1, name), 2, typeProto.finish()).finish();
}

export type EncodedAttribute =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'graph'; readonly bytes: Uint8Array };

/** AttributeProto: name 1, f 2, i 3, s 4, g 6, ints 8, type 20. */
function attributeProto(name: string, attribute: EncodedAttribute): Uint8Array {
  const writer = text(new BinaryWriter(), 1, name);
  switch (attribute.kind) {
    case 'float':
      writer.tag(2, WireType.Bit32).float(attribute.value);
      return integer(writer, 20, 1).finish();
    case 'int':
      return integer(integer(writer, 3, attribute.value), 20, 2).finish();
    case 'string':
      return integer(text(writer, 4, attribute.value), 20, 3).finish();
    case 'graph':
      return integer(message(writer, 6, attribute.bytes), 20, 5).finish();
    case 'ints':
      for (const value of attribute.value) integer(writer, 8, value);
      return integer(writer, 20, 7).finish();
  }
}

export interface NodeDraft {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, EncodedAttribute>>;
}

/** NodeProto: input 1, output 2, name 3, op_type 4, attribute 5. */
export function nodeProto({ type, inputs, outputs, attributes }: NodeDraft): Uint8Array {
  const writer = new BinaryWriter();
  for (const name of inputs) text(writer, 1, name);
  for (const name of outputs) text(writer, 2, name);
  text(writer, 3, `${type}:${outputs[0] ?? ''}`);
  text(writer, 4, type);
  for (const [name, attribute] of Object.entries(attributes))
    message(writer, 5, attributeProto(name, attribute));
  return writer.finish();
}

export interface GraphDraft {
  readonly name: string;
  readonly nodes: readonly Uint8Array[];
  readonly initializers: readonly Uint8Array[];
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

/** GraphProto: node 1, name 2, initializer 5, input 11, output 12. */
export function graphProto({ name, nodes, initializers, inputs, outputs }: GraphDraft): Uint8Array {
  const writer = new BinaryWriter();
  for (const node of nodes) message(writer, 1, node);
  text(writer, 2, name);
  for (const tensor of initializers) message(writer, 5, tensor);
  for (const value of inputs) message(writer, 11, value);
  for (const value of outputs) message(writer, 12, value);
  return writer.finish();
}

/** ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8 { version 2 }, metadata_props 14 { key 1, value 2 }. */
export function modelProto(graph: Uint8Array, metadata: Readonly<Record<string, string>>): Uint8Array {
  const writer = integer(new BinaryWriter(), 1, IR_VERSION);
  text(writer, 2, 'gan-lstm');
  message(writer, 7, graph);
  message(writer, 8, integer(new BinaryWriter(), 2, OPSET).finish());
  for (const [key, value] of Object.entries(metadata)) {
    message(writer, 14, text(text(new BinaryWriter(), 1, key), 2, value).finish());
  }
  return writer.finish();
}
