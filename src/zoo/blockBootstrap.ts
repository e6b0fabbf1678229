/**
 * Block bootstrap (Kuensch 1989): pieces of real windows, put one after another. Every piece is a third of a window, stays
 * at its place in time, and comes from a window drawn at random. Each step is real, only the seams are wrong: what a
 * copier without any model reaches, and where scores stand that do not look at dependence over long spans.
 */
import { randomStream } from '../random/stream.ts';
import type { FitOptions, Recipe, Sampler } from './recipe.ts';

const BLOCKS = 3;

async function fit({ windows }: FitOptions): Promise<Sampler> {
  const { length, features, values } = windows;
  const blocks = Math.min(BLOCKS, length);
  return {
    async sample(count, seed) {
      const rows = new Int32Array(count * blocks);
      randomStream(seed, 'blocks').integers(0, windows.count, rows);
      const made = new Float32Array(count * length * features);
      for (let n = 0; n < count; n++) {
        for (let block = 0; block < blocks; block++) {
          const from = Math.floor((block * length) / blocks) * features;
          const to = Math.floor(((block + 1) * length) / blocks) * features;
          const source = rows[n * blocks + block]! * length * features;
          made.set(values.subarray(source + from, source + to), n * length * features + from);
        }
      }
      return { count, length, features, values: made };
    },
    release: async () => {},
  };
}

export const blockBootstrap: Recipe = {
  name: 'block-bootstrap',
  title: { en: 'No model: pieces of real windows', zh: '无模型基线：分块自助法' },
  paper:
    'Kuensch 1989, The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17',
  formula: 'x = pieces of T / 3 steps, each from a real window drawn at random, at its place in time',
  deviations: ['Pieces keep their place in the window, as windows need not be stationary.'],
  published: [],
  procedure: { kind: 'own', steps: 0, fit },
};
