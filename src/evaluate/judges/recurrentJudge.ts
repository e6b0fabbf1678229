/**
 * A recurrent classifier as PyTorch builds one: layers of GRU (reset after the product) or LSTM, the last layer's last
 * state, one logit. Every weight and bias starts uniform within 1 / sqrt(h) (h inputs of the dense layer likewise), as
 * torch.nn does. The judge of protocols that were written in PyTorch.
 */
import { reshape, slice } from '../../graph/index.ts';
import { dense, gru, lstm, type ParameterSpecs, prefixed, uniformWithin, within } from '../../nn/index.ts';
import type { Judge } from './discriminative.ts';

export interface RecurrentJudgeOptions {
  readonly cell: 'gru' | 'lstm';
  readonly inputs: number;
  readonly hidden: number;
  readonly layers: number;
}

export function recurrentJudge({ cell, inputs, hidden, layers }: RecurrentJudgeOptions): Judge {
  const layer = { gru, lstm }[cell]({ inputs, hidden, layers });
  const head = dense({ inputs: hidden, outputs: 1 });
  const initialize = uniformWithin(1 / Math.sqrt(hidden));
  const asTorch = (parameters: ParameterSpecs): ParameterSpecs =>
    Object.fromEntries(Object.entries(parameters).map(([name, spec]) => [name, { ...spec, initialize }]));
  return {
    parameters: {
      ...prefixed('recurrent', asTorch(layer.parameters)),
      ...prefixed('dense', asTorch(head.parameters)),
    },
    apply: (scope, x) => {
      const [length, batch] = x.shape as [number, number];
      const { outputs } = layer.apply(within(scope, 'recurrent'), x);
      const last = reshape(slice(outputs, 0, { start: length - 1, size: 1 }), [batch, hidden]);
      return reshape(head.apply(within(scope, 'dense'), last), [batch]);
    },
  };
}
