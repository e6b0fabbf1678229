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
 *
 * A reflection turns every column by itself, so a few columns at a time go through all reflections: they stay in the
 * nearest cache, and each value of v is read once for all of them.
 */
function drawOrthogonal(size: number, normals: Float32Array): Float64Array {
  const reflections = Array.from({ length: size - 1 }, (_, first) => {
    const length = size - first;
    return reflection(normals.subarray((length * (length - 1)) / 2, (length * (length + 1)) / 2));
  });
  const matrix = new Float64Array(size * size);
  const columns = new Float64Array(size * WIDTH); // row by row
  for (let left = 0; left < size; left += WIDTH) {
    const width = Math.min(WIDTH, size - left);
    columns.fill(0);
    if (left + width === size) columns[(size - 1) * WIDTH + width - 1] = normals[0]! < 0 ? -1 : 1;
    for (let first = Math.min(left + width, size - 1) - 1; first >= 0; first--) {
      if (first >= left) columns[first * WIDTH + first - left] = 1;
      turn(columns, first * WIDTH, reflections[first]!);
    }
    for (let row = 0; row < size; row++) {
      matrix.set(columns.subarray(row * WIDTH, row * WIDTH + width), row * size + left);
    }
  }
  return matrix;
}

/** How many columns are turned together. `turn` is written for four. */
const WIDTH = 4;

interface Reflection {
  readonly v: Float64Array;
  /** 2 / v'v. */
  readonly scale: number;
  readonly sign: number;
}

function reflection(direction: Float32Array): Reflection {
  const v = Float64Array.from(direction);
  const sign = v[0]! < 0 ? -1 : 1;
  v[0]! += sign * Math.sqrt(squares(v));
  return { v, scale: 2 / squares(v), sign };
}

const squares = (v: Float64Array): number => v.reduce((total, x) => total + x * x, 0);

/** -s (I - 2 v v' / v'v) on the rows of four columns that begin at `start`. */
function turn(columns: Float64Array, start: number, { v, scale, sign }: Reflection): void {
  let [a, b, c, d] = [0, 0, 0, 0]; // v' of each column
  for (let i = 0, at = start; i < v.length; i++, at += WIDTH) {
    const weight = v[i]!;
    a += weight * columns[at]!;
    b += weight * columns[at + 1]!;
    c += weight * columns[at + 2]!;
    d += weight * columns[at + 3]!;
  }
  for (let i = 0, at = start; i < v.length; i++, at += WIDTH) {
    const share = scale * v[i]!;
    columns[at] = -sign * (columns[at]! - share * a);
    columns[at + 1] = -sign * (columns[at + 1]! - share * b);
    columns[at + 2] = -sign * (columns[at + 2]! - share * c);
    columns[at + 3] = -sign * (columns[at + 3]! - share * d);
  }
}

/** Zero but for one block of the gates: 1 for the forget gate keeps memory at the start (Gers et al. 2000). */
export const gateBias =
  (gate: number, gates: number, value: number): Initializer =>
  (shape) => {
    const values = new Float32Array(sizeOf(shape));
    const size = values.length / gates;
    return values.fill(value, gate * size, (gate + 1) * size);
  };
