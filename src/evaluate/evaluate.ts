/**
 * Judges a generated set against a real one, as a stream of events. A host shows them, and knows the time left from
 * the shares done; the last event holds the whole result.
 */
import type { Problem } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import { checkSets } from './checkSets.ts';
import { chooseMetrics } from './chooseMetrics.ts';
import { controlSource } from './controls/controls.ts';
import { overlapOf } from './controls/realSplit.ts';
import { type TimeOrder, timeOrder, withStarts } from './controls/timeOrder.ts';
import { judgingWorkers } from './judgingWorkers.ts';
import { measureMetric } from './measureMetric.ts';
import { type PreparationId, preparations } from './preparation.ts';
import { type EvaluationResult, type MetricReport, resultSchema, resultVersion } from './result.ts';
import type { SequenceSet } from './sequenceSet.ts';

export interface EvaluateOptions {
  readonly featureNames?: readonly string[];
  /** Real sequences that the generator never saw; without them some figures of privacy are skipped. */
  readonly heldOut?: SequenceSet;
  /** Without one, judges that have to be trained are skipped. */
  readonly engine?: Engine;
  readonly seed?: number;
  readonly preparation?: PreparationId;
  /** Ids; all metrics when absent. */
  readonly metrics?: readonly string[];
  /** Trainings of each judge for the figure; the protocol's own number when absent. */
  readonly repetitions?: number;
  /** Trainings of each judge for the floor and for every ceiling. */
  readonly controlRepetitions?: number;
  /** Whether floors and ceilings are measured; on unless told otherwise. */
  readonly controls?: boolean;
  /** Threads that train judges side by side, where the engine has shards; the figures do not depend on it. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
}

export type EvaluateEvent =
  | { readonly type: 'start'; readonly metrics: readonly string[]; readonly floorSplit: string }
  | { readonly type: 'warning'; readonly problem: Problem }
  /** `share` of all the work that is done, 0..1; `part` is the set that is being measured. */
  | { readonly type: 'progress'; readonly metric: string; readonly part: string; readonly share: number }
  | { readonly type: 'metric'; readonly report: MetricReport }
  | { readonly type: 'done'; readonly result: EvaluationResult };

export async function* evaluate(
  real: SequenceSet,
  generated: SequenceSet,
  options: EvaluateOptions = {},
): AsyncGenerator<EvaluateEvent, void, void> {
  const { heldOut, engine, seed = 1, preparation = 'minmax', signal } = options;
  const { controls: hasControls = true, controlRepetitions = 3, workers: threads = 1 } = options;
  const featureNames =
    options.featureNames ?? Array.from({ length: real.features }, (_, f) => `feature ${f + 1}`);
  const chosen = chooseMetrics(options.metrics);
  const warnings = checkSets({ real, generated, heldOut, featureNames });
  const prepare = preparations[preparation].learn(real);
  const time = timeOrder(real);
  const sets = {
    real: withStarts(prepare(real), time),
    generated: withStarts(prepare(generated), timeOrder(generated)),
    heldOut: heldOut && prepare(heldOut),
  };
  const floorSplit = describeSplit(sets.real, time);
  yield { type: 'start', metrics: chosen.map(({ id }) => id), floorSplit };
  for (const problem of warnings) yield { type: 'warning', problem };

  const source = controlSource(sets.real, time, seed, generated.count);
  const memories = new Map<string, Map<string, unknown>>();
  const memoryOf = (key: string) => {
    const memory = memories.get(key) ?? new Map<string, unknown>();
    memories.set(key, memory);
    return memory;
  };
  const workers = engine?.shards && threads > 1 ? judgingWorkers(engine.shards, threads) : undefined;
  const run = {
    sets,
    featureNames,
    engine,
    seed,
    signal,
    workers,
    source: hasControls ? source : undefined,
    repetitions: options.repetitions,
    controlRepetitions,
    memoryOf,
  };
  const reports: MetricReport[] = [];
  try {
    for (const [at, metric] of chosen.entries()) {
      // tables of distances are for the metrics of one group, and all groups' together would fill gigabytes
      if (metric.group !== chosen[at - 1]?.group) memories.clear();
      const events = channel<EvaluateEvent>();
      const work = measureMetric(run, metric, (part, done) =>
        events.push({ type: 'progress', metric: metric.id, part, share: (at + done) / chosen.length }),
      );
      const report = yield* events.whileWorking(work);
      reports.push(report);
      yield { type: 'metric', report };
    }
  } finally {
    await workers?.release();
  }
  const summary = ({ count, length, features }: SequenceSet) => ({ count, length, features });
  yield {
    type: 'done',
    result: {
      schema: resultSchema,
      version: resultVersion,
      seed,
      engine: engine?.name ?? null,
      preparation,
      featureNames,
      sets: {
        real: summary(real),
        generated: summary(generated),
        heldOut: heldOut ? summary(heldOut) : null,
      },
      floorSplit,
      warnings,
      metrics: reports,
    },
  };
}

function describeSplit(real: SequenceSet, time: TimeOrder | undefined): string {
  if (!time) return 'real sequences dealt at random';
  const gap = overlapOf(real, time);
  return `windows overlap (stride ${time.stride}): dealt at random for the floor and the ceilings; for privacy and for the floor of other times the real set is cut into blocks of time, neighbouring blocks dealt to different parts, ${gap} windows left out at every cut`;
}

/** Events that callbacks push while a promise is under way, handed on one by one. */
function channel<E>() {
  const waiting: E[] = [];
  let wake = () => {};
  return {
    push(event: E) {
      waiting.push(event);
      wake();
    },
    async *whileWorking<R>(work: Promise<R>): AsyncGenerator<E, R, void> {
      let isOver = false;
      const over = work.finally(() => {
        isOver = true;
        wake();
      });
      over.catch(() => {}); // the failure is thrown below, where it is awaited
      for (;;) {
        while (waiting.length > 0) yield waiting.shift()!;
        if (isOver) return await over;
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (waiting.length === 0 && !isOver) await woken;
      }
    },
  };
}
