/**
 * A recurrent predictor as PyTorch builds one: layers of GRU (reset after the product) or LSTM over the features that
 * are seen, and a dense layer at each step whose outputs are the targets of the next step. Every weight and bias starts
 * uniform within 1 / sqrt(h), as torch.nn does.
 */
import { abs, concat, mean, sigmoid, slice, subtract, type Tensor } from '../../graph/index.ts';
import { dense, gru, lstm, type ParameterSpecs, prefixed, uniformWithin, within } from '../../nn/index.ts';
import type { Predictor } from './predictive.ts';

export interface RecurrentPredictorOptions {
  readonly cell: 'gru' | 'lstm';
  readonly hidden: number;
  readonly layers: number;
  /** Features at step t that are the inputs, and features at step t + 1 that are the targets. */
  readonly seen: readonly number[];
  readonly targets: readonly number[];
  /** Whether a sigmoid bounds the outputs. */
  readonly isBounded: boolean;
}

/** Features of x [T, B, F], neighbours taken together. */
function chosen(x: Tensor, features: readonly number[]): Tensor {
  const runs: { start: number; size: number }[] = [];
  for (const feature of features) {
    const last = runs.at(-1);
    if (last && last.start + last.size === feature) last.size++;
    else runs.push({ start: feature, size: 1 });
  }
  const pieces = runs.map((run) => slice(x, 2, run));
  return pieces.length === 1 ? pieces[0]! : concat(pieces, 2);
}

export function recurrentPredictor(options: RecurrentPredictorOptions): Predictor {
  const { cell, hidden, layers, seen, targets, isBounded } = options;
  const layer = { gru, lstm }[cell]({ inputs: seen.length, hidden, layers });
  const head = dense({ inputs: hidden, outputs: targets.length });
  const initialize = uniformWithin(1 / Math.sqrt(hidden));
  const asTorch = (parameters: ParameterSpecs): ParameterSpecs =>
    Object.fromEntries(Object.entries(parameters).map(([name, spec]) => [name, { ...spec, initialize }]));
  return {
    parameters: {
      ...prefixed('recurrent', asTorch(layer.parameters)),
      ...prefixed('dense', asTorch(head.parameters)),
    },
    errors: (scope, x) => {
      const steps = x.shape[0]! - 1;
      const before = chosen(slice(x, 0, { size: steps }), seen);
      const next = chosen(slice(x, 0, { start: 1, size: steps }), targets);
      const { outputs } = layer.apply(within(scope, 'recurrent'), before);
      const answers = head.apply(within(scope, 'dense'), outputs);
      return mean(abs(subtract(next, isBounded ? sigmoid(answers) : answers)), { axes: [2] });
    },
  };
}
