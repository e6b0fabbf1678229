/**
 * A recurrent network as PyTorch builds one: layers of GRU (reset after the product) or LSTM and a dense layer. Every
 * weight and bias starts uniform within 1 / sqrt(h), in the dense layer too, as torch.nn does.
 */
import type { Tensor } from '../../graph/index.ts';
import {
  dense,
  gru,
  lstm,
  type ParameterSpecs,
  prefixed,
  type Scope,
  uniformWithin,
  within,
} from '../../nn/index.ts';

export interface RecurrentNetworkOptions {
  readonly cell: 'gru' | 'lstm';
  readonly inputs: number;
  readonly hidden: number;
  readonly layers: number;
  readonly outputs: number;
}

export interface RecurrentNetwork {
  readonly parameters: ParameterSpecs;
  /** x [T, B, inputs] -> states of the last layer, [T, B, hidden]. */
  states(scope: Scope, x: Tensor): Tensor;
  /** [..., hidden] -> [..., outputs]. */
  answers(scope: Scope, states: Tensor): Tensor;
}

export function recurrentNetwork(options: RecurrentNetworkOptions): RecurrentNetwork {
  const { cell, inputs, hidden, layers, outputs } = options;
  const layer = { gru, lstm }[cell]({ inputs, hidden, layers });
  const head = dense({ inputs: hidden, outputs });
  const initialize = uniformWithin(1 / Math.sqrt(hidden));
  const asTorch = (parameters: ParameterSpecs): ParameterSpecs =>
    Object.fromEntries(Object.entries(parameters).map(([name, spec]) => [name, { ...spec, initialize }]));
  return {
    parameters: {
      ...prefixed('recurrent', asTorch(layer.parameters)),
      ...prefixed('dense', asTorch(head.parameters)),
    },
    states: (scope, x) => layer.apply(within(scope, 'recurrent'), x).outputs,
    answers: (scope, states) => head.apply(within(scope, 'dense'), states),
  };
}
