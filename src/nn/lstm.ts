/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), no peepholes:
 *
 *     a = W_ih x + b_ih + W_hh h + b_hh
 *     i, f, g, o = sigmoid(a_i), sigmoid(a_f), tanh(a_g), sigmoid(a_o)
 *     c' = f c + i g;   h' = o tanh(c')
 *
 * The gates stand in PyTorch's order i, f, g, o. Keras' order is i, f, c, o with kernels [in, 4 H] and one bias:
 * transpose the kernels and load its bias as bias_ih. ONNX's order is i, o, f, c.
 */
import { add, matmul, multiply, sigmoid, slice, split, type Tensor, tanh } from '../graph/index.ts';
import { gateBias } from './initializers.ts';
import { joined, joinedWeight } from './joined.ts';
import { type Cell, type RecurrentLayer, type RecurrentOptions, recurrent } from './recurrent.ts';

export const lstmCell: Cell = {
  gates: 4,
  carried: 2,
  inputBias: gateBias(1, 4, 1),
  kernel: { type: 'LSTM', gates: [0, 3, 1, 2] },
  prepare({ weightInput, weightHidden, biasInput, biasHidden }) {
    const hidden = weightHidden.shape[1]!;
    const weight = joinedWeight([weightInput, weightHidden], add(biasInput, biasHidden));
    return (input, [h, c]) => {
      const activation = matmul(joined([input, h!]), weight);
      return next(split(activation, 1, [hidden, hidden, hidden, hidden]), c!);
    };
  },
  prepareForward({ weightInput, weightHidden, biasInput, biasHidden }) {
    const hidden = weightHidden.shape[1]!;
    const bias = add(biasInput, biasHidden);
    const weights = [0, 1, 2, 3].map((gate) => {
      const [input, carry, offset] = [weightInput, weightHidden, bias].map((x) =>
        slice(x, 0, { start: gate * hidden, size: hidden }),
      );
      return joinedWeight([input!, carry!], offset!);
    });
    return (input, [h, c]) => {
      const seen = joined([input, h!]);
      return next(
        weights.map((weight) => matmul(seen, weight)),
        c!,
      );
    };
  },
};

/** h' and c'. */
function next([i, f, g, o]: readonly Tensor[], c: Tensor): readonly Tensor[] {
  const memory = add(multiply(sigmoid(f!), c), multiply(sigmoid(i!), tanh(g!)));
  return [multiply(sigmoid(o!), tanh(memory)), memory];
}

/** x [T, B, in] -> [T, B, H]; carries (h, c). */
export const lstm = (options: RecurrentOptions): RecurrentLayer => recurrent(lstmCell, options);
