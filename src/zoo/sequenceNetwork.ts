/** What most recipes are made of: a stack of recurrent layers and one dense layer that sees every step. */
import { mean, negate, softplus, type Tensor } from '../graph/index.ts';
import {
  type DenseOptions,
  dense,
  glorot,
  gru,
  lstm,
  type ParameterSpecs,
  prefixed,
  type Scope,
  within,
} from '../nn/index.ts';

export interface SequenceNetwork {
  readonly parameters: ParameterSpecs;
  /** x [T, B, in] -> [T, B, out]. */
  apply(scope: Scope, x: Tensor): Tensor;
}

export interface SequenceNetworkOptions extends Pick<DenseOptions, 'inputs' | 'outputs'> {
  /** `gru` is that of TensorFlow 1, which the papers of its time were made with. */
  readonly cell: 'lstm' | 'gru';
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional?: boolean;
  readonly activation?: (x: Tensor) => Tensor;
}

export function sequenceNetwork(options: SequenceNetworkOptions): SequenceNetwork {
  const { cell, inputs, outputs, hidden, layers, bidirectional = false, activation = (x) => x } = options;
  const sizes = { inputs, hidden, layers, bidirectional };
  const recurrent = cell === 'lstm' ? lstm(sizes) : gru({ ...sizes, convention: 'tensorflow1' });
  const head = dense({ inputs: hidden * (bidirectional ? 2 : 1), outputs, initialize: glorot });
  return {
    parameters: { ...prefixed(cell, recurrent.parameters), ...prefixed('head', head.parameters) },
    apply: (scope, x) =>
      activation(head.apply(within(scope, 'head'), recurrent.apply(within(scope, cell), x).outputs)),
  };
}

/** Mean cross entropy of logits of any shape with the target 1, or 0: softplus(-a), softplus(a). */
export const crossEntropy = (logits: Tensor, target: 0 | 1): Tensor =>
  mean(softplus(target === 1 ? negate(logits) : logits));
