/**
 * A judge unlike a recurrent network that learns its patterns: three convolutions along time, after the fully
 * convolutional network that is the field's plain baseline (Wang, Yan, Oates 2017, arXiv:1611.06455).
 *
 *     judge    x [B, F, T] -> 3 x (convolution of 32 channels, kernel 3, dilation 1, 2, 4, as many steps out as in; relu)
 *              -> mean and maximum over time, [B, 64] -> one logit
 *     loss     mean cross entropy of real as 1 + mean cross entropy of generated as 0
 *     training Adam at PyTorch's defaults; 500 steps of 64 real and 64 generated
 *     split    whole blocks of time are tested where windows overlap (timeSplit.ts), a fifth in all
 *     score    |accuracy on the rest of both - 1/2|
 *
 * Deviations from the paper: dilation in the place of kernels of 8, 5 and 3, because windows are short; the maximum
 * beside the mean, by which a single odd step is seen; no batch normalisation, because real and generated sequences in
 * one batch would lend each other their moments. Sequences are standardised by the real training part, as the random
 * convolutions' are.
 */
import { concat, max, mean as meanOf, relu, reshape, transpose } from '../../graph/index.ts';
import {
  adam,
  dense,
  fanIn,
  type Layer,
  type ParameterSpecs,
  prefixed,
  within,
  zero,
} from '../../nn/index.ts';
import { type Measurement, type Metric, type MetricContext, mean } from '../metric.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { dilated } from '../ts2vec/encoder.ts';
import { discriminate, discriminativeLoss, type Judge, type Split } from './discriminative.ts';
import { compileForward, stepsFirst } from './forward.ts';
import { repeated } from './repetitions.ts';
import { leakWarning, timeSplit } from './timeSplit.ts';
import { compileTrainer, runSeed } from './training.ts';

export const convolutionalProtocol = protocol('convolutional', 1, {
  channels: 32,
  kernel: 3,
  dilations: [1, 2, 4],
  pooled: ['mean', 'maximum'],
  optimizer: 'adam',
  rate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  steps: 500,
  batch: 64,
  trainShare: 0.8,
  split: 'blocks of time where windows overlap',
  most: 2000,
  repetitions: 5,
});

export interface ConvolutionalSizes {
  readonly features: number;
  readonly channels: number;
  readonly kernel: number;
  readonly dilations: readonly number[];
  readonly outputs: number;
}

/**
 * x [T, B, F] -> answers [B, outputs]. Also the small network that learns tasks (utility/). A convolution is one product
 * (ts2vec/encoder.ts): about twice as fast here as the operator, whose gradient is a convolution with long kernels.
 */
export function convolutionalNetwork(sizes: ConvolutionalSizes): Layer {
  const { features, channels, kernel, dilations, outputs } = sizes;
  const specs = (inputs: number): ParameterSpecs => ({
    weight: { shape: [channels, inputs, kernel], initialize: fanIn },
    bias: { shape: [channels], initialize: zero },
  });
  const head = dense({ inputs: 2 * channels, outputs });
  return {
    parameters: Object.assign(
      {},
      ...dilations.map((_, i) => prefixed(`convolution.${i}`, specs(i === 0 ? features : channels))),
      prefixed('dense', head.parameters),
    ),
    apply: (scope, x) => {
      const steps = transpose(x, [1, 0, 2]);
      const seen = dilations.reduce(
        (y, dilation, i) => relu(dilated(within(scope, `convolution.${i}`), y, dilation)),
        steps,
      );
      const pooled = concat([meanOf(seen, { axes: [1] }), max(seen, { axes: [1] })], 1);
      return head.apply(within(scope, 'dense'), pooled);
    },
  };
}

function convolutionalJudge(features: number): Judge {
  const { channels, kernel, dilations } = convolutionalProtocol.settings;
  const { parameters, apply } = convolutionalNetwork({ features, channels, kernel, dilations, outputs: 1 });
  return { parameters, apply: (scope, x) => reshape(apply(scope, x), [x.shape[1]!]) };
}

async function compute(context: MetricContext): Promise<Measurement> {
  const { settings } = convolutionalProtocol;
  const { engine, signal } = context;
  const { length, features } = context.real;
  const count = Math.min(settings.most, context.real.count, context.generated.count);
  const splitOf = (seed: number) =>
    timeSplit(
      sampled(context.real, count, seed, 'real'),
      sampled(context.generated, count, seed, 'generated'),
      settings.trainShare,
      seed,
    );
  // blocks of time hold different numbers of windows; the smallest part of any repetition, asked for here or not, decides
  const splits = Array.from({ length: context.repetitions ?? settings.repetitions }, (_, run) =>
    splitOf(runSeed(context.seed, run)),
  );
  const batch = Math.min(settings.batch, ...splits.map(({ real }) => real.train.count));
  const judge = convolutionalJudge(features);
  const trainer = await compileTrainer(engine!, {
    parameters: judge.parameters,
    optimizer: adam(settings),
    rate: settings.rate,
    inputs: { x: [2 * batch, length, features] },
    loss: (scope, { x }) => discriminativeLoss(judge.apply(scope, stepsFirst(x!)), batch),
  });
  const forward = await compileForward(engine!, { ...judge, length, features, chunk: 256 });
  let runs: readonly number[];
  try {
    runs = await repeated(context, settings.repetitions, ({ seed, done }) => {
      const { real, generated } = splitOf(seed);
      const toSpace = standardizer(real.train);
      const prepared = ({ train, test }: Split): Split => ({ train: toSpace(train), test: toSpace(test) });
      const sets = { real: prepared(real), generated: prepared(generated) };
      const after = (step: number) => {
        if (step % 50 === 0) done(step / settings.steps);
      };
      return discriminate(trainer, forward, sets, { seed, steps: settings.steps, batch, signal, after });
    });
  } finally {
    await trainer.release();
    await forward.release();
  }
  const warnings = [
    ...(splits.some(({ isLeaky }) => isLeaky) ? [leakWarning] : []),
    ...(batch < settings.batch
      ? [`batches hold ${batch} sequences, not ${settings.batch}: the sets are too small`]
      : []),
  ];
  return { value: mean(runs), runs, warnings };
}

export const convolutionalMetric: Metric = {
  id: 'convolutional',
  name: 'Convolutional judge',
  group: 'judge',
  needs: { engine: true, length: 2, count: 25 },
  direction: 'lower',
  range: [0, 0.5],
  protocol: convolutionalProtocol,
  citation: 'Wang, Yan, Oates 2017, Time series classification from scratch, arXiv:1611.06455',
  explanation:
    'A small convolutional network learns which patterns tell real from generated: 0 when it can only guess, 0.5 when it is always right.',
  doesNotProve:
    'that no judge can tell: it looks at fifteen steps at a time and hardly sees what lies further apart; a copy of the training data scores 0',
  isSlow: true,
  repetitions: convolutionalProtocol.settings.repetitions,
  compute,
};
