/** A GAN that is only generated with: nothing but the generator matters. */
import type { GanConfig } from '../src/gan/index.ts';

export const untrainedGan = (generator: GanConfig['generator']): GanConfig => ({
  generator,
  critic: { kind: 'cnn', hidden: 2, layers: 1, spectralNorm: false, differences: 0 },
  loss: 'standard',
  penalty: 'none',
  penaltyWeight: 0,
  weightClip: 0,
  criticSteps: 1,
  batch: 2,
  optimizer: 'adam',
  optimizerSettings: {},
  criticRate: 1e-3,
  generatorRate: 1e-3,
  schedule: 'constant',
  gradientClip: 0,
  averageDecay: 0,
  steps: 1,
  seed: 1,
});
