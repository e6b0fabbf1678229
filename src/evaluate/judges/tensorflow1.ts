/**
 * The pieces of TensorFlow 1 that TimeGAN's judges are made of, where they differ from today's defaults:
 *
 * - GRUCell: reset before the product, gate bias 1 at the start, one bias (nn/gru.ts, `tensorflow1`). Its two kernels
 *   [in + h, 2 h] and [in + h, h] start Glorot-uniform over the concatenated matrices, so the gates' rows and the
 *   candidate's rows have different limits. The layer is computed on columns, [units, B] in the place of [B, units]:
 *   these judges have a handful of units, and joining and cutting rows of three numbers took longer than the products.
 * - AdamOptimizer: w -= r sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(s) + e). Epsilon stands beside the uncorrected
 *   deviation (the paper's "epsilon hat"); PyTorch's and nn's form corrects first. The same update with the whole
 *   correction in the step size is TensorFlow's form, so only the scalars differ.
 */
import {
  add,
  concat,
  constant,
  matmul,
  multiply,
  reshape,
  scan,
  sigmoid,
  slice,
  split,
  subtract,
  type Tensor,
  tanh,
  transpose,
  zeros,
} from '../../graph/index.ts';
import {
  adam,
  dense,
  glorot,
  gru,
  type Initializer,
  type ParameterSpecs,
  type Scope,
  zero,
} from '../../nn/index.ts';

/** Rows of the reset gate, update gate and candidate [3 h, columns], as blocks of the two concatenated kernels. */
const concatenatedGlorot =
  (inputs: number): Initializer =>
  (shape, stream) => {
    const [rows, columns] = shape as [number, number];
    const hidden = rows / 3;
    const values = new Float32Array(rows * columns);
    stream.uniform(0, values);
    const gateLimit = Math.sqrt(6 / (inputs + hidden + 2 * hidden));
    const candidateLimit = Math.sqrt(6 / (inputs + hidden + hidden));
    return values.map((u, i) => (2 * u - 1) * (i < 2 * hidden * columns ? gateLimit : candidateLimit));
  };

export interface Gru {
  readonly parameters: ParameterSpecs;
  /** x [T, B, in] -> outputs [T, B, h] and the last of them [B, h]. */
  apply(scope: Scope, x: Tensor): { readonly outputs: Tensor; readonly last: Tensor };
}

export function tensorflow1Gru(inputs: number, hidden: number): Gru {
  const layer = gru({ inputs, hidden, convention: 'tensorflow1' });
  const { weight_ih_l0, weight_hh_l0, bias_ih_l0 } = layer.parameters;
  const initialize = concatenatedGlorot(inputs);
  return {
    parameters: {
      weight_ih_l0: { ...weight_ih_l0!, initialize },
      weight_hh_l0: { ...weight_hh_l0!, initialize },
      bias_ih_l0: bias_ih_l0!,
    },
    apply: (scope, x) => {
      const batch = x.shape[1]!;
      const [byInput, byState] = ['weight_ih_l0', 'weight_hh_l0'].map((name) => scope.parameter(name));
      // one bias: a second one would be trained twice as fast as the one that TensorFlow has
      const bias = reshape(scope.parameter('bias_ih_l0'), [3 * hidden, 1]);
      const rows = (start: number, size: number) =>
        concat(
          [byInput!, byState!, bias].map((weight) => slice(weight, 0, { start, size })),
          1,
        );
      const [gates, candidate] = [rows(0, 2 * hidden), rows(2 * hidden, hidden)];
      const one = constant(new Float32Array(batch).fill(1), [1, batch]);
      const { carried, steps } = scan(
        ([h], [input]) => {
          const [r, u] = split(matmul(gates, concat([input!, h!, one], 0)), 0, [hidden, hidden]);
          const kept = multiply(sigmoid(r!), h!);
          const proposed = tanh(matmul(candidate, concat([input!, kept, one], 0)));
          const next = add(proposed, multiply(sigmoid(u!), subtract(h!, proposed)));
          return { carried: [next], steps: [next] };
        },
        [zeros([hidden, batch])],
        [transpose(x, [0, 2, 1])],
      );
      return { outputs: transpose(steps[0]!, [0, 2, 1]), last: transpose(carried[0]!) };
    },
  };
}

/** A dense layer with one output, Glorot-uniform weight and zero bias. */
export const tensorflow1Dense = (inputs: number) => {
  const layer = dense({ inputs, outputs: 1, initialize: glorot });
  return { ...layer, parameters: { ...layer.parameters, bias: { shape: [1], initialize: zero } } };
};

export interface AdamSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const tensorflow1Adam = ({ beta1, beta2, epsilon }: AdamSettings) => ({
  optimizer: adam({ beta1, beta2, epsilon }),
  scalars: (step: number) => ({
    meanCorrection: Math.sqrt(1 - beta2 ** step) / (1 - beta1 ** step),
    squareCorrection: 1,
  }),
});
