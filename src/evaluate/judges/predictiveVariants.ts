/**
 * Predictive scores that papers report under the same name (see predictive.ts for what they share: the mean absolute
 * error, training on generated sequences alone, the trial on all real ones).
 *
 *   imagentime     Naiman et al. 2024 call TimeGAN's code as it is, so the figure is that of `timegan-2019`; their
 *                  discriminative score is the one that differs. Measured once where both are asked for.
 *   timegan-paper  what the text of Yoon et al. 2019 says and their code does not do: a two-layer LSTM that predicts
 *                  the whole next step from this one, so its own past is an input. The text gives neither units nor
 *                  steps; h, steps, batch, rate and the sigmoid are those of their code.
 *   sbts           Alouadi et al., by their code: one PyTorch GRU of h = max(1, floor(F / 2)) units, no sigmoid, 2000
 *                  steps; the other features predict the last one, a single feature itself; as many real sequences as
 *                  generated ones, drawn anew for each training. Judged on log-returns of the values in their own
 *                  units (ownUnits.ts), as their figures on prices are.
 */
import { adam } from '../../nn/index.ts';
import { type Measurement, type Metric, type MetricContext, mean } from '../metric.ts';
import { sampled } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { asReturns } from './ownUnits.ts';
import {
  lastFeature,
  type PredictiveVariant,
  type Predictor,
  predictiveMetric,
  predictiveProtocol,
  predictiveScore,
  timeganPredictiveScore,
} from './predictive.ts';
import { recurrentPredictor } from './recurrentPredictor.ts';
import { repeated } from './repetitions.ts';

const torchAdam = { optimizer: 'adam', rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

const imagentimeProtocol = protocol('imagentime-predictive', 1, {
  ...predictiveProtocol.settings,
  sameAs: `${predictiveProtocol.id} v${predictiveProtocol.version}`,
});

const paperProtocol = protocol('timegan-paper-predictive', 1, {
  ...torchAdam,
  initial: 'uniform within 1 / sqrt(h)',
  cell: 'lstm',
  layers: 2,
  hidden: 'floor(F / 2), at least 1',
  target: 'all features of the next step',
  output: 'sigmoid',
  steps: 5000,
  batch: 128,
  repetitions: 10,
});

const sbtsProtocol = protocol('sbts-predictive', 1, {
  ...torchAdam,
  initial: 'uniform within 1 / sqrt(h)',
  cell: 'torch gru',
  layers: 1,
  hidden: 'floor(F / 2), at least 1',
  values: 'log-returns in own units, values where some real one is not above 0',
  target: 'last feature of the next step',
  output: 'linear',
  real: 'as many as generated, drawn for each training',
  steps: 2000,
  batch: 128,
  repetitions: 10,
});

const all = (features: number): readonly number[] => Array.from({ length: features }, (_, f) => f);
export const paperPredictor = (features: number): Predictor =>
  recurrentPredictor({
    cell: 'lstm',
    hidden: Math.max(1, Math.floor(features / 2)),
    layers: 2,
    seen: all(features),
    targets: all(features),
    isBounded: true,
  });

export const sbtsPredictor = (features: number): Predictor =>
  recurrentPredictor({
    cell: 'gru',
    hidden: Math.max(1, Math.floor(features / 2)),
    layers: 1,
    seen: features === 1 ? [0] : all(features - 1),
    targets: lastFeature(features),
    isBounded: false,
  });

export const paperVariant: PredictiveVariant = {
  settings: paperProtocol.settings,
  optimizer: { optimizer: adam(torchAdam) },
  targetsOf: all,
  isBounded: true,
  predictorOf: paperPredictor,
};

export const sbtsVariant: PredictiveVariant = {
  settings: sbtsProtocol.settings,
  optimizer: { optimizer: adam(torchAdam) },
  targetsOf: lastFeature,
  isBounded: false,
  predictorOf: sbtsPredictor,
};

const record = {
  group: 'judge',
  direction: 'lower',
  isSlow: true,
  isVariant: true,
  repetitions: 10,
} as const;

export const imagentimePredictiveMetric: Metric = {
  ...record,
  id: 'predictive-imagentime',
  name: 'Predictive score (ImagenTime)',
  needs: predictiveMetric.needs,
  range: predictiveMetric.range,
  protocol: imagentimeProtocol,
  citation:
    'Naiman et al. 2024, ImagenTime, arXiv:2410.19538, which calls metrics/predictive_metrics.py of TimeGAN',
  explanation: `${predictiveMetric.explanation} The same computation as the predictive score, under the name of another paper.`,
  doesNotProve: predictiveMetric.doesNotProve,
  compute: timeganPredictiveScore,
};

export const paperPredictiveMetric: Metric = {
  ...record,
  id: 'predictive-paper',
  name: "Predictive score (TimeGAN's text)",
  needs: { engine: true, length: 2 },
  range: [0, 1],
  protocol: paperProtocol,
  citation:
    'Yoon, Jarrett, van der Schaar 2019, Time-series generative adversarial networks, NeurIPS; the text',
  explanation:
    'A network of two LSTM layers learns on generated sequences to predict the whole next step, and is then tried on real ones: its mean error.',
  doesNotProve:
    'usefulness for your task: a slow series is predicted well by repeating its last value, whatever was generated',
  compute: (context) => predictiveScore(paperVariant, context),
};

/** Each training has real sequences of its own, so it is a score of its own. */
async function sbtsScore(context: MetricContext): Promise<Measurement> {
  const { real, generated, warnings } = asReturns(context.real, context.generated);
  const found: Measurement[] = [];
  const runs = await repeated(context, sbtsProtocol.settings.repetitions, async ({ seed, done }) => {
    const one = await predictiveScore(sbtsVariant, {
      ...context,
      seed,
      runs: [0],
      real: sampled(real, generated.count, seed, 'real'),
      generated,
      progress: (step, steps) => done(step / steps),
    });
    found.push(one);
    return one.value;
  });
  return {
    value: mean(runs),
    runs,
    details: found[0]!.details!,
    warnings: [...warnings, ...new Set(found.flatMap((one) => one.warnings ?? []))],
  };
}

export const sbtsPredictiveMetric: Metric = {
  ...record,
  id: 'predictive-sbts',
  name: 'Predictive score (SBTS)',
  needs: { engine: true, length: 3 },
  range: [0, Number.POSITIVE_INFINITY],
  protocol: sbtsProtocol,
  citation: 'Alouadi et al., SBTS, github.com/alexouadi/SBTS; metrics/predictive_score.py',
  explanation:
    'A small network learns on generated changes from step to step to predict the next change of the last column, and is then tried on real ones: its mean error.',
  doesNotProve:
    'that levels are right: changes alone are judged, and where they follow from nothing the figure is that of a constant guess for every generator',
  compute: sbtsScore,
};
