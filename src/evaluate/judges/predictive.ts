/**
 * Predictive score, protocol `timegan-2019`: a small network learns on generated sequences to tell the last feature
 * of the next step from the other features of this one, and is tried on the real sequences (Yoon, Jarrett,
 * van der Schaar 2019; the code's definition).
 *
 *     judge    one GRU layer of h = floor(F / 2) (tensorflow1.ts) over x[0 .. T-2, features 0 .. F-2], one sigmoid output
 *     target   x[1 .. T-1, feature F-1]; its own past is not an input
 *     training mean absolute error; Adam in TensorFlow's form, rate 0.001; 5000 steps of 128 generated sequences
 *     score    mean absolute error over all real sequences and steps
 *
 * The mean over 10 trainings. The output is a sigmoid, so the protocol needs values between 0 and 1 (preparation
 * `minmax`); outside of it the figure is still computed, with a warning.
 */
import { abs, mean as meanOf, reshape, sigmoid, slice, subtract, type Tensor } from '../../graph/index.ts';
import { type ParameterSpecs, prefixed, type Scope, within } from '../../nn/index.ts';
import { type Measurement, type Metric, type MetricContext, mean } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { column, extremesOf, momentsOf, type SequenceSet } from '../sequenceSet.ts';
import { batchDraws } from './draws.ts';
import { compileForward, fillSequences, stepsFirst } from './forward.ts';
import { repeated } from './repetitions.ts';
import { tensorflow1Adam, tensorflow1Dense, tensorflow1Gru } from './tensorflow1.ts';
import { compileTrainer, type TrainerSpec } from './training.ts';

export const predictiveProtocol = protocol('timegan-2019-predictive', 1, {
  cell: 'tensorflow1 gru',
  hidden: 'floor(F / 2)',
  target: 'last feature of the next step',
  rate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  steps: 5000,
  batch: 128,
  repetitions: 10,
});

export interface Predictor {
  readonly parameters: ParameterSpecs;
  /** x [T, B, F] -> absolute errors [T - 1, B], of several targets their mean. */
  errors(scope: Scope, x: Tensor): Tensor;
}

/** What sets one protocol of this score apart from another. */
export interface PredictiveVariant {
  readonly settings: {
    readonly rate: number;
    readonly steps: number;
    readonly batch: number;
    readonly repetitions: number;
  };
  readonly optimizer: Pick<TrainerSpec, 'optimizer' | 'scalars'>;
  /** Features that are predicted. */
  targetsOf(features: number): readonly number[];
  /** Whether predictions lie between 0 and 1. */
  readonly isBounded: boolean;
  predictorOf(features: number): Predictor;
}

export function predictor(features: number): Predictor {
  const hidden = Math.floor(features / 2);
  const recurrent = tensorflow1Gru(features - 1, hidden);
  const head = tensorflow1Dense(hidden);
  return {
    parameters: { ...prefixed('gru', recurrent.parameters), ...prefixed('dense', head.parameters) },
    errors: (scope, x) => {
      const [length, batch] = x.shape as [number, number];
      const seen = slice(slice(x, 0, { size: length - 1 }), 2, { size: features - 1 });
      const next = slice(slice(x, 0, { start: 1, size: length - 1 }), 2, { start: features - 1, size: 1 });
      const { outputs } = recurrent.apply(within(scope, 'gru'), seen);
      const predicted = sigmoid(head.apply(within(scope, 'dense'), outputs));
      return reshape(abs(subtract(next, predicted)), [length - 1, batch]);
    },
  };
}

/** What the best constant guess of each target errs by: a predictive score near it has learned nothing. */
export function constantError(set: SequenceSet, targets: readonly number[] = [set.features - 1]): number {
  return mean(
    targets.map((feature) => {
      const values = column(set, feature);
      const middle = values.slice().sort()[values.length >> 1]!;
      return mean(values.map((x) => Math.abs(x - middle)));
    }),
  );
}

