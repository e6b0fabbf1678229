/** The door of the zoo: every recipe, in the order of the table. Adding one is its record and a line here. */
import { articleCnn, articleLstm } from './article.ts';
import { blockBootstrap } from './blockBootstrap.ts';
import { cRnnGan } from './cRnnGan.ts';
import { defaultRecipe } from './defaultRecipe.ts';
import { doppelganger } from './doppelganger.ts';
import { maximumLikelihood } from './maximumLikelihood.ts';
import { ofDiffusionTsPaper } from './published.ts';
import { rcgan } from './rcgan.ts';
import type { PublishedFigure, Recipe } from './recipe.ts';
import { timegan } from './timegan.ts';
import { vectorAutoregression } from './vectorAutoregression.ts';
import { wganGpLstm } from './wganGpLstm.ts';

export type { FitOptions, FitProgress, PublishedFigure, Recipe, Sampler, ZooMetric } from './recipe.ts';
export { zooMetrics } from './recipe.ts';

export const recipes: readonly Recipe[] = [
  defaultRecipe,
  articleLstm,
  articleCnn,
  rcgan,
  cRnnGan,
  timegan,
  doppelganger,
  wganGpLstm,
  maximumLikelihood,
  vectorAutoregression,
  blockBootstrap,
];

/** Models of other kinds that a table of ours has to stand beside; only their figures are here. */
export const references: readonly {
  readonly name: string;
  readonly published: readonly PublishedFigure[];
}[] = [
  { name: 'Diffusion-TS', published: ofDiffusionTsPaper('Diffusion-TS') },
  { name: 'COT-GAN', published: ofDiffusionTsPaper('COT-GAN') },
];
