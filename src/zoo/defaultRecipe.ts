/** Our own: what `gan-lstm train` does when nothing is said (docs/notes/0004-recipe.md). */
import type { Recipe } from './recipe.ts';

export const defaultRecipe: Recipe = {
  name: 'default',
  title: { en: 'Our default', zh: '本工具的默认配方' },
  paper:
    'Huang et al. 2024, The GAN is dead; long live the GAN! A modern baseline GAN, arXiv:2501.05441, for the loss',
  formula: 'L_D = E softplus(D(G(z)) - D(x)) + R1 + R2; L_G = E softplus(D(x) - D(G(z)))',
  deviations: [
    'A recurrent generator that starts from the noise of its sequence, and a critic that sees changes beside values.',
  ],
  published: [],
  procedure: { kind: 'settings', settings: {}, learns: 'table' },
};
