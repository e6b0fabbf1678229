/**
 * One declaration per operator, from which every check follows: the known answer, the gradient and the second
 * derivative against finite differences on the reference evaluator, and all three on ONNX Runtime. After ggml's
 * tests/test-backend-ops.cpp.
 *
 * A case builds y from its inputs. What is differentiated is L = sum of w y (1 + y), w fixed and uneven: a plain sum
 * would hide mistakes (the gradient of a softmax's sum is zero), and the square gives linear operators a second
 * derivative. The second derivative is that of P = sum of (dL/dx)^2.
 */
import {
  add,
  constant,
  type DType,
  evaluate,
  input,
  multiply,
  type Node,
  type Operator,
  type ReferenceValue,
  type Shape,
  scalar,
  sizeOf,
  square,
  sum,
  type Tensor,
  vectorJacobianProduct,
} from '../../src/graph/index.ts';
import { randomStream } from '../../src/random/stream.ts';

export interface InputSpec {
  readonly shape: Shape;
  readonly dtype?: DType;
  /** Values lie in [low, high); -1.5 to 1.5 when absent. For int32: whole numbers from 0 below `high`. */
  readonly low?: number;
  readonly high?: number;
}

export interface OperatorCase {
  readonly title: string;
  /** The records that the case is about; each occurs in what `build` makes. */
  readonly operators: readonly Operator<never>[];
  readonly inputs: readonly InputSpec[];
  /** float32 results. */
  readonly build: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
  /** Points where a derivative jumps; inputs keep 0.05 away. All values of a case also differ from one another. */
  readonly avoid?: readonly number[];
  /** False where the second derivative is zero or missing by nature. */
  readonly smooth?: boolean;
  /** An answer worked out by hand: the inputs' values and the first result's. */
  readonly known?: { readonly given: readonly (readonly number[])[]; readonly result: readonly number[] };
  /** For float32, relative to the largest element. */
  readonly tolerance?: number;
}

export interface Derivation {
  readonly inputs: readonly Tensor[];
  readonly results: readonly Tensor[];
  readonly loss: Tensor;
  /** The float32 inputs, in which everything is differentiated. */
  readonly variables: readonly Tensor[];
  readonly gradients: readonly (Tensor | undefined)[];
  readonly penalty: Tensor | undefined;
  readonly seconds: readonly (Tensor | undefined)[];
}

export function derive({ inputs: specs, build, smooth = true }: OperatorCase): Derivation {
  const inputs = specs.map(({ shape, dtype }, i) => input(`x${i}`, shape, dtype));
  const results = [build(...inputs)].flat();
  const loss = results.map(unevenLoss).reduce(add);
  const variables = inputs.filter(({ dtype }) => dtype === 'float32');
  const gradients = vectorJacobianProduct([loss], [scalar(1)], variables);
  const squares = gradients.flatMap((gradient) => (gradient ? [sum(square(gradient))] : []));
  const penalty = smooth && squares.length > 0 ? squares.reduce(add) : undefined;
  const seconds = penalty ? vectorJacobianProduct([penalty], [scalar(1)], variables) : [];
  return { inputs, results, loss, variables, gradients, penalty, seconds };
}

function unevenLoss(y: Tensor, position: number): Tensor {
  const weights = Float64Array.from({ length: sizeOf(y.shape) }, (_, i) => 1 + Math.cos(2.1 * i + position));
  return sum(multiply(constant(weights, y.shape), multiply(y, add(y, 1))));
}

/** Values that float32 holds exactly, pairwise different, away from the kinks. */
export function draw({ title, inputs, avoid = [] }: OperatorCase): readonly ReferenceValue[] {
  const stream = randomStream(7, title);
  const total = inputs.reduce((count, { shape }) => count + sizeOf(shape), 0);
  const order = stream.permutation(0, total);
  let next = 0;
  return inputs.map(({ shape, dtype = 'float32', low = -1.5, high = 1.5 }, step) => {
    const size = sizeOf(shape);
    if (dtype !== 'float32') {
      const whole = new Int32Array(size);
      stream.integers(step + 1, dtype === 'bool' ? 2 : high, whole);
      return { shape, data: Float64Array.from(whole) };
    }
    const data = Float64Array.from({ length: size }, () => {
      const value = low + ((order[next++]! + 0.5) / total) * (high - low);
      const kink = avoid.find((point) => Math.abs(value - point) < 0.05);
      return Math.fround(
        kink === undefined ? value : kink + (value < kink ? -1 : 1) * (0.05 + Math.abs(value - kink)),
      );
    });
    return { shape, data };
  });
}

export function pair(
  tensors: readonly Tensor[],
  values: readonly ReferenceValue[],
): Map<Tensor, ReferenceValue> {
  return new Map(tensors.map((tensor, i) => [tensor, values[i]!]));
}

/** d(scalar)/d(variable) by central differences in float64. */
export function finiteDifferences(
  value: Tensor,
  variable: Tensor,
  given: ReadonlyMap<Tensor, ReferenceValue>,
  step = 1e-5,
): Float64Array {
  const at = given.get(variable)!;
  const moved = (i: number, by: number): number => {
    const data = at.data.slice();
    data[i]! += by;
    return evaluate([value], new Map(given).set(variable, { shape: at.shape, data }))[0]!.data[0]!;
  };
  return at.data.map((_, i) => (moved(i, step) - moved(i, -step)) / (2 * step));
}

/** The largest difference, relative to the largest expected value; below `floor` values count as `floor`. */
export function relativeError(actual: ArrayLike<number>, expected: Float64Array, floor = 1): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), floor);
  const worst = expected.reduce((largest, value, i) => {
    const error = Math.abs(value - actual[i]!);
    return error <= largest ? largest : error; // a NaN stays
  }, 0);
  return worst / scale;
}

/** Every record in a program, those in the bodies of scans too. */
export function recordsIn(
  nodes: readonly Node[],
  bodies: (node: Node) => readonly Node[],
): ReadonlySet<unknown> {
  const found = new Set<unknown>();
  for (const node of nodes) {
    found.add(node.operator);
    for (const record of recordsIn(bodies(node), bodies)) found.add(record);
  }
  return found;
}
