/** Every sentence of the report, in one record per language. */
import type { Level } from './level.ts';
import { zh } from './messagesZh.ts';

export const en = {
  htmlLanguage: 'en',
  report: 'Report',
  real: 'Real',
  generated: 'Generated',
  quote: (name: string) => `“${name}”`,
  list: (items: readonly string[]) => items.join(', '),
  level: { good: 'good', fair: 'fair', poor: 'poor', unclear: 'cannot tell' } as Readonly<
    Record<Level, string>
  >,
  overall: {
    good: () => 'The generated sequences behave like the real ones in every respect that could be judged.',
    fair: (fair: string) => `The generated sequences resemble the real ones; they differ in ${fair}.`,
    poor: (poor: string) => `The generated sequences differ clearly from the real ones in ${poor}.`,
    unclear: () => 'These two sets are too small or too plain to be judged.',
  },
  aspects: {
    values: 'values',
    time: 'memory along time',
    changes: 'step-to-step changes',
    relations: 'relations between columns',
    spread: 'variety',
    copies: 'copying',
    categories: 'shares of texts',
    missing: 'missing values',
    lengths: 'lengths',
  },
  tiles: {
    floor: (text: string) => `real against real: ${text}`,
    naive: (text: string) => `naive generator: ${text}`,
    values: 'Distance of the distributions, in standard deviations',
    time: 'Difference of the autocorrelations',
    changes: 'Distance of the changes from step to step, in deviations of the real changes',
    relations: 'Difference of the correlations',
    spread: 'Distances within the generated set, in per cent of those within the real set',
    copies: 'Distance to the nearest real sequence, in per cent of that between real ones',
  },
  verdict: {
    values: (level: Level, value: string, floor: string, naive: string) =>
      `The values are distributed ${{ good: 'as in the real data', fair: 'nearly as in the real data', poor: 'unlike the real data', unclear: 'in a way that cannot be judged' }[level]}: they are off by ${value} standard deviations on average, where two halves of the real data are off by ${floor} and a constant by ${naive}`,
    worstColumn: (name: string, value: string) => `; the column that fits worst is ${name} (${value})`,
    relations: (level: Level, value: string, floor: string, naive: string) =>
      `${{ good: 'Relations between columns are kept', fair: 'Relations between columns are kept in part', poor: 'Relations between columns are lost', unclear: 'The real columns are related too little to judge' }[level]}: correlations differ by ${value} (halves of the real data ${floor}, independent columns ${naive})`,
    time: (level: Level, value: string, floor: string, naive: string) =>
      `${{ good: 'Memory along time is kept', fair: 'Memory along time is kept in part', poor: 'Memory along time is lost', unclear: 'The real data have too little memory along time to judge' }[level]}: autocorrelations differ by ${value} (halves ${floor}, shuffled time ${naive})`,
    changes: (level: Level, value: string, floor: string, naive: string) =>
      `${{ good: 'The changes from step to step are as in the real data', fair: 'The changes from step to step are nearly as in the real data', poor: 'The changes from step to step are unlike the real ones', unclear: 'The changes from step to step cannot be judged' }[level]}: they are off by ${value} of their deviation (halves ${floor}, no change at all ${naive})`,
    categories: (level: Level, value: string, floor: string, naive: string) =>
      `${{ good: 'Texts come as often as in the real data', fair: 'Texts come nearly as often as in the real data', poor: 'Texts come more or less often than in the real data', unclear: 'How often texts come cannot be judged' }[level]}: ${value} of the cells would have to be another text, on average over the columns (halves of the real data ${floor}, always the most frequent text ${naive})`,
    lengths: (
      level: Level,
      real: readonly [string, string, string],
      generated: readonly [string, string, string],
      figures: readonly [string, string, string],
    ) =>
      `${{ good: 'Sequences are as long as in the real data', fair: 'Sequences are nearly as long as in the real data', poor: 'Sequences are of other lengths than in the real data', unclear: 'The lengths of sequences cannot be judged' }[level]}: real ones have ${real[0]} steps on average (${real[1]} to ${real[2]}), generated ones ${generated[0]} (${generated[1]} to ${generated[2]}); they are off by ${figures[0]} deviations, where halves of the real data are off by ${figures[1]} and one length for all by ${figures[2]}`,
    missing: (level: Level, columns: string) =>
      `${{ good: 'As many values are missing as in the real data', fair: 'Nearly as many values are missing as in the real data', poor: 'More or fewer values are missing than in the real data', unclear: 'Too few values are missing to judge' }[level]}: ${columns}`,
    missingIn: (name: string, real: string, generated: string) =>
      `${name} real ${real}, generated ${generated}`,
    mostIn: (name: string) => `, most in ${name}`,
    mostBetween: (first: string, second: string) => `, most between ${first} and ${second}`,
    noTime: 'Time structure cannot be judged: no column varies along the sequences',
    noRelations: 'Relations between columns cannot be judged: fewer than two columns vary',
    noValues: 'The values cannot be compared: a set holds no finite value',
    plainValues: 'The values cannot be judged: the real set is a single sequence or constant',
    join: '. ',
    end: '.',
    spread: (level: Level, isLess: boolean, spread: string, crowding: string, floors: readonly string[]) =>
      `${
        {
          good: 'The generated sequences are as varied as the real ones',
          fair: `The generated sequences are ${isLess ? 'less varied' : 'more scattered'} than the real ones`,
          poor: isLess
            ? 'The generator has collapsed: it makes nearly the same few sequences again and again'
            : 'The generated sequences are far more scattered than the real ones',
          unclear: 'Variety cannot be judged',
        }[level]
      }: on average they are ${spread} as far from each other as real sequences are, and ${crowding} as far from their nearest neighbour (halves of the real data ${floors[0]} and ${floors[1]}).`,
    noSpread: 'Variety cannot be judged: that needs at least two different sequences on either side.',
    copies: (level: Level, ratio: string, near: string, equal: string) =>
      `${{ good: 'There is no sign of copying', fair: 'Some generated sequences may be copies', poor: 'Real sequences seem to be copied', unclear: 'Copying cannot be judged well' }[level]}: a typical generated sequence is ${ratio} times as far from its nearest real sequence as real sequences are from each other; ${near} of them come nearer than all but 5% of the real ones do, and ${equal} equal a real one.`,
    noCopies: 'Copying cannot be judged: the real sequences are too few or all equal.',
  },
  cautions: {
    few: (count: string) =>
      `The smaller set has ${count} of the 50 sequences that steady figures and floors need.`,
    missing: (set: string, columns: string) =>
      `The ${set} set holds values that are not finite numbers, in ${columns}. They are left out of the histograms and replaced by the column's mean elsewhere.`,
    missingIn: (name: string, count: string) => `${name} (${count})`,
    constant: (columns: string) =>
      `Constant in the real set, and so without autocorrelation or correlation: ${columns}.`,
    sampled: (used: string, whole: string) =>
      `Figures and charts are made from a random ${used} of ${whole} sequences.`,
  },
  sections: {
    verdict: 'Verdict',
    warnings: 'Please note',
    series: 'Sequences, side by side',
    histograms: 'How values are distributed',
    autocorrelations: 'Memory along time',
    lengths: 'How long sequences are',
    levels: 'How often each text comes',
    correlations: 'Relations between columns',
    components: 'All sequences in one picture',
    losses: 'Training',
    table: 'Column by column',
    facts: 'About this run',
    method: 'How this was measured',
  },
  notes: {
    series: (count: string) =>
      `Real on the left, generated on the right: up to ${count} of each, drawn at random, on the same axes and in the units of the data.`,
    histograms:
      'Share of all values in each range: real as filled bars, generated as a dashed outline. The two should cover each other.',
    autocorrelations:
      'How strongly a value is tied to the one so many steps before: 1 fully, 0 not at all. The two lines should run together.',
    correlations:
      'How strongly two columns move together: +1 alike, -1 opposite, 0 unrelated. Real and generated should look the same, and the difference should be empty.',
    components: (share: string) =>
      `Each dot is a whole sequence, seen along the two directions in which the real ones vary most (${share} of their variance). The two clouds should lie on each other; a small knot of generated dots is a collapse.`,
    losses:
      'Critic and generator pull against each other, so neither loss should run to zero. A line is the mean over a few steps, its band the least and the greatest. The logits are what the critic gives to both kinds: close together means that it can hardly tell them apart.',
    table:
      'Real and generated: mean and standard deviation, below them the least and the greatest value. After each figure, in small print, its floor: what two halves of the real data give. Near its floor a figure cannot be better.',
    lengths:
      'Share of the sequences that have so many steps. After the end of a sequence nothing is compared.',
    levels:
      'Share of all cells with each text: real as bars, generated as marks. The marks should stand at the ends of the bars.',
    levelsShown: (shown: string, all: string) => `The ${shown} most frequent of ${all} texts are shown.`,
    levelTable:
      'Distance: the share of cells that would have to be another text. Steps that change: at how many steps the text is another than the one before. In small print: real against real.',
    shown: (shown: string, all: string) => `Shown are the ${shown} of ${all} columns that fit worst.`,
    oneColumn: 'There is one column only.',
    noLosses: 'No losses were recorded.',
    noComponents: 'The real sequences do not vary, so there is no direction to show.',
    oneStep: 'The sequences have one step only.',
    throughTime:
      'How strongly what a player asks of the last step still pulls at the steps before it, as a multiple of the pull at the last step; at the last diagnosis. A line that falls steeply to the left learns nothing that lies further apart, one that rises by hundreds is about to throw the network about.',
    diverged: (count: string) =>
      `${count} recorded steps had a loss that is not a finite number; red lines mark where.`,
    outside: (share: string) => `${share} of the generated values lie outside this range.`,
    noValues: 'No finite values.',
    constant: (sets: string) => `Constant, and so without autocorrelation: ${sets}.`,
    method: [
      'Real and generated are compared on equal terms. The real set is cut at random into two halves; one is the reference, and the other half and as many generated sequences are compared with it. What the other half gets is the floor. This is done three times and averaged. Where windows of one series overlap, the halves share data and the floor is strict.',
      'The naive value is what a simple-minded generator would get: always the median (values), shuffled time (memory), no change from step to step (changes), independent columns (relations), one sequence repeated (variety), a copy of the real data (copying). A figure is called good up to 10% of the way from the floor to the naive value, or within 1.5 times the floor; fair up to 35%; poor beyond. Copying is judged by its own limits: the distance ratio below 80% or more than 15% near neighbours is fair, below 50% or more than 30% poor. All these limits are rules of thumb.',
      'Distance of the distributions: Wasserstein distance per column, divided by the real standard deviation. KS: two-sample Kolmogorov-Smirnov statistic. Changes: Wasserstein distance of the differences between neighbouring steps, divided by the deviation of the real ones. Autocorrelation: centred by the mean of the whole set, averaged over sequences. Correlation: Pearson, values at the same step. Distances between sequences: root mean square over all values, each column in real standard deviations.',
      'A good verdict does not prove that the data are private, nor that a model trained on them is as good as one trained on the real data.',
    ],
  },
  axes: {
    step: 'step',
    lag: 'lag, steps',
    share: 'share',
    trainingStep: 'training step',
    component: (number: string, share: string) => `direction ${number}, ${share} of the variance`,
    difference: 'Difference, generated less real',
  },
  losses: {
    critic: 'Critic loss',
    generator: 'Generator loss',
    logits: 'Logits of the critic',
    losses: 'Losses',
  },
  throughTime: {
    title: 'Gradients through time',
    critic: 'Critic',
    generator: 'Generator',
  },
  table: {
    column: 'Column',
    ks: 'KS',
    wasserstein: 'Distance',
    changes: 'Changes',
    autocorrelation: 'Autocorrelation',
    correlation: 'Correlation',
    missing: 'Missing',
    levels: 'Texts',
    changeShare: 'Steps that change',
    level: 'Verdict',
  },
  alt: {
    series: (name: string) => `Line charts of real and generated sequences of ${name}`,
    histogram: (name: string) => `Histograms of real and generated values of ${name}`,
    levels: (name: string) => `Bar chart of how often each text of ${name} comes, real and generated`,
    autocorrelation: (name: string) => `Autocorrelation of ${name} by lag, real and generated`,
    correlation: (name: string) => `Heat map of the correlations of all pairs of columns: ${name}`,
    components: 'Scatter plot of real and generated sequences on two principal components',
    losses: (name: string) => `${name} over training steps`,
    throughTime: 'Size of the gradients by the step of the sequence, critic and generator',
  },
  textCount: (columns: string) => ` Columns of texts: ${columns}.`,
  upTo: (steps: string) => `up to ${steps}`,
  counts: (real: string, generated: string, length: string, columns: string) =>
    `Real sequences: ${real}. Generated: ${generated}. Steps in each: ${length}. Columns: ${columns}.`,
};

type Wide<T> = T extends string
  ? string
  : T extends (...values: infer A) => infer R
    ? (...values: A) => R
    : { readonly [K in keyof T]: Wide<T[K]> };

export type Messages = Wide<typeof en>;

export const messages: { readonly en: Messages; readonly zh: Messages } = { en, zh };
