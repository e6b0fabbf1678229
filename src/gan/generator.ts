/**
 * The generator: noise [T, B, Z] for every step, and one draw [B, S] for the whole sequence that every step sees
 * again, through a stack of recurrent layers to features in (-1, 1):
 *
 *     h = LSTM([z_t, s]);   x_t = tanh(W h_t + b)
 */
import { concat, expand, reshape, type Tensor, tanh } from '../graph/index.ts';
import {
  dense,
  gru,
  type Layer,
  lstm,
  type ParameterSpecs,
  prefixed,
  type Scope,
  within,
} from '../nn/index.ts';

export interface GeneratorConfig {
  readonly cell: 'lstm' | 'gru';
  readonly hidden: number;
  readonly layers: number;
  /** Noise values per step, and per sequence. */
  readonly noise: number;
  readonly sequenceNoise: number;
}

export interface Noise {
  /** [T, B, Z]. */
  readonly steps: Tensor;
  /** [B, S]; absent when `sequenceNoise` is 0. */
  readonly sequence?: Tensor | undefined;
}

export interface Generator {
  readonly parameters: ParameterSpecs;
  /** -> [T, B, F] in (-1, 1). */
  apply(scope: Scope, noise: Noise): Tensor;
}

export function createGenerator(config: GeneratorConfig, features: number): Generator {
  const { cell, hidden, layers, noise, sequenceNoise } = config;
  const recurrent = { lstm, gru }[cell]({ inputs: noise + sequenceNoise, hidden, layers });
  const head: Layer = dense({ inputs: hidden, outputs: features });
  return {
    parameters: { ...prefixed(cell, recurrent.parameters), ...prefixed('head', head.parameters) },
    apply(scope, { steps, sequence }) {
      const [length, batch] = steps.shape as [number, number];
      const repeated =
        sequence && expand(reshape(sequence, [1, batch, sequenceNoise]), [length, batch, sequenceNoise]);
      const input = repeated ? concat([steps, repeated], 2) : steps;
      const { outputs } = recurrent.apply(within(scope, cell), input);
      return tanh(head.apply(within(scope, 'head'), outputs));
    },
  };
}
