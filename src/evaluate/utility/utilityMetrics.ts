/** A record for each task and learner (tasks.ts, learner.ts), by the trials of trial.ts. */
import { type Measurement, type Metric, type MetricContext, mean } from '../metric.ts';
import { type Protocol, protocol, type Settings } from '../protocol.ts';
import { convolutionalLearner } from './convolutionalLearner.ts';
import { convolutionRidge } from './convolutionRidge.ts';
import type { Learner } from './learner.ts';
import { nearestNeighbours } from './nearestNeighbours.ts';
import { classify, emptiness, forecast, regress, type Task } from './tasks.ts';
import { type Trial, type TrialSettings, trials } from './trial.ts';

const settings: TrialSettings & Settings = { trainShare: 0.8, most: 1000, repetitions: 3 };

/** TSTR or TRTS against TRTR: of classes the difference of the accuracies, of numbers the ratio of the errors. */
type Side = 'tstr' | 'trts';

const figureBy = (task: Task, side: Side, { tstr, trtr, trts }: Trial): number => {
  if (task.kind === 'number') return { tstr, trts }[side] / trtr;
  return side === 'tstr' ? trtr - tstr : trts - trtr;
};

async function measure(
  task: Task,
  learner: Learner,
  side: Side,
  context: MetricContext,
): Promise<Measurement> {
  const nothing = emptiness(task, context.real);
  if (nothing) return { value: Number.NaN, warnings: [nothing] };
  const found = await trials(task, learner, settings, context);
  const details = {
    TSTR: mean(found.map(({ tstr }) => tstr)),
    TRTR: mean(found.map(({ trtr }) => trtr)),
    TRTS: mean(found.map(({ trts }) => trts)),
  };
  const { labels } = context.real;
  if (task.kind === 'number' && !(details.TRTR > 0)) {
    return { value: Number.NaN, details, warnings: ['real sequences are predicted without any error'] };
  }
  const runs = found.map((trial) => figureBy(task, side, trial));
  const warnings: string[] = [];
  if (task.kind === 'number' && details.TRTR > 0.95) {
    warnings.push('even a learner trained on real sequences does no better than their mean');
  }
  if (task.kind === 'class' && labels?.kind === 'class') {
    const classes = new Set(labels.of);
    if (details.TRTR < 1 / classes.size + 0.05) {
      warnings.push('even a learner trained on real sequences hardly does better than guessing');
    }
    const made = new Set((context.generated.labels as typeof labels).of);
    const missing = [...classes].filter((place) => !made.has(place)).map((place) => labels.names[place]!);
    if (missing.length > 0) warnings.push(`no generated sequence is of the class ${missing.join(', ')}`);
  }
  return { value: mean(runs), ...(learner.isRandom && { runs }), details, warnings };
}

interface Wording {
  readonly task: Task;
  readonly name: string;
  /** What is learned, after "learns on generated sequences". */
  readonly what: string;
  readonly needs: Metric['needs'];
  /** Learners, and whether each is measured only where it is named. */
  readonly learners: readonly { readonly learner: Learner; readonly isVariant?: boolean }[];
  readonly hasTrts: boolean;
}

const wordings: readonly Wording[] = [
  {
    task: classify,
    name: 'Classification',
    what: 'to tell the class of a sequence',
    needs: { labels: 'class', count: 10 },
    learners: [
      { learner: convolutionRidge },
      { learner: nearestNeighbours },
      { learner: convolutionalLearner },
    ],
    hasTrts: true,
  },
  {
    task: regress,
    name: 'Regression',
    what: 'to predict the number of a sequence (its label, or the last value of the last column from the other columns)',
    needs: { count: 10 },
    learners: [
      { learner: convolutionRidge },
      { learner: nearestNeighbours },
      { learner: convolutionalLearner, isVariant: true },
    ],
    hasTrts: true,
  },
  {
    task: forecast,
    name: 'Forecasting',
    what: 'to predict the last step from the steps before',
    needs: { length: 3, count: 10 },
    learners: [{ learner: nearestNeighbours }, { learner: convolutionalLearner, isVariant: true }],
    hasTrts: false, // the linear forecaster has one (forecasting.ts)
  },
];