export async function predictiveScore(
  variant: PredictiveVariant,
  context: MetricContext,
): Promise<Measurement> {
  const { settings, optimizer } = variant;
  const { engine, real, generated, signal } = context;
  const { length, features } = real;
  const batch = Math.min(settings.batch, generated.count);
  const judge = variant.predictorOf(features);
  const trainer = await compileTrainer(engine!, {
    parameters: judge.parameters,
    ...optimizer,
    rate: settings.rate,
    inputs: { x: [batch, length, features] },
    loss: (scope, { x }) => meanOf(judge.errors(scope, stepsFirst(x!))),
  });
  const forward = await compileForward(engine!, {
    parameters: judge.parameters,
    length,
    features,
    chunk: 512,
    apply: (scope, x) => meanOf(judge.errors(scope, x), { axes: [0] }),
  });
  let runs: readonly number[];
  try {
    runs = await repeated(context, settings.repetitions, async ({ seed, done }) => {
      const rows = batchDraws(generated.count, batch, seed, 'generated batches');
      const weights = await trainer.train({
        seed,
        steps: settings.steps,
        signal,
        feed: (step, { x }) => fillSequences(generated, rows(step), x!.data as Float32Array),
        after: (step) => {
          if (step % 100 === 0) done(step / settings.steps);
        },
      });
      return mean(await forward.run(weights, real));
    });
  } finally {
    await trainer.release();
    await forward.release();
  }
  return {
    value: mean(runs),
    runs,
    details: { 'best constant guess': constantError(real, variant.targetsOf(features)) },
    warnings: warningsOf(variant, context),
  };
}

function warningsOf(
  { settings, targetsOf, isBounded }: PredictiveVariant,
  { real, generated, featureNames }: MetricContext,
): string[] {
  const { low, high } = extremesOf(real);
  const { variance } = momentsOf(real);
  const targets = targetsOf(real.features);
  const outside = isBounded ? targets.filter((f) => low[f]! < -0.01 || high[f]! > 1.01) : [];
  const warnings = outside.map(
    (f) =>
      `${featureNames[f]!} runs from ${low[f]} to ${high[f]}, but the judge answers between 0 and 1: prepare with minmax`,
  );
  const still = targets.filter((f) => !(variance[f]! > 0));
  warnings.push(...still.map((f) => `${featureNames[f]!} is constant: there is nothing to predict`));
  if (generated.count < settings.batch) {
    warnings.push(`batches hold ${generated.count} sequences, not ${settings.batch}`);
  }
  return warnings;
}

export const lastFeature = (features: number): readonly number[] => [features - 1];

const timegan: PredictiveVariant = {
  settings: predictiveProtocol.settings,
  optimizer: tensorflow1Adam(predictiveProtocol.settings),
  targetsOf: lastFeature,
  isBounded: true,
  predictorOf: predictor,
};

/** Kept by the sets, because another paper's protocol is the same computation (predictiveVariants.ts). */
export const timeganPredictiveScore = (context: MetricContext): Promise<Measurement> =>
  context.memo(`predictive score of timegan-2019, ${context.runs ?? 'all'} runs`, () =>
    predictiveScore(timegan, context),
  );

export const predictiveMetric: Metric = {
  id: 'predictive',
  name: 'Predictive score',
  group: 'judge',
  needs: { engine: true, features: 2, length: 2 },
  direction: 'lower',
  range: [0, 1],
  protocol: predictiveProtocol,
  citation:
    'Yoon, Jarrett, van der Schaar 2019, Time-series generative adversarial networks, NeurIPS; metrics/predictive_metrics.py',
  explanation:
    'A small network learns on generated sequences to predict the next value of the last column from the other columns, and is then tried on real ones: its mean error.',
  doesNotProve:
    'usefulness for your task: only the last column is predicted, and where it follows from nothing the figure is that of a constant guess for every generator',
  isSlow: true,
  repetitions: predictiveProtocol.settings.repetitions,
  compute: timeganPredictiveScore,
};
