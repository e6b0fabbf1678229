/**
 * Matrix products. The record knows two forms: [M, K] x [K, N] with either side transposed on the fly, and a batch
 * [..., M, K] x [..., K, N] with equal leading axes; `matmul` brings every other case to these, so that a product
 * over time and batch becomes one large GEMM.
 */
import { int } from '../lowering.ts';
import {
  apply,
  type Operator,
  type Shape,
  ShapeError,
  sameShape,
  showType,
  sizeOf,
  type Tensor,
} from '../tensor.ts';
import { reshape, transpose } from './shape.ts';

interface MatmulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function extents(shape: Shape, transposed: boolean): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

export const matmulOperator: Operator<MatmulAttributes> = {
  name: 'matmul',
  infer: ([a, b], { transposeA, transposeB }) => {
    const [m, k] = extents(a!.shape, transposeA);
    const [kb, n] = extents(b!.shape, transposeB);
    const lead = a!.shape.slice(0, -2);
    const areFloats = a!.dtype === 'float32' && b!.dtype === 'float32';
    if (!areFloats || a!.shape.length < 2 || k !== kb || !sameShape(lead, b!.shape.slice(0, -2))) {
      const marks = [transposeA ? ' transposed' : '', transposeB ? ' transposed' : ''];
      throw new ShapeError(
        `matmul: ${showType(a!)}${marks[0]} and ${showType(b!)}${marks[1]} do not multiply`,
      );
    }
    return [{ shape: [...lead, m, n], dtype: a!.dtype }];
  },
  // Y = A B:  dA = dY B', dB = A' dY; a transposed side swaps the product.
  gradient: ({ inputs: [a, b], attributes: { transposeA, transposeB }, cotangents: [dy], needs }) => [
    needs[0]
      ? transposeA
        ? product(b!, dy!, transposeB, true)
        : product(dy!, b!, false, !transposeB)
      : undefined,
    needs[1]
      ? transposeB
        ? product(dy!, a!, true, transposeA)
        : product(a!, dy!, !transposeA, false)
      : undefined,
  ],
  lower: (lowering, node, [a, b]) => {
    const { transposeA, transposeB } = node.attributes as MatmulAttributes;
    if (!transposeA && !transposeB) return lowering.emit('MatMul', [a!, b!]);
    return lowering.emit('Gemm', [a!, b!], {
      transA: int(Number(transposeA)),
      transB: int(Number(transposeB)),
    });
  },
  evaluate: ([a, b], { transposeA, transposeB }) => {
    const [m, k] = extents(a!.shape, transposeA);
    const [, n] = extents(b!.shape, transposeB);
    const lead = a!.shape.slice(0, -2);
    const data = new Float64Array(sizeOf(lead) * m * n);
    for (let batch = 0; batch < sizeOf(lead); batch++) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let total = 0;
          for (let l = 0; l < k; l++) {
            const left = a!.data[batch * m * k + (transposeA ? l * m + i : i * k + l)]!;
            total += left * b!.data[batch * k * n + (transposeB ? j * k + l : l * n + j)]!;
          }
          data[batch * m * n + i * n + j] = total;
        }
      }
    }
    return [{ shape: [...lead, m, n], data }];
  },
};

/** A product in one of the two forms of the record; a transposed batch is transposed first. */
function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  if (a.shape.length > 2) {
    const attributes = { transposeA: false, transposeB: false };
    return apply(matmulOperator, [transposeA ? transpose(a) : a, transposeB ? transpose(b) : b], attributes);
  }
  return apply(matmulOperator, [a, b], { transposeA, transposeB });
}

/** [..., M, K] x [K, N] or [..., M, K] x [..., K, N] -> [..., M, N]. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length > 2 && b.shape.length === 2) {
    const flat = reshape(a, [sizeOf(a.shape.slice(0, -1)), a.shape[a.shape.length - 1]!]);
    return reshape(product(flat, b, false, false), [...a.shape.slice(0, -1), b.shape[1]!]);
  }
  return product(a, b, false, false);
}

/**
 * [T, M, K] and [T, M, N] -> sum over t of a[t]' b[t], [K, N], as one GEMM. Its left side is turned before: the kernel
 * would turn it again for every block of columns.
 */
export function contract(a: Tensor, b: Tensor): Tensor {
  const flatten = (x: Tensor) => reshape(x, [sizeOf(x.shape.slice(0, -1)), x.shape[x.shape.length - 1]!]);
  return product(transpose(flatten(a)), flatten(b), false, false);
}
