/** What `gan-lstm zoo` says in English. */
import type { Pairs } from './words.ts';

export const zoo = {
  summary: 'published recipes: list, show, run, compare',
  about:
    'Published recipes for sequences, trained and judged here under one protocol, each beside its published figures.',
  examples: [
    ['gan-lstm zoo list', 'every recipe in a line'],
    ['gan-lstm zoo run rcgan', 'train on made sines with five seeds, and judge'],
  ] as Pairs,
  list: {
    summary: 'every recipe in a line',
    about: 'Lists the recipes.',
    examples: [['gan-lstm zoo list', 'names and titles']] as Pairs,
  },
  show: {
    summary: 'one recipe: paper, formula, how ours differs, published figures',
    about: 'Shows one recipe. Its texts are in English, as its paper is.',
    examples: [['gan-lstm zoo show timegan', 'what TimeGAN is, and what was published of it']] as Pairs,
  },
  run: {
    summary: 'train recipes with several seeds and judge what they make',
    about:
      'Trains recipes on windows of 24 steps, judges what they make (discriminative and predictive score, Context-FID), ' +
      'and records every finished piece: the same command again goes on where it stopped. What was generated is kept as NPY.',
    examples: [
      ['gan-lstm zoo run rcgan,timegan', 'two recipes on made sines'],
      ['gan-lstm zoo run default data.csv --seeds 3', 'ours on your table'],
      [
        'gan-lstm zoo run all sines stocks=stock_data.csv energy=energy.csv --jobs 2',
        'the whole table; the name before = says whose published figures it is compared with',
      ],
    ] as Pairs,
  },
  compare: {
    summary: 'the table of what was run: published, ours, floor, ceiling, seconds',
    about:
      'Prints the table of a folder of runs as Markdown, and writes it as zoo.md and zoo.json into the folder.',
    examples: [['gan-lstm zoo compare --out runs/zoo', 'the table of runs/zoo']] as Pairs,
  },
  name: 'a recipe; see gan-lstm zoo list',
  names: 'recipes with commas, or all',
  data: 'sines (made), a table, or name=table; sines when absent',
  seeds: 'trainings of each recipe, seeds from 1 (default 5)',
  steps: 'steps of every training (default: what is usual for the recipe)',
  length: 'steps in a window (default 24, as published figures are of)',
  count: 'windows to generate and judge, as many real ones beside them (default 5000, or all there are)',
  metrics: 'discriminative, predictive and context-fid, or some of them (default all)',
  repetitions: 'trainings of each judge for each seed (default 2)',
  jobs: 'pieces of work at the same time, each on a core (default 1)',
  out: 'folder of the runs (default runs/zoo)',
  formula: 'Formula',
  training: 'Training',
  deviations: 'Where ours differs',
  published: 'Published figures (windows of 24 steps)',
  nonePublished: 'none under these protocols',
  noSteps: 'nothing is trained step by step',
  ownTraining: (steps: string, phases: number) =>
    `a training of its own, ${phases > 1 ? `${phases} phases of ${steps} steps` : `${steps} steps`}`,
  settings: (steps: string) => `the GAN of gan-lstm train, ${steps} steps, with these settings:`,
  plan: (total: string, done: string) => `${total} pieces of work, ${done} done before`,
  started: (piece: string, isTrained: boolean) => `${piece}: ${isTrained ? 'training' : 'judging'}`,
  trained: (piece: string, time: string) => `${piece}: trained in ${time}`,
  judged: (place: string, piece: string, scores: string, time: string) =>
    `${place}  ${piece}: ${scores} (judged in ${time})`,
  failedRemedy: 'the others go on; run again to try it again',
  wrote: (page: string, json: string) => `The table is in ${page} and ${json}`,
};