const esteban = 'Esteban, Hyland, Ratsch 2017, RCGAN, arXiv:1706.02633';
const doesNotProve =
  'use for other tasks or for other learners; a copy of the training data serves perfectly';

function protocolOf({ id, kind }: Task, learner: Learner, side: Side): Protocol {
  const { isRandom, settings: own } = learner;
  const { repetitions, ...trial } = settings;
  return protocol(`${side}-${id}-${learner.id}`, 1, {
    task: id,
    learner: learner.id,
    ...own,
    ...trial,
    ...(isRandom && { repetitions }),
    split: 'blocks of time where windows overlap',
    score: kind === 'class' ? 'mean accuracy of the classes' : 'root mean square of standardised values',
    value: {
      tstr: { class: 'TRTR - TSTR', number: 'TSTR / TRTR' },
      trts: { class: 'TRTS - TRTR', number: 'TRTS / TRTR' },
    }[side][kind],
  });
}

function tstrMetric({ task, name, what, needs }: Wording, learner: Learner, isVariant: boolean): Metric {
  const answer =
    task.kind === 'class'
      ? 'how much less often it is right than one that learned on real sequences. About 0 when generated data serve as well.'
      : 'how many times larger its error is than that of one that learned on real sequences. About 1 when generated data serve as well.';
  return {
    id: `tstr-${task.id}-${learner.id}`,
    name: `${name} by ${learner.name}, trained on generated`,
    group: 'utility',
    needs: { ...needs, ...(learner.needsEngine && { engine: true }) },
    direction: 'lower',
    range: task.kind === 'class' ? [-1, 1] : [0, Number.POSITIVE_INFINITY],
    protocol: protocolOf(task, learner, 'tstr'),
    citation: `${esteban}; ${learner.citation}`,
    explanation: `A learner (${learner.name}) learns on generated sequences ${what}, and is tried on real ones: ${answer}`,
    doesNotProve,
    ...(learner.isSlow && { isSlow: true }),
    ...(isVariant && { isVariant }),
    compute: (context) => measure(task, learner, 'tstr', context),
  };
}

function trtsMetric({ task, name, what, needs }: Wording, learner: Learner): Metric {
  const answer =
    task.kind === 'class'
      ? 'how much more often it is right there than on other real ones. Below 0 where generated sequences are not what their labels say, above 0 where they are too easy.'
      : 'how many times larger its error is there than on other real ones. Above 1 where generated sequences follow another rule, below 1 where they are too easy.';
  return {
    id: `trts-${task.id}`,
    name: `${name}, tried on generated`,
    group: 'utility',
    needs,
    direction: task.kind === 'class' ? 0 : 1,
    range: task.kind === 'class' ? [-1, 1] : [0, Number.POSITIVE_INFINITY],
    protocol: protocolOf(task, learner, 'trts'),
    citation: `${esteban}; ${learner.citation}`,
    explanation: `A learner (${learner.name}) learns on real sequences ${what}, and is tried on generated ones: ${answer}`,
    doesNotProve: 'variety: one good sequence, made again and again, passes',
    ...(learner.isSlow && { isSlow: true }),
    compute: (context) => measure(task, learner, 'trts', context),
  };
}

/** TSTR by each learner of a task, then TRTS by the first. */
export const utilityMetrics: readonly Metric[] = wordings.flatMap((wording) => [
  ...wording.learners.map(({ learner, isVariant = false }) => tstrMetric(wording, learner, isVariant)),
  ...(wording.hasTrts ? [trtsMetric(wording, wording.learners[0]!.learner)] : []),
]);
