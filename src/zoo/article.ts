/**
 * The two models of the article: an LSTM generator of two layers of 64 from noise at every step, against a convolutional
 * critic, or against two LSTM layers of 64 and a dense layer. Adam, rate 1e-3, batch 128 (docs/notes/0004-recipe.md).
 */
import type { Recipe } from './recipe.ts';

const settings = {
  loss: 'standard',
  generatorLayers: 2,
  generatorHidden: 64,
  noise: 8,
  sequenceNoise: 0,
  generatorStart: 'zero',
  criticHidden: 64,
  criticLayers: 2,
  criticDifferences: 0,
  criticRate: 1e-3,
  generatorRate: 1e-3,
  schedule: 'constant',
  averageDecay: 0,
} as const;

const shared = {
  paper:
    'Goodfellow et al. 2014, Generative adversarial networks, arXiv:1406.2661, with LSTM (Hochreiter and Schmidhuber 1997) as generator',
  formula: 'L_D = -E log D(x) - E log(1 - D(G(z))); L_G = -E log D(G(z))',
  deviations: [
    'R1 (Mescheder et al. 2018) with weight 1, without which most seeds collapse.',
    "Adam's mean gradient decays by 0.5 and not by 0.9.",
  ],
  published: [],
} as const;

export const articleLstm: Recipe = {
  ...shared,
  name: 'article-lstm',
  title: {
    en: "The article's GAN: LSTM against LSTM and a dense layer",
    zh: '文章模型：LSTM 生成器对 LSTM 加全连接评判网络',
  },
  procedure: { kind: 'settings', settings: { ...settings, critic: 'lstm', steps: 500 } },
};

export const articleCnn: Recipe = {
  ...shared,
  name: 'article-cnn',
  title: { en: "The article's GAN: LSTM against a CNN", zh: '文章模型：LSTM 生成器对 CNN 评判网络' },
  procedure: { kind: 'settings', settings: { ...settings, critic: 'cnn', steps: 1000 } },
};
