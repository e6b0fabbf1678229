import { type Shape, sizeOf } from '../graph/index.ts';
import type { Initializer } from './layer.ts';

export const zero: Initializer = (shape) => new Float32Array(sizeOf(shape));

export const filled =
  (value: number): Initializer =>
  (shape) =>
    new Float32Array(sizeOf(shape)).fill(value);

/** Uniform in (-bound, bound). */
export const uniformWithin =
  (bound: number): Initializer =>
  (shape, stream) => {
    const values = new Float32Array(sizeOf(shape));
    stream.uniform(0, values);
    return values.map((u) => (2 * u - 1) * bound);
  };

export const normal =
  (deviation: number): Initializer =>
  (shape, stream) => {
    const values = new Float32Array(sizeOf(shape));
    stream.normal(0, values);
    return values.map((z) => z * deviation);
  };

/** Inputs and outputs that one unit of a weight [out, in, ...kernel] sees. */
function fans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  const receptive = sizeOf(shape.slice(2));
  return { fanIn: (shape[1] ?? 1) * receptive, fanOut: shape[0]! * receptive };
}

/** Uniform in +-sqrt(6 / (in + out)) (Glorot and Bengio 2010). */
export const glorot: Initializer = (shape, stream) => {
  const { fanIn, fanOut } = fans(shape);
  return uniformWithin(Math.sqrt(6 / (fanIn + fanOut)))(shape, stream);
};

/** Uniform in +-1 / sqrt(in): what PyTorch's Linear and Conv start from. */
export const fanIn: Initializer = (shape, stream) => uniformWithin(1 / Math.sqrt(fans(shape).fanIn))(shape, stream);

/**
 * Square blocks stacked along the first axis, each a random rotation (Saxe et al. 2014, arXiv:1312.6120), so that a
 * recurrent state keeps its length at the start. Rows are made orthonormal by modified Gram-Schmidt.
 */
export const orthogonal: Initializer = (shape, stream) => {
  const [rows, columns] = shape as [number, number];
  const values = new Float32Array(rows * columns);
  stream.normal(0, values);
  for (let block = 0; block < rows; block += columns) {
    for (let i = block; i < Math.min(block + columns, rows); i++) {
      const row = values.subarray(i * columns, (i + 1) * columns);
      for (let j = block; j < i; j++) {
        const other = values.subarray(j * columns, (j + 1) * columns);
        const along = row.reduce((total, value, c) => total + value * other[c]!, 0);
        for (let c = 0; c < columns; c++) row[c]! -= along * other[c]!;
      }
      const length = Math.sqrt(row.reduce((total, value) => total + value * value, 0));
      for (let c = 0; c < columns; c++) row[c]! /= length;
    }
  }
  return values;
};

/** Zero but for one block of the gates: 1 for the forget gate keeps memory at the start (Gers et al. 2000). */
export const gateBias =
  (gate: number, gates: number, value: number): Initializer =>
  (shape) => {
    const values = new Float32Array(sizeOf(shape));
    const size = values.length / gates;
    return values.fill(value, gate * size, (gate + 1) * size);
  };
