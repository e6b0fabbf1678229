/** Every sentence that the report of an evaluation has besides those of the training report, per language. */
import type { MetricGroup } from '../../evaluate/index.ts';
import type { Level } from '../level.ts';
import { evaluationZh } from './evaluationMessagesZh.ts';
import { recordOf } from './grade.ts';
import { type MetricWords, wordsOf } from './metricWords.ts';

type ByGroup<T> = Readonly<Record<MetricGroup, T>>;

/** `figures` is what `figure` below makes. */
export interface EvaluationMessages {
  readonly language: 'en' | 'zh';
  readonly report: string;
  readonly against: (generated: string, real: string) => string;
  readonly aspects: ByGroup<string>;
  readonly groups: ByGroup<{ readonly title: string; readonly note: string }>;
  readonly sections: Readonly<
    Record<
      | 'good'
      | 'wrong'
      | 'steps'
      | 'neighbours'
      | 'spectra'
      | 'figures'
      | 'skipped'
      | 'facts'
      | 'method'
      | 'notTold',
      string
    >
  >;
  /** The three sentences of the verdict. */
  readonly verdict: {
    readonly copied: (exact: string) => string;
    readonly collapsed: string;
    /** Where a generator has collapsed: how alike its sequences are, and what real ones are missing. */
    readonly narrow: (spread: string, uncovered: string | undefined) => string;
    readonly worst: (name: string, step: string, length: string, generated: string, real: string) => string;
    readonly worstWhole: (name: string, generated: string, real: string) => string;
    readonly worstShape: (name: string, distance: string) => string;
    readonly worstLag: (name: string, lag: string, generated: string, real: string) => string;
    readonly worstPair: (first: string, second: string, generated: string, real: string) => string;
    readonly evenWorst: (name: string, value: string) => string;
    readonly noColumn: string;
    readonly copying: (level: Level, hasHeldOut: boolean) => string;
  };
  readonly good: ByGroup<(figures: string) => string>;
  readonly wrong: ByGroup<(figures: string) => string>;
  readonly notMeasured: string;
  readonly nothingGood: string;
  readonly nothingWrong: string;
  readonly figure: (
    name: string,
    value: string,
    floor: string,
    ceiling: string,
    ceilingName: string,
  ) => string;
  readonly singles: (figures: readonly string[]) => string;
  readonly detail: {
    readonly column: (name: string, distance: string, real: string, generated: string) => string;
    readonly atStep: (step: string, length: string, generated: string, real: string) => string;
    readonly lag: (name: string, lag: string, generated: string, real: string) => string;
    readonly change: (name: string, ratio: string) => string;
    readonly pair: (first: string, second: string, generated: string, real: string) => string;
    readonly constant: string;
    readonly spread: (spread: string) => string;
    readonly uncovered: (share: string) => string;
  };
  readonly notes: {
    readonly steps: string;
    readonly neighbours: string;
    readonly spectra: string;
    readonly figures: string;
    readonly shortSpectra: string;
    readonly noNeighbours: string;
    readonly skipped: string;
    readonly noControls: string;
  };
  readonly neighbour: {
    readonly quantiles: readonly [string, string, string, string];
    readonly title: (column: string, quantile: string) => string;
    readonly rows: (generated: string, real: string, distance: string) => string;
    readonly nearest: string;
    readonly alt: (column: string) => string;
  };
  readonly alt: {
    readonly steps: (name: string) => string;
    readonly spectrum: (name: string) => string;
    readonly bar: (place: string) => string;
  };
  readonly map: Readonly<Record<'components' | 'title' | 'note' | 'alt', string>>;
  readonly axes: { readonly frequency: string };
  /** Heads and marks of the table in a model card. */
  readonly markdown: Readonly<
    Record<'metric' | 'value' | 'better' | 'wrong' | 'note' | 'uninformative', string>
  >;
  readonly bands: { readonly real: string; readonly generated: string };
  readonly card: {
    readonly value: (value: string) => string;
    readonly runs: (spread: string, runs: string) => string;
    readonly interval: (low: string, high: string) => string;
    readonly better: {
      readonly lower: string;
      readonly higher: string;
      readonly near: (best: string) => string;
    };
    readonly floor: string;
    readonly controls: Readonly<Record<string, string>>;
    readonly against: { readonly better: string; readonly worse: string; readonly blind: string };
    readonly bar: { readonly floor: string; readonly ceiling: string };
    readonly protocol: string;
    readonly notProved: string;
    readonly details: string;
    readonly tells: (told: string) => string;
    readonly tellsBut: (told: string, blind: string) => string;
    readonly uninformative: string;
    readonly misled: (control: string) => string;
  };
  readonly reasons: {
    readonly engine: string;
    readonly heldOut: string;
    readonly features: (needed: string, given: string) => string;
    readonly length: (needed: string, given: string) => string;
    readonly count: (needed: string, given: string) => string;
  };
  readonly facts: Readonly<
    Record<'real' | 'generated' | 'heldOut' | 'none' | 'seed' | 'engine' | 'preparation' | 'floor', string>
  > & { readonly sequences: (name: string, count: string, length: string, features: string) => string };
  readonly method: readonly string[];
  /** Words of the metrics; the records themselves where absent. */
  readonly metrics: Readonly<Record<string, MetricWords>>;
}

