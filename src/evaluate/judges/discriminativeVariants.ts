/**
 * Discriminative scores that papers report under the same name, and that must not be compared with `timegan-2019` or
 * with each other (see discriminative.ts for what they share: the loss, the split, the score).
 *
 *   imagentime     Naiman et al. 2024, arXiv:2410.19538, by the code of its authors: a PyTorch GRU of h = floor(F / 2)
 *                  units, 8 of one feature; 2000 steps of 32 real and 32 generated; Adam at its defaults. One bias
 *                  more than TensorFlow's GRU, smaller batches; and it can judge one feature.
 *   timegan-paper  what the text of Yoon et al. 2019 says and their code does not do: a two-layer LSTM. The text gives
 *                  neither units nor steps; h, steps, batch, rate, split and repetitions are those of their code.
 *   sbts           Alouadi et al., Schroedinger bridge time series: a PyTorch GRU of two layers of 4 units; 3000 real
 *                  sequences drawn at random; log-returns of the values in their own units (ownUnits.ts; version 2,
 *                  before it prepared values). A later version of their code has floor(F / 2) units: another protocol.
 */
import { adam } from '../../nn/index.ts';
import type { Metric } from '../metric.ts';
import { sampled } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { discriminativeMetric, discriminativeScore, type Judge } from './discriminative.ts';
import { asReturns } from './ownUnits.ts';
import { recurrentJudge } from './recurrentJudge.ts';

const shared = {
  optimizer: 'adam',
  rate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  initial: 'uniform within 1 / sqrt(h)',
  steps: 2000,
  trainShare: 0.8,
  repetitions: 10,
} as const;

const imagentimeProtocol = protocol('imagentime-discriminative', 1, {
  ...shared,
  cell: 'torch gru',
  layers: 1,
  hidden: 'floor(F / 2), 8 of one feature',
  batch: 32,
});

const paperProtocol = protocol('timegan-paper-discriminative', 1, {
  ...shared,
  cell: 'lstm',
  layers: 2,
  hidden: 'floor(F / 2), at least 1',
  batch: 128,
});

const sbtsProtocol = protocol('sbts-discriminative', 2, {
  ...shared,
  values: 'log-returns in own units, values where some real one is not above 0',
  cell: 'torch gru',
  layers: 2,
  hidden: 4,
  batch: 128,
  most: 3000,
});

export const imagentimeJudge = (features: number): Judge =>
  recurrentJudge({
    cell: 'gru',
    inputs: features,
    hidden: features === 1 ? 8 : Math.floor(features / 2),
    layers: 1,
  });

export const paperJudge = (features: number): Judge =>
  recurrentJudge({
    cell: 'lstm',
    inputs: features,
    hidden: Math.max(1, Math.floor(features / 2)),
    layers: 2,
  });

export const sbtsJudge = (features: number): Judge =>
  recurrentJudge({ cell: 'gru', inputs: features, hidden: 4, layers: 2 });

const record = {
  group: 'judge',
  direction: 'lower',
  range: [0, 0.5],
  isSlow: true,
  repetitions: shared.repetitions,
  isVariant: true,
  doesNotProve: discriminativeMetric.doesNotProve,
} as const;

export const imagentimeDiscriminativeMetric: Metric = {
  ...record,
  id: 'discriminative-imagentime',
  name: 'Discriminative score (ImagenTime)',
  needs: { engine: true, count: 10 },
  protocol: imagentimeProtocol,
  citation: 'Naiman et al. 2024, ImagenTime, arXiv:2410.19538; metrics/discriminative_torch.py',
  explanation:
    'A small recurrent network, as PyTorch builds it, learns to tell real from generated: 0 when it can only guess, 0.5 when it is always right. It also judges a single column.',
  compute: (context) =>
    discriminativeScore(
      {
        settings: imagentimeProtocol.settings,
        optimizer: { optimizer: adam(shared) },
        judgeOf: imagentimeJudge,
      },
      context,
    ),
};

export const paperDiscriminativeMetric: Metric = {
  ...record,
  id: 'discriminative-paper',
  name: "Discriminative score (TimeGAN's text)",
  needs: { engine: true, count: 10 },
  protocol: paperProtocol,
  citation:
    'Yoon, Jarrett, van der Schaar 2019, Time-series generative adversarial networks, NeurIPS; the text',
  explanation:
    'A network of two LSTM layers learns to tell real from generated: 0 when it can only guess, 0.5 when it is always right.',
  compute: (context) =>
    discriminativeScore(
      {
        settings: paperProtocol.settings,
        optimizer: { optimizer: adam(shared) },
        judgeOf: paperJudge,
      },
      context,
    ),
};

export const sbtsDiscriminativeMetric: Metric = {
  ...record,
  id: 'discriminative-sbts',
  name: 'Discriminative score (SBTS)',
  needs: { engine: true, length: 2, count: 10 },
  protocol: sbtsProtocol,
  citation: 'Alouadi et al., SBTS, github.com/alexouadi/SBTS; metrics/discriminative_score.py',
  explanation:
    'A network of two recurrent layers of four units learns to tell real changes from step to step from generated ones: 0 when it can only guess, 0.5 when it is always right.',
  compute: async (context) => {
    const { most } = sbtsProtocol.settings;
    const { seed } = context;
    const { real, generated, warnings } = asReturns(context.real, context.generated);
    const measurement = await discriminativeScore(
      {
        settings: sbtsProtocol.settings,
        optimizer: { optimizer: adam(shared) },
        judgeOf: sbtsJudge,
      },
      {
        ...context,
        real: sampled(real, most, seed, 'real'),
        generated: sampled(generated, most, seed, 'generated'),
      },
    );
    return { ...measurement, warnings: [...warnings, ...(measurement.warnings ?? [])] };
  },
};
