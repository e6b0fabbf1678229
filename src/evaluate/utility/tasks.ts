/**
 * What is learned from sequences: one record per task. A task makes examples of a set; inputs are standardised by the
 * real set's moments, and numbers that are predicted likewise, so that errors of all of them count alike.
 *
 *   classify   the class of a whole sequence (its label)
 *   regress    a number for a whole sequence (its label). Without one: the last value of the last column from all steps of
 *              the other columns. Its own past is no input, because forecasting asks for that already; this asks whether
 *              columns belong together.
 *   forecast   all columns of the last step from the steps before
 */
import { mean } from '../metric.ts';
import { momentsOf, type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import type { AnswerKind, Examples } from './learner.ts';

export interface Task {
  readonly id: string;
  readonly kind: AnswerKind;
  /** Of a standardised set. `real` is the set that numbers of labels are standardised by. */
  examples(set: SequenceSet, real: SequenceSet): Examples;
}

/** Steps `0 .. steps - 1` of the features `0 .. features - 1`; labels are left out. */
function seen({ count, length, features, values }: SequenceSet, steps: number, kept: number): SequenceSet {
  const taken = new Float32Array(count * steps * kept);
  let to = 0;
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < steps; t++) {
      const from = (n * length + t) * features;
      for (let f = 0; f < kept; f++) taken[to++] = values[from + f]!;
    }
  }
  return sequenceSet(taken, steps, kept);
}

/** Features `from .. features - 1` of the last step: [N, features - from]. */
function lastStep({ count, length, features, values }: SequenceSet, from: number): Float64Array {
  const outputs = features - from;
  return Float64Array.from({ length: count * outputs }, (_, i) => {
    const [n, o] = [Math.floor(i / outputs), i % outputs];
    return values[(n * length + length - 1) * features + from + o]!;
  });
}

const numbersOf = ({ labels }: SequenceSet): Float64Array | undefined =>
  labels?.kind === 'number' ? labels.of : undefined;

export const classify: Task = {
  id: 'classify',
  kind: 'class',
  examples(set) {
    const { labels, length, features, values } = set;
    if (labels?.kind !== 'class') throw new Error('classify: the set has no classes');
    const outputs = labels.names.length;
    const targets = new Float64Array(set.count * outputs).fill(-1);
    labels.of.forEach((place, n) => {
      targets[n * outputs + place] = 1;
    });
    return { inputs: sequenceSet(values, length, features), targets, outputs, kind: 'class' };
  },
};

export const regress: Task = {
  id: 'regress',
  kind: 'number',
  examples(set, real) {
    const { length, features, values } = set;
    const [own, known] = [numbersOf(set), numbersOf(real)];
    if (!own || !known) {
      const inputs = seen(set, length, features - 1);
      return { inputs, targets: lastStep(set, features - 1), outputs: 1, kind: 'number' };
    }
    const centre = mean(known);
    const deviation = Math.sqrt(mean(known.map((x) => (x - centre) ** 2))) || 1;
    const targets = own.map((x) => (x - centre) / deviation);
    return { inputs: sequenceSet(values, length, features), targets, outputs: 1, kind: 'number' };
  },
};

export const forecast: Task = {
  id: 'forecast',
  kind: 'number',
  examples: (set) => ({
    inputs: seen(set, set.length - 1, set.features),
    targets: lastStep(set, 0),
    outputs: set.features,
    kind: 'number',
  }),
};

/** Whether there is something to learn: with one feature and no label, regression has no input. */
const isAskable = (task: Task, set: SequenceSet): boolean =>
  task !== regress || numbersOf(set) !== undefined || set.features > 1;

/** Why the answer would be the same for every generator, or undefined. */
export function emptiness(task: Task, real: SequenceSet): string | undefined {
  if (!isAskable(task, real)) {
    return 'there is one column and no label: name a column of numbers with --label to predict it';
  }
  if (task === classify && real.labels?.kind === 'class' && new Set(real.labels.of).size < 2) {
    return 'all real sequences are of one class: there is nothing to tell apart';
  }
  const { variance } = momentsOf(real);
  const isStill = task === regress && !numbersOf(real) && !(variance[real.features - 1]! > 0);
  return isStill ? 'the last column is constant: there is nothing to predict' : undefined;
}
