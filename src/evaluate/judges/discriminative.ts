/**
 * Discriminative score, protocol `timegan-2019`: how well a small recurrent classifier tells real from generated
 * (Yoon, Jarrett, van der Schaar 2019; the code's definition, which differs from the paper's text).
 *
 *     judge    one GRU layer of h = floor(F / 2) (tensorflow1.ts), its last state to one logit
 *     loss     mean cross entropy of real as 1 + mean cross entropy of generated as 0 (a sum, not a mean)
 *     training Adam in TensorFlow's form, rate 0.001; 2000 steps of 128 real and 128 generated, each without replacement
 *     split    real and generated shuffled apart, the first floor(0.8 N) of each to train
 *     score    |accuracy on the rest of both - 1/2|, a logit of exactly 0 counting as generated
 *
 * The mean over 10 trainings on the same two sets. The original takes no more generated sequences than real ones; a
 * larger set is cut, and said so.
 */
import { add, mean as meanOf, negate, reshape, slice, softplus, type Tensor } from '../../graph/index.ts';
import { type ParameterSpecs, prefixed, type Scope, within } from '../../nn/index.ts';
import { randomStream } from '../../random/stream.ts';
import { type Measurement, type Metric, type MetricContext, mean } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { part, pick, type SequenceSet } from '../sequenceSet.ts';
import { batchDraws } from './draws.ts';
import { compileForward, type Forward, fillSequences, stepsFirst } from './forward.ts';
import { repeated } from './repetitions.ts';
import { tensorflow1Adam, tensorflow1Dense, tensorflow1Gru } from './tensorflow1.ts';
import { compileTrainer, type Trainer, type TrainerSpec, type TrainingRun } from './training.ts';

export const discriminativeProtocol = protocol('timegan-2019-discriminative', 1, {
  cell: 'tensorflow1 gru',
  hidden: 'floor(F / 2)',
  rate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  steps: 2000,
  batch: 128,
  trainShare: 0.8,
  repetitions: 10,
});

export interface Judge {
  readonly parameters: ParameterSpecs;
  /** x [T, B, F] -> logits [B]. */
  apply(scope: Scope, x: Tensor): Tensor;
}

export function discriminativeJudge(features: number): Judge {
  const hidden = Math.floor(features / 2);
  const recurrent = tensorflow1Gru(features, hidden);
  const head = tensorflow1Dense(hidden);
  return {
    parameters: { ...prefixed('gru', recurrent.parameters), ...prefixed('dense', head.parameters) },
    apply: (scope, x) => {
      const { last } = recurrent.apply(within(scope, 'gru'), x);
      return reshape(head.apply(within(scope, 'dense'), last), [x.shape[1]!]);
    },
  };
}

/** Mean cross entropy of the first `real` logits as 1 plus that of the rest as 0. */
export function discriminativeLoss(logits: Tensor, real: number): Tensor {
  const realLogits = slice(logits, 0, { size: real });
  const generatedLogits = slice(logits, 0, { start: real, size: logits.shape[0]! - real });
  return add(meanOf(softplus(negate(realLogits))), meanOf(softplus(generatedLogits)));
}

export interface Split {
  readonly train: SequenceSet;
  readonly test: SequenceSet;
}

/** The first floor(share N) of a shuffled set, and the rest. */
export function split(set: SequenceSet, share: number, seed: number, name: string): Split {
  const order = randomStream(seed, `split ${name}`).permutation(0, set.count);
  const cut = Math.floor(share * set.count);
  return { train: pick(set, order.subarray(0, cut)), test: pick(set, order.subarray(cut)) };
}

