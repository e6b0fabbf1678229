/**
 * The port to a machine that runs programs. Node and the browser have one engine each (node.ts, web.ts); a program,
 * its state and its noise give the same result in both within float32 rounding.
 */
import type { DType, Program, Shape } from '../graph/index.ts';
import type { ShardHost } from './shards.ts';

export type Data = Float32Array | Int32Array | Uint8Array;

/** A tensor with its values: float32, int32, or bool as bytes 0 and 1; row-major. */
export interface Value {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: Data;
}

export type Values = Readonly<Record<string, Value>>;

export interface Executable {
  readonly program: Program;
  /**
   * Runs the program once. `into` may name buffers that receive outputs in place of fresh ones; a buffer must not
   * also be an input of the same run. A ShapeError names every value that is missing or does not fit.
   */
  run(inputs: Values, into?: Values): Promise<Values>;
  /** The same model for runs with other extents, where it leaves one open; it is released with this one. */
  resized(program: Program): Executable;
  release(): Promise<void>;
}

export interface Engine {
  /** For messages and model cards: `onnxruntime-node 1.30.0`. */
  readonly name: string;
  compile(program: Program): Promise<Executable>;
  /**
   * Loads a complete ONNX model by its bytes, such as an exported generator. `program` tells its inputs and outputs,
   * with the extents that runs will have where the model leaves one open.
   */
  load(model: Uint8Array, program: Program): Promise<Executable>;
  /** Where programs can run at the same time, each with an engine of its own. */
  readonly shards?: ShardHost;
}

export function value(data: Data, shape: Shape): Value {
  const dtype = data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'bool';
  return { dtype, shape, data };
}

export function emptyValue(dtype: DType, shape: Shape): Value {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data =
    dtype === 'float32'
      ? new Float32Array(size)
      : dtype === 'int32'
        ? new Int32Array(size)
        : new Uint8Array(size);
  return { dtype, shape, data };
}
