/**
 * The four steps that are timed: one critic and one generator update of the article's GAN, an LSTM against an LSTM,
 * standard loss, Adam. B sequences a batch, T steps, Z noise values a step, D features, H units in each layer.
 */
import { createGan, type Gan } from '../src/gan/iteration.ts';

export interface StepShape {
  readonly name: string;
  readonly batch: number;
  readonly length: number;
  readonly noise: number;
  readonly hidden: number;
  readonly layers: number;
  readonly features: number;
}

export const shapeOf = (
  batch: number,
  length: number,
  noise: number,
  [hidden, layers]: readonly [number, number],
  features: number,
): StepShape => ({
  name: `B${batch} T${length} Z${noise} H${hidden}${layers > 1 ? `x${layers}` : ''} D${features}`,
  batch,
  length,
  noise,
  hidden,
  layers,
  features,
});

export const STEP_SHAPES: readonly StepShape[] = [
  shapeOf(128, 24, 10, [64, 2], 5),
  shapeOf(128, 24, 10, [24, 2], 5),
  shapeOf(64, 100, 16, [128, 1], 8),
  shapeOf(64, 32, 32, [512, 1], 16),
];

/** The smallest GAN that has every part: for start-up and for many steps in little time. */
export const SMALL_SHAPE: StepShape = shapeOf(8, 8, 4, [8, 1], 2);

export function ganOf({ batch, length, noise, hidden, layers, features }: StepShape, workers = 1): Gan {
  return createGan(
    {
      generator: { cell: 'lstm', hidden, layers, noise, sequenceNoise: 0, start: 'zero' },
      critic: { kind: 'lstm', hidden, layers, spectralNorm: false, differences: 0 },
      loss: 'standard',
      penalty: 'none',
      penaltyWeight: 0,
      weightClip: 0,
      criticSteps: 1,
      batch,
      workers,
      optimizer: 'adam',
      optimizerSettings: { beta1: 0.5, beta2: 0.9 },
      criticRate: 1e-3,
      generatorRate: 1e-3,
      schedule: 'constant',
      gradientClip: 0,
      averageDecay: 0,
      steps: Number.MAX_SAFE_INTEGER,
      seed: 1,
    },
    { length, features },
  );
}
