/**
 * Gated recurrent unit (Cho et al. 2014, arXiv:1406.1078) in its two conventions.
 *
 * `torch` (also Keras' default, "reset after"), gates in the order r, z, n:
 *     r, z = sigmoid(W x + b_ih + U h + b_hh);   n = tanh(W_n x + b_ih + r (U_n h + b_hh));   h' = (1 - z) n + z h
 *
 * `tensorflow1` (tf.nn.rnn_cell.GRUCell, "reset before"), the same layout, u in the place of z:
 *     r, u = sigmoid(W x + U h + b);   n = tanh(W_n x + U_n (r h) + b_n);   h' = u h + (1 - u) n
 *     with b = bias_ih + bias_hh, and 1 as the gates' bias at the start.
 */
import {
  add,
  concat,
  matmul,
  multiply,
  reshape,
  sigmoid,
  slice,
  split,
  subtract,
  type Tensor,
  tanh,
  transpose,
  zeros,
} from '../graph/index.ts';
import { gateBias } from './initializers.ts';
import { type Cell, type RecurrentLayer, type RecurrentOptions, recurrent } from './recurrent.ts';

export const torchGruCell: Cell = {
  gates: 3,
  carried: 1,
  inputBias: gateBias(0, 3, 0),
  prepare(x, { weightInput, weightHidden, biasInput, biasHidden }) {
    const hidden = weightHidden.shape[1]!;
    const parts = [hidden, hidden, hidden];
    // the candidate's hidden bias stays inside, because the reset gate multiplies it
    const biasOutside = concat([slice(biasHidden, 0, { size: 2 * hidden }), zeros([hidden])], 0);
    const biasInside = slice(biasHidden, 0, { start: 2 * hidden, size: hidden });
    const weight = transpose(weightHidden);
    return {
      inputs: project(x, weightInput, add(biasInput, biasOutside)),
      step(projected, [h]) {
        const [xr, xz, xn] = split(projected, 1, parts);
        const [hr, hz, hn] = split(matmul(h!, weight), 1, parts);
        const reset = sigmoid(add(xr!, hr!));
        const update = sigmoid(add(xz!, hz!));
        const candidate = tanh(add(xn!, multiply(reset, add(hn!, biasInside))));
        return [add(candidate, multiply(update, subtract(h!, candidate)))];
      },
    };
  },
};

export const tensorflow1GruCell: Cell = {
  gates: 3,
  carried: 1,
  inputBias: (shape) => {
    const values = new Float32Array(shape[0]!);
    return values.fill(1, 0, (shape[0]! / 3) * 2);
  },
  prepare(x, { weightInput, weightHidden, biasInput, biasHidden }) {
    const hidden = weightHidden.shape[1]!;
    const weight = transpose(weightHidden);
    const weightGates = slice(weight, 1, { size: 2 * hidden });
    const weightCandidate = slice(weight, 1, { start: 2 * hidden, size: hidden });
    return {
      inputs: project(x, weightInput, add(biasInput, biasHidden)),
      step(projected, [h]) {
        const [xg, xn] = split(projected, 1, [2 * hidden, hidden]);
        const gates = sigmoid(add(xg!, matmul(h!, weightGates)));
        const [reset, update] = split(gates, 1, [hidden, hidden]);
        const candidate = tanh(add(xn!, matmul(multiply(reset!, h!), weightCandidate)));
        return [add(candidate, multiply(update!, subtract(h!, candidate)))];
      },
    };
  },
};

/** x W' + b of all steps at once: [T, B, in] -> [T, B, G H]. */
function project(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const [length, batch, inputs] = x.shape as [number, number, number];
  const flat = add(matmul(reshape(x, [length * batch, inputs]), transpose(weight)), bias);
  return reshape(flat, [length, batch, weight.shape[0]!]);
}

export interface GruOptions extends RecurrentOptions {
  readonly convention?: 'torch' | 'tensorflow1';
}

/** x [T, B, in] -> [T, B, H]; carries h. */
export const gru = ({ convention = 'torch', ...options }: GruOptions): RecurrentLayer =>
  recurrent(convention === 'torch' ? torchGruCell : tensorflow1GruCell, options);
