/**
 * A small convolutional network, trained on the engine: that of judges/convolutional.ts with as many outputs as the task
 * has. Classes by mean cross entropy of a softmax, numbers by mean squared error; Adam at PyTorch's defaults.
 */
import { logSoftmax, mean, multiply, negate, square, subtract, sum, type Tensor } from '../../graph/index.ts';
import { adam } from '../../nn/index.ts';
import { convolutionalNetwork } from '../judges/convolutional.ts';
import { batchDraws } from '../judges/draws.ts';
import { compileForward, fillSequences, stepsFirst } from '../judges/forward.ts';
import { compileTrainer } from '../judges/training.ts';
import type { AnswerKind, Learner } from './learner.ts';

const settings = {
  channels: 32,
  kernel: 3,
  dilations: [1, 2, 4],
  optimizer: 'adam',
  rate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  steps: 500,
  batch: 64,
} as const;

/** answers, targets [B, outputs]; of a class the targets are 1 at its place and -1 elsewhere. */
export function taskLoss(kind: AnswerKind, answers: Tensor, targets: Tensor): Tensor {
  if (kind === 'number') return mean(square(subtract(answers, targets)));
  const share = multiply(subtract(targets, -1), 0.5);
  return negate(mean(sum(multiply(share, logSoftmax(answers)), { axes: [1] })));
}

export const convolutionalLearner: Learner = {
  id: 'network',
  name: 'a small convolutional network',
  needsEngine: true,
  isRandom: true,
  isSlow: true,
  settings,
  citation: 'Wang, Yan, Oates 2017, Time series classification from scratch, arXiv:1611.06455',
  async answer({ inputs, targets, outputs, kind }, asked, { seed, engine, signal }) {
    const { length, features, count } = inputs;
    const batch = Math.min(settings.batch, count);
    const network = convolutionalNetwork({ ...settings, features, outputs });
    const trainer = await compileTrainer(engine!, {
      parameters: network.parameters,
      optimizer: adam(settings),
      rate: settings.rate,
      inputs: { x: [batch, length, features], y: [batch, outputs] },
      loss: (scope, { x, y }) => taskLoss(kind, network.apply(scope, stepsFirst(x!)), y!),
    });
    const forward = await compileForward(engine!, { ...network, length, features, chunk: 256 });
    try {
      const rows = batchDraws(count, batch, seed, 'task batches');
      const weights = await trainer.train({
        seed,
        steps: settings.steps,
        signal,
        feed: (step, { x, y }) => {
          const drawn = rows(step);
          fillSequences(inputs, drawn, x!.data as Float32Array);
          drawn.forEach((row, b) => {
            for (let o = 0; o < outputs; o++) y!.data[b * outputs + o] = targets[row * outputs + o]!;
          });
        },
      });
      const given: Float64Array[] = [];
      for (const set of asked) given.push(Float64Array.from(await forward.run(weights, set)));
      return given;
    } finally {
      await trainer.release();
      await forward.release();
    }
  },
};
