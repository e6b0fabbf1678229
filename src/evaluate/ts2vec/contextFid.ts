/**
 * Context-FID, protocol `diffusion-ts` (Jeha et al. 2022, PSA-GAN; Yuan and Qiao 2024, arXiv:2403.01742): TS2Vec is
 * trained on the real sequences, both sets are embedded, and the Frechet distance of the embeddings is the score. The
 * mean over five trainings. Not TSGBench's figure of the same name (contextFidTsgbench.ts).
 */

import type { Engine } from '../../runtime/engine.ts';
import { repeated } from '../judges/repetitions.ts';
import type { Weights } from '../judges/training.ts';
import { type Measurement, type Metric, type MetricContext, mean } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { extremesOf, type SequenceSet } from '../sequenceSet.ts';
import { fitGaussian, frechetDistance } from './frechet.ts';
import { compileTs2Vec, type Ts2VecSettings } from './model.ts';

export const contextFidProtocol = protocol('diffusion-ts-context-fid', 1, {
  embedding: 'ts2vec, largest over time, averaged weights',
  hidden: 64,
  output: 320,
  depth: 10,
  batch: 8,
  rate: 0.001,
  weightDecay: 0.01,
  stepsUpTo100000Values: 200,
  steps: 600,
  repetitions: 5,
  interval: 't95 of the mean',
});

export interface ContextFidSettings extends Omit<Ts2VecSettings, 'steps'> {
  readonly stepsUpTo100000Values: number;
  readonly steps: number;
  readonly repetitions: number;
}

/**
 * Encoders that were trained, by the array of real values (as long as that lives), the engine, and a key of form,
 * settings and seed: they see nothing of the generated set, so that many sets that are judged against the same real one
 * need one training for all. The memory of a context (metric.ts) is of a pair of sets.
 */
const trained = new WeakMap<Float32Array, WeakMap<Engine, Map<string, Weights>>>();

function trainedOn(values: Float32Array, engine: Engine): Map<string, Weights> {
  const byEngine = trained.get(values) ?? new WeakMap<Engine, Map<string, Weights>>();
  trained.set(values, byEngine);
  const byKey = byEngine.get(engine) ?? new Map<string, Weights>();
  byEngine.set(engine, byKey);
  return byKey;
}

/** `toForm` is what the encoder is shown of a set. */
export async function contextFidScore(
  settings: ContextFidSettings,
  context: MetricContext,
  toForm = (set: SequenceSet) => set,
): Promise<Measurement> {
  const { engine, signal } = context;
  const [real, generated] = [toForm(context.real), toForm(context.generated)];
  const batch = Math.min(settings.batch, real.count);
  const sizes = {
    features: real.features,
    hidden: settings.hidden,
    output: settings.output,
    depth: settings.depth,
  };
  const steps = real.values.length <= 100_000 ? settings.stepsUpTo100000Values : settings.steps;
  const model = await compileTs2Vec(engine!, real.length, sizes, { ...settings, batch });
  const known = trainedOn(context.real.values, engine!);
  let runs: readonly number[];
  try {
    runs = await repeated(context, settings.repetitions, async ({ seed, done }) => {
      const after = (step: number) => {
        if (step % 20 === 0) done(step / steps);
      };
      const key = JSON.stringify([real.length, real.features, settings, seed]);
      const weights = known.get(key) ?? (await model.train(real, { seed, steps, signal, after }));
      known.set(key, weights);
      const [a, b] = [await model.embed(weights, real), await model.embed(weights, generated)];
      return frechetDistance(fitGaussian(a, settings.output), fitGaussian(b, settings.output));
    });
  } finally {
    await model.release();
  }
  const { low, high } = extremesOf(real);
  const isScaled = low.every((x) => x >= -1.01) && high.every((x) => x <= 1.01);
  const warnings = [
    ...(isScaled
      ? []
      : ['values reach beyond -1 .. 1: the figure grows with their scale; prepare with minmax']),
    ...(Math.min(real.count, generated.count) <= settings.output
      ? [`with at most ${settings.output} sequences the covariances are singular and the figure is too high`]
      : []),
  ];
  return { value: mean(runs), runs, warnings };
}

export const contextFidMetric: Metric = {
  id: 'context-fid',
  name: 'Context-FID',
  group: 'judge',
  needs: { engine: true, length: 2, count: 2 },
  direction: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  protocol: contextFidProtocol,
  citation:
    'Jeha et al. 2022, PSA-GAN, ICLR; Yue et al. 2022, TS2Vec, arXiv:2106.10466; Heusel et al. 2017, arXiv:1706.08500',
  explanation:
    'A network learns what is characteristic of the real sequences; the figure is how far apart the two sets lie in what it sees.',
  doesNotProve:
    'that nothing was memorised; nor can figures of different data sets be compared, because each trains its own network',
  isSlow: true,
  repetitions: contextFidProtocol.settings.repetitions,
  compute: (context) => contextFidScore(contextFidProtocol.settings, context),
};
