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
import { add, matmul, multiply, sigmoid, slice, split, subtract, tanh } from '../graph/index.ts';
import { gateBias } from './initializers.ts';
import { joined, joinedWeight } from './joined.ts';
import { type Cell, type RecurrentLayer, type RecurrentOptions, recurrent } from './recurrent.ts';

export const torchGruCell: Cell = {
  gates: 3,
  carried: 1,
  inputBias: gateBias(0, 3, 0),
  kernel: { type: 'GRU', gates: [1, 0, 2], resetsAfter: true },
  prepare({ weightInput, weightHidden, biasInput, biasHidden }) {
    const hidden = weightHidden.shape[1]!;
    const parts = [2 * hidden, hidden];
    const [gatesInput, candidateInput] = split(weightInput, 0, parts);
    const [gatesHidden, candidateHidden] = split(weightHidden, 0, parts);
    const [biasGatesInput, biasCandidateInput] = split(biasInput, 0, parts);
    const [biasGatesHidden, biasCandidateHidden] = split(biasHidden, 0, parts);
    const weightGates = joinedWeight([gatesInput!, gatesHidden!], add(biasGatesInput!, biasGatesHidden!));
    // the reset gate multiplies the hidden part of the candidate alone, so its two products stay apart
    const weightFromInput = joinedWeight([candidateInput!], biasCandidateInput!);
    const weightFromHidden = joinedWeight([candidateHidden!], biasCandidateHidden!);
    return (input, [h]) => {
      const [r, z] = split(matmul(joined([input, h!]), weightGates), 1, [hidden, hidden]);
      const fromInput = matmul(joined([input]), weightFromInput);
      const fromHidden = matmul(joined([h!]), weightFromHidden);
      const candidate = tanh(add(fromInput, multiply(sigmoid(r!), fromHidden)));
      return [add(candidate, multiply(sigmoid(z!), subtract(h!, candidate)))];
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
  kernel: { type: 'GRU', gates: [1, 0, 2], resetsAfter: false },
  prepare({ weightInput, weightHidden, biasInput, biasHidden }) {
    const hidden = weightHidden.shape[1]!;
    const bias = add(biasInput, biasHidden);
    const rows = (start: number, size: number) =>
      joinedWeight(
        [weightInput, weightHidden].map((weight) => slice(weight, 0, { start, size })),
        slice(bias, 0, { start, size }),
      );
    const [weightGates, weightCandidate] = [rows(0, 2 * hidden), rows(2 * hidden, hidden)];
    return (input, [h]) => {
      const [r, u] = split(matmul(joined([input, h!]), weightGates), 1, [hidden, hidden]);
      const kept = multiply(sigmoid(r!), h!);
      const candidate = tanh(matmul(joined([input, kept]), weightCandidate));
      return [add(candidate, multiply(sigmoid(u!), subtract(h!, candidate)))];
    };
  },
};

export interface GruOptions extends RecurrentOptions {
  readonly convention?: 'torch' | 'tensorflow1';
}

/** x [T, B, in] -> [T, B, H]; carries h. */
export const gru = ({ convention = 'torch', ...options }: GruOptions): RecurrentLayer =>
  recurrent(convention === 'torch' ? torchGruCell : tensorflow1GruCell, options);
