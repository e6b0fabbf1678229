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

/** A vector of length one in a random direction. */
export const direction: Initializer = (shape, stream) => {
  const values = normal(1)(shape, stream);
  const length = Math.sqrt(values.reduce((total, z) => total + z * z, 0));
  return values.map((z) => z / length);
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
export const fanIn: Initializer = (shape, stream) =>
  uniformWithin(1 / Math.sqrt(fans(shape).fanIn))(shape, stream);

/**
 * Square blocks stacked along the first axis, each a random orthogonal matrix (Saxe et al. 2014, arXiv:1312.6120), so
 * that a recurrent state keeps its length at the start. A last block that is cut short keeps orthonormal rows.
 */
export const orthogonal: Initializer = (shape, stream) => {
  const [rows, columns] = shape as [number, number];
  const perBlock = (columns * (columns + 1)) / 2;
  const normals = new Float32Array(Math.ceil(rows / columns) * perBlock);
  stream.normal(0, normals);
  const values = new Float32Array(rows * columns);
  for (let row = 0, block = 0; row < rows; row += columns, block++) {
    const whole = drawOrthogonal(columns, normals.subarray(block * perBlock));
    values.set(whole.subarray(0, (rows - row) * columns), row * columns);
  }
  return values;
};

/**
 * Q [n, n], uniform over the orthogonal group (Stewart 1980), from n (n + 1) / 2 normal values: the matrix of the last
 * k - 1 axes grows to the last k by the reflection that turns the first of them to a random direction x,
 *
 *     Q_k = -s (I - 2 v v' / v'v) diag(1, Q_{k-1}),   v = x + s |x| e_1,   s = sign x_1.
 */
function drawOrthogonal(size: number, normals: Float32Array): Float64Array {
  const matrix = new Float64Array(size * size);
  matrix[size * size - 1] = normals[0]! < 0 ? -1 : 1;
  const product = new Float64Array(size); // v' diag(1, Q)
  let used = 1;
  for (let first = size - 2; first >= 0; first--) {
    const v = Float64Array.from(normals.subarray(used, used + size - first));
    used += v.length;
    const sign = v[0]! < 0 ? -1 : 1;
    v[0]! += sign * Math.sqrt(v.reduce((total, x) => total + x * x, 0));
    const scale = 2 / v.reduce((total, x) => total + x * x, 0);
    matrix[first * size + first] = 1;
    product.fill(0);
    for (let i = 0; i < v.length; i++) {
      const row = (first + i) * size;
      const weight = v[i]!;
      for (let j = first; j < size; j++) product[j]! += weight * matrix[row + j]!;
    }
    for (let i = 0; i < v.length; i++) {
      const row = (first + i) * size;
      const share = scale * v[i]!;
      for (let j = first; j < size; j++) matrix[row + j] = -sign * (matrix[row + j]! - share * product[j]!);
    }
  }
  return matrix;
}

/** Zero but for one block of the gates: 1 for the forget gate keeps memory at the start (Gers et al. 2000). */
export const gateBias =
  (gate: number, gates: number, value: number): Initializer =>
  (shape) => {
    const values = new Float32Array(sizeOf(shape));
    const size = values.length / gates;
    return values.fill(value, gate * size, (gate + 1) * size);
  };
