/**
 * Train on one side, try on the other (Esteban, Hyland, Ratsch 2017, arXiv:1706.02633):
 *
 *     TSTR  trained on generated sequences, tried on real ones
 *     TRTR  trained on real ones, tried on other real ones: what TSTR is compared with
 *     TRTS  trained on real ones, tried on generated ones: too good where generated sequences are too easy, bad where they
 *           are not what their labels say
 *
 * The real ones that are tried are the held-out set, or where there is none a fifth of the real set: whole blocks of time
 * where windows overlap. Both trainings see equally many sequences. Classes are scored by the mean of the accuracies of
 * the classes, so that a rare one counts as much as a common one; numbers by the root of the mean squared error, of
 * standardised values.
 */
import { splitByTime } from '../judges/timeSplit.ts';
import { runSeed } from '../judges/training.ts';
import { type MetricContext, mean } from '../metric.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import type { AnswerKind, Examples, Learner } from './learner.ts';
import type { Task } from './tasks.ts';

export interface TrialSettings {
  readonly trainShare: number;
  /** Sequences that are learned from and that are tried, at the most. */
  readonly most: number;
  readonly repetitions: number;
}

export interface Trial {
  readonly tstr: number;
  readonly trtr: number;
  readonly trts: number;
}

/** The place of the largest of each row. */
function places(rows: Float64Array, outputs: number): Int32Array {
  return Int32Array.from({ length: rows.length / outputs }, (_, n) => {
    const row = rows.subarray(n * outputs, (n + 1) * outputs);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
}

/** Of classes the mean of the accuracies of those that occur; of numbers the root mean squared error. */
export function scoreOf(kind: AnswerKind, answers: Float64Array, { targets, outputs }: Examples): number {
  if (kind === 'number') return Math.sqrt(mean(answers.map((y, i) => (y - targets[i]!) ** 2)));
  const [given, wanted] = [places(answers, outputs), places(targets, outputs)];
  const [right, all] = [new Float64Array(outputs), new Float64Array(outputs)];
  wanted.forEach((place, n) => {
    all[place]!++;
    if (given[n] === place) right[place]!++;
  });
  const shares = [...right].flatMap((count, place) => (all[place]! > 0 ? [count / all[place]!] : []));
  return mean(shares);
}

/** The same trials serve TSTR and TRTS of a task and a learner: kept by the sets. */
export function trials(
  task: Task,
  learner: Learner,
  settings: TrialSettings,
  context: MetricContext,
): Promise<readonly Trial[]> {
  return context.memo(`trials of ${task.id} by ${learner.id}`, () => tried(task, learner, settings, context));
}

async function tried(
  task: Task,
  learner: Learner,
  { trainShare, most, repetitions }: TrialSettings,
  context: MetricContext,
): Promise<readonly Trial[]> {
  const { real, generated, seed, engine, signal, progress } = context;
  const needsLabels = task.kind === 'class' || real.labels?.kind === 'number';
  const heldOut = needsLabels && !context.heldOut?.labels ? undefined : context.heldOut;
  const toSpace = standardizer(real);
  const runs = learner.isRandom ? (context.repetitions ?? repetitions) : 1;
  const found: Trial[] = [];
  for (let run = 0; run < runs; run++) {
    signal?.throwIfAborted();
    const own = runSeed(seed, run);
    const parts = heldOut ? { train: real, test: heldOut } : splitByTime(real, trainShare, own, 'task');
    const count = Math.min(most, parts.train.count, generated.count);
    const examples = (set: typeof real, size: number, name: string) =>
      task.examples(toSpace(sampled(set, size, own, name)), real);
    const ofReal = examples(parts.train, count, 'train');
    const ofGenerated = examples(generated, count, 'generated');
    const test = examples(parts.test, most, 'test');
    const learn = { seed: own, engine, signal };
    const [onTest, onGenerated] = await learner.answer(ofReal, [test.inputs, ofGenerated.inputs], learn);
    progress(run + 0.5, runs);
    const [byGenerated] = await learner.answer(ofGenerated, [test.inputs], learn);
    found.push({
      tstr: scoreOf(task.kind, byGenerated!, test),
      trtr: scoreOf(task.kind, onTest!, test),
      trts: scoreOf(task.kind, onGenerated!, ofGenerated),
    });
    progress(run + 1, runs);
  }
  return found;
}