/** One training and its score. */
export async function discriminate(
  trainer: Trainer,
  forward: Forward,
  sets: { readonly real: Split; readonly generated: Split },
  { seed, steps, batch, signal, after }: Omit<TrainingRun, 'feed'> & { readonly batch: number },
): Promise<number> {
  const { real, generated } = sets;
  const realRows = batchDraws(real.train.count, batch, seed, 'real batches');
  const generatedRows = batchDraws(generated.train.count, batch, seed, 'generated batches');
  const weights = await trainer.train({
    seed,
    steps,
    signal,
    ...(after && { after }),
    feed: (step, { x }) => {
      const out = x!.data as Float32Array;
      fillSequences(real.train, realRows(step), out);
      fillSequences(generated.train, generatedRows(step), out, batch);
    },
  });
  const right =
    (await forward.run(weights, real.test)).reduce((n, logit) => n + Number(logit > 0), 0) +
    (await forward.run(weights, generated.test)).reduce((n, logit) => n + Number(!(logit > 0)), 0);
  return Math.abs(right / (real.test.count + generated.test.count) - 0.5);
}

/** What sets one protocol of this score apart from another. */
export interface DiscriminativeVariant {
  readonly settings: {
    readonly rate: number;
    readonly steps: number;
    readonly batch: number;
    readonly trainShare: number;
    readonly repetitions: number;
  };
  readonly optimizer: Pick<TrainerSpec, 'optimizer' | 'scalars'>;
  judgeOf(features: number): Judge;
}

export async function discriminativeScore(
  { settings, optimizer, judgeOf }: DiscriminativeVariant,
  context: MetricContext,
): Promise<Measurement> {
  const { engine, real, signal } = context;
  const { length, features } = real;
  const generated = part(context.generated, 0, Math.min(real.count, context.generated.count));
  const batch = Math.min(settings.batch, Math.floor(settings.trainShare * generated.count));
  const judge = judgeOf(features);
  const trainer = await compileTrainer(engine!, {
    parameters: judge.parameters,
    ...optimizer,
    rate: settings.rate,
    inputs: { x: [2 * batch, length, features] },
    loss: (scope, { x }) => discriminativeLoss(judge.apply(scope, stepsFirst(x!)), batch),
  });
  const forward = await compileForward(engine!, { ...judge, length, features, chunk: 512 });
  let runs: readonly number[];
  try {
    runs = await repeated(context, settings.repetitions, ({ seed, done }) => {
      const sets = {
        real: split(real, settings.trainShare, seed, 'real'),
        generated: split(generated, settings.trainShare, seed, 'generated'),
      };
      const after = (step: number) => {
        if (step % 100 === 0) done(step / settings.steps);
      };
      return discriminate(trainer, forward, sets, { seed, steps: settings.steps, batch, signal, after });
    });
  } finally {
    await trainer.release();
    await forward.release();
  }
  const warnings = [
    ...(generated.count < context.generated.count
      ? [
          `only the first ${generated.count} of ${context.generated.count} generated sequences were judged, as many as there are real ones`,
        ]
      : []),
    ...(batch < settings.batch
      ? [`batches hold ${batch} sequences, not ${settings.batch}: the sets are too small`]
      : []),
  ];
  return { value: mean(runs), runs, warnings };
}

export const discriminativeMetric: Metric = {
  id: 'discriminative',
  name: 'Discriminative score',
  group: 'judge',
  needs: { engine: true, features: 2, count: 10 },
  direction: 'lower',
  range: [0, 0.5],
  protocol: discriminativeProtocol,
  citation:
    'Yoon, Jarrett, van der Schaar 2019, Time-series generative adversarial networks, NeurIPS; metrics/discriminative_metrics.py',
  explanation:
    'A small recurrent network learns to tell real from generated: 0 when it can only guess, 0.5 when it is always right.',
  doesNotProve:
    'that no judge can tell: this one is weak, and networks of another kind see what it misses; a copy of the training data scores 0',
  isSlow: true,
  repetitions: discriminativeProtocol.settings.repetitions,
  compute: (context) =>
    discriminativeScore(
      {
        settings: discriminativeProtocol.settings,
        optimizer: tensorflow1Adam(discriminativeProtocol.settings),
        judgeOf: discriminativeJudge,
      },
      context,
    ),
};
