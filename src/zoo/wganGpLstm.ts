/** Wasserstein GAN with gradient penalty (Gulrajani et al. 2017) between two recurrent networks. */
import type { Recipe } from './recipe.ts';

export const wganGpLstm: Recipe = {
  name: 'wgan-gp-lstm',
  title: { en: 'WGAN-GP: LSTM against LSTM', zh: 'WGAN-GP：LSTM 对 LSTM' },
  paper: 'Gulrajani et al. 2017, Improved training of Wasserstein GANs, arXiv:1704.00028',
  formula: 'L_D = E D(G(z)) - E D(x) + 10 E (|grad D(u x + (1 - u) G(z))| - 1)^2; L_G = -E D(G(z))',
  deviations: [
    'The paper has no sequences of numbers: the networks are those of article-lstm, one layer each.',
    'Adam with rate 1e-3 and decays 0 and 0.9 (paper: 1e-4); the norm goes over all steps of a sequence.',
    'No figures were published under the protocols of this table.',
  ],
  published: [],
  procedure: {
    kind: 'settings',
    settings: {
      loss: 'wasserstein',
      critic: 'lstm',
      generatorLayers: 1,
      generatorHidden: 64,
      noise: 8,
      criticHidden: 64,
      criticLayers: 1,
      sequenceNoise: 0,
      generatorStart: 'zero',
      criticDifferences: 0,
      schedule: 'constant',
      averageDecay: 0,
      steps: 250,
    },
  },
};