const evaluationEn: EvaluationMessages = {
  language: 'en',
  report: 'Evaluation',
  against: (generated, real) => `${generated} against ${real}`,
  aspects: {
    fidelity: 'values',
    time: 'behaviour along time',
    joint: 'what goes together',
    judge: 'the eyes of a trained judge',
    utility: 'use for training',
    diversity: 'variety',
    privacy: 'copying',
  },
  groups: {
    fidelity: {
      title: 'Values',
      note: 'Each column taken alone: are its values distributed as in the real data?',
    },
    time: { title: 'Time', note: 'Do values follow each other as they should?' },
    joint: {
      title: 'Together',
      note: 'Do columns, and whole sequences, go together as in the real data?',
    },
    judge: {
      title: 'Trained judges',
      note: 'Networks and rules that learn to tell real from generated, or learn from the generated data. They see what nobody thought of measuring, and miss what they are not made to see.',
    },
    utility: {
      title: 'Use',
      note: 'Does what is learned from generated data hold for real data?',
    },
    diversity: { title: 'Variety', note: 'Are all kinds of real sequences there, and nothing else?' },
    privacy: {
      title: 'Copying and privacy',
      note: 'Are training sequences repeated? Here the bad generator is a copy of the training data. None of these figures proves that the data are private.',
    },
  },
  sections: {
    good: 'What is good',
    wrong: 'What is wrong',
    steps: 'Step by step',
    neighbours: 'Generated sequences and their nearest real ones',
    spectra: 'Rhythms',
    figures: 'All figures',
    skipped: 'Not measured',
    facts: 'About this evaluation',
    method: 'How to read this',
    notTold: 'what it does not prove',
  },
  verdict: {
    copied: (exact) =>
      `The generated sequences repeat the training data (${exact} of them value for value): they are no new data, however good the other figures look.`,
    collapsed: 'The generator has collapsed: it makes nearly the same few sequences again and again.',
    narrow: (spread, uncovered) =>
      `Its sequences are on average ${spread} as far from each other as real ones${uncovered === undefined ? '' : `, and ${uncovered} of the real ones have none nearby`}.`,
    worst: (name, step, length, generated, real) =>
      `Farthest off is the column ${name}, most at step ${step} of ${length}: ${generated} on average where the real data have ${real}.`,
    worstWhole: (name, generated, real) =>
      `Farthest off is the column ${name}: ${generated} on average where the real data have ${real}.`,
    worstShape: (name, distance) =>
      `Farthest off is the column ${name}, at all steps alike: its values are distributed differently, by ${distance} standard deviations.`,
    worstLag: (name, lag, generated, real) =>
      `Farthest off is how ${name} moves: a value is tied to the one ${lag} steps before by ${generated}, in the real data by ${real}.`,
    worstPair: (first, second, generated, real) =>
      `Farthest off is how ${first} and ${second} go together: they are correlated by ${generated}, in the real data by ${real}.`,
    evenWorst: (name, value) =>
      `Even the column that fits worst, ${name}, is off by no more than ${value} standard deviations.`,
    noColumn: 'No column varies, so none can be said to fit worst.',
    copying: (level, hasHeldOut) =>
      ({
        good: `No sign of copied training data was found${hasHeldOut ? '' : '; without held-out data (--held-out) the stronger tests could not be made'}.`,
        fair: 'Some generated sequences lie closer to training data than they should: see copying and privacy below.',
        poor: 'Training data are repeated: do not pass these sequences on as if they were new.',
        unclear: 'Whether training data were copied cannot be told here.',
      })[level],
  },
  good: {
    fidelity: (figures) => `The values are distributed as in the real data: ${figures}.`,
    time: (figures) => `Values follow each other as in the real data: ${figures}.`,
    joint: (figures) => `What goes together in the real data goes together here: ${figures}.`,
    judge: (figures) => `A judge trained to tell real from generated can hardly do so: ${figures}.`,
    utility: (figures) => `What is learned from the generated data holds for real data: ${figures}.`,
    diversity: (figures) => `The generated sequences are as various as the real ones: ${figures}.`,
    privacy: (figures) => `Training data do not seem to be copied: ${figures}.`,
  },
  wrong: {
    fidelity: (figures) => `The values are distributed differently: ${figures}.`,
    time: (figures) => `Values do not follow each other as they should: ${figures}.`,
    joint: (figures) => `What goes together in the real data does not go together here: ${figures}.`,
    judge: (figures) => `A trained judge tells real from generated: ${figures}.`,
    utility: (figures) => `What is learned from the generated data does not hold for real data: ${figures}.`,
    diversity: (figures) => `The variety is not that of the real data: ${figures}.`,
    privacy: (figures) => `Generated sequences lie too close to training data: ${figures}.`,
  },
  notMeasured: 'not measured',
  nothingGood: 'Nothing could be shown to be as in the real data.',
  nothingWrong: 'Nothing was found that real data would not show as well.',
  figure: (name, value, floor, ceiling, ceilingName) =>
    `${name} ${value} (real against real ${floor}, ${ceilingName} ${ceiling})`,
  singles: (figures) => `Single figures that stand out: ${figures.join('; ')}.`,
  detail: {
    column: (name, distance, real, generated) =>
      `${name} is off by ${distance} standard deviations: ${generated} against ${real} in the real data`,
    atStep: (step, length, generated, real) =>
      `; most at step ${step} of ${length}, ${generated} against ${real}`,
    lag: (name, lag, generated, real) =>
      `In ${name}, a value is tied to the one ${lag} steps before by ${generated}; in the real data by ${real}`,
    change: (name, ratio) =>
      `The changes of ${name} from step to step are ${ratio} times as large as in the real data`,
    pair: (first, second, generated, real) =>
      `${first} and ${second} are correlated by ${generated}; in the real data by ${real}`,
    constant: 'nothing (constant)',
    spread: (spread) => `Generated sequences are on average ${spread} as far from each other as real ones`,
    uncovered: (share) => `${share} of the real sequences have no generated one nearby`,
  },
  notes: {
    steps:
      'The middle line is the mean at each step, the band one standard deviation to either side. Where the bands part, the generator is wrong at that time.',
    neighbours:
      'Four generated sequences, from the closest to the farthest from any real one, each drawn with the real one that is nearest. Two lines that cover each other in every column are a copy; a good generator gives neighbours that resemble each other and differ.',
    spectra:
      'How much each rhythm carries of the movement within a sequence. The two lines should run together.',
    figures:
      'Each figure stands beside its floor, which is what real data get against real data, and beside generators that are wrong on purpose. The bar shows where it stands: at its left end as good as real data, at the mark as bad as the nearest wrong generator. A figure in grey cannot judge on these data.',
    shortSpectra: 'Sequences of fewer than four steps have no rhythm to show.',
    noNeighbours: 'The real data do not vary, so there are no neighbours to speak of.',
    skipped: 'These figures could not be measured, and nothing is said about what they would show.',
    noControls: 'Floors and ceilings were not measured, so the figures cannot be judged.',
  },
  neighbour: {
    quantiles: ['closest', 'rather close', 'typical', 'farthest'],
    title: (column, quantile) => `${column}, ${quantile}`,
    rows: (generated, real, distance) => `generated ${generated}, real ${real}, distance ${distance}`,
    nearest: 'Nearest real',
    alt: (column) => `A generated sequence of ${column} and the nearest real one`,
  },
  alt: {
    steps: (name) => `Mean and deviation of ${name} at every step, real and generated`,
    spectrum: (name) => `Share of power of ${name} by frequency, real and generated`,
    bar: (place) => `stands at ${place} of the way from real data to the nearest wrong generator`,
  },
  map: {
    components: 'Along the directions in which real sequences vary most',
    title: 'On a map of likeness',
    note: 'Sequences that are alike lie beside each other, whatever they look like. An island of real dots alone is a kind of sequence that the generator does not make; one of generated dots alone is a kind that does not exist. How far apart islands lie, and how large they are, means nothing. (UMAP)',
    alt: 'Scatter plot of real and generated sequences on a map where alike ones are neighbours',
  },
  axes: { frequency: 'cycles per sequence' },
  markdown: {
    metric: 'figure',
    value: 'value',
    better: 'better',
    wrong: 'nearest wrong generator',
    note: 'note',
    uninformative: 'cannot tell on these data',
  },
  bands: { real: 'Real, mean and deviation', generated: 'Generated, mean and deviation' },
  card: {
    value: (value) => value,
    runs: (spread, runs) => `± ${spread} in ${runs} runs`,
    interval: (low, high) => `95% interval of the mean ${low} to ${high}`,
    better: { lower: 'lower is better', higher: 'higher is better', near: (best) => `best near ${best}` },
    floor: 'real against real',
    controls: {
      noise: 'noise',
      'shuffled-time': 'shuffled time',
      'independent-columns': 'independent columns',
      constant: 'a constant',
      copy: 'a copy of the training data',
    },
    against: { better: 'beaten', worse: 'not beaten', blind: 'not told from real' },
    bar: { floor: 'real', ceiling: 'wrong' },
    protocol: 'protocol',
    notProved: 'Does not prove',
    details: 'Details',
    tells: (told) => `On these data it tells real data from ${told}.`,
    tellsBut: (told, blind) => `On these data it tells real data from ${told}, but not from ${blind}.`,
    misled: (control) =>
      `Grey, because on these data ${control} gets a better figure than real data do: a good value means nothing.`,
    uninformative:
      'Grey, because on these data it tells none of the wrong generators from real data: a good value means nothing.',
  },
  reasons: {
    engine: 'needs an engine to train a judge on',
    heldOut: 'needs real sequences that the generator never saw (--held-out)',
    features: (needed, given) => `needs at least ${needed} columns; with ${given} it says nothing`,
    length: (needed, given) => `needs at least ${needed} steps, not ${given}`,
    count: (needed, given) => `needs at least ${needed} sequences in each set, not ${given}`,
  },
  facts: {
    real: 'real',
    generated: 'generated',
    heldOut: 'held out',
    none: 'none',
    seed: 'seed',
    engine: 'engine of the judges',
    preparation: 'preparation',
    floor: 'cut for the floors',
    sequences: (name, count, length, features) =>
      `${name}: ${count} sequences of ${length} steps and ${features} columns`,
  },
  method: [
    'A figure alone says nothing: two samples of the same real data do not agree perfectly either. So the real set is cut into parts that share no step, and one part is measured against another: that is the floor, and no generator can be expected to do better. The same is done with generators that are wrong on purpose: noise, sequences with their steps shuffled, columns drawn from different sequences, the mean of each column. A figure that does not tell any of these from real data, or prefers one of them, is shown in grey and counts for nothing. For copying, the generator that is wrong is a copy of the training data.',
    'A figure is called good when real data would do no better within chance, or when it stands at most a tenth of the way from the floor to the nearest wrong generator; fair up to 35 per cent of that way, poor beyond. Of a group the middle figure decides; of the judges the worst, because one that can tell is enough, and of copying the worst too, though a single faint sign is only mentioned. These limits are rules of thumb.',
    'The protocol of each figure fixes everything that it depends on besides the two sets. Figures with the same protocol and hash can be compared with those of another report on the same data; others cannot.',
    'A good verdict does not prove that the data are private, nor that a model trained on them is as good as one trained on the real data.',
  ],
  metrics: {},
};

export const evaluationMessages: { readonly en: EvaluationMessages; readonly zh: EvaluationMessages } = {
  en: evaluationEn,
  zh: evaluationZh,
};

/** What a metric is called and means, by its id. */
export const metricWords = (id: string, language: 'en' | 'zh'): MetricWords =>
  wordsOf(recordOf({ id }), evaluationMessages[language].metrics);
