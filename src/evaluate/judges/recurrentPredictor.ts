/**
 * A recurrent predictor, of protocols that were written in PyTorch: the network sees some features, and its outputs at
 * each step are the targets of the next step.
 */
import { abs, concat, mean, sigmoid, slice, subtract, type Tensor } from '../../graph/index.ts';
import type { Predictor } from './predictive.ts';
import { recurrentNetwork } from './recurrentNetwork.ts';

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
  const network = recurrentNetwork({
    cell,
    inputs: seen.length,
    hidden,
    layers,
    outputs: targets.length,
  });
  return {
    parameters: network.parameters,
    errors: (scope, x) => {
      const steps = x.shape[0]! - 1;
      const before = chosen(slice(x, 0, { size: steps }), seen);
      const next = chosen(slice(x, 0, { start: 1, size: steps }), targets);
      const answers = network.answers(scope, network.states(scope, before));
      return mean(abs(subtract(next, isBounded ? sigmoid(answers) : answers)), { axes: [2] });
    },
  };
}
