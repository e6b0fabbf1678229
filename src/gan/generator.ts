/**
 * The generator: noise [T, B, Z] for every step, and one draw [B, S] for the whole sequence that every step sees
 * again, through a stack of recurrent layers to features in (-1, 1):
 *
 *     h = LSTM([z_t, s]);   x_t = tanh(W h_t + b)
 *
 * The recurrent layers start from zero, as in the article, or from tanh(V s + c): a sequence cut out of a longer one
 * does not begin at rest.
 */
import { concat, expand, reshape, slice, type Tensor, tanh } from '../graph/index.ts';
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
  /** What the recurrent layers start from: zero, or a learned function of the sequence's noise. */
  readonly start: 'zero' | 'noise';
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
  const carried = { lstm: 2, gru: 1 }[cell];
  const start =
    config.start === 'noise' && sequenceNoise > 0
      ? dense({ inputs: sequenceNoise, outputs: layers * carried * hidden })
      : undefined;
  return {
    parameters: {
      ...prefixed(cell, recurrent.parameters),
      ...prefixed('head', head.parameters),
      ...(start && prefixed('start', start.parameters)),
    },
    apply(scope, { steps, sequence }) {
      const [length, batch] = steps.shape as [number, number];
      const repeated =
        sequence && expand(reshape(sequence, [1, batch, sequenceNoise]), [length, batch, sequenceNoise]);
      const input = repeated ? concat([steps, repeated], 2) : steps;
      const states = start && tanh(start.apply(within(scope, 'start'), sequence!)); // [B, layers carried H]
      const initial =
        states &&
        Array.from({ length: layers }, (_, layer) =>
          Array.from({ length: carried }, (_, i) =>
            slice(states, 1, { start: (layer * carried + i) * hidden, size: hidden }),
          ),
        );
      const { outputs } = recurrent.apply(within(scope, cell), input, initial);
      return tanh(head.apply(within(scope, 'head'), outputs));
    },
  };
}
