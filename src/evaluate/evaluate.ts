/**
 * Judges a generated set against a real one, as a stream of events. A host shows them, and knows the time left from
 * the shares done; the last event holds the whole result.
 */
import type { Problem } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import { checkSets } from './checkSets.ts';
import { chooseMetrics } from './chooseMetrics.ts';
import { type ControlSets, controlParts, controlSource, measureControls } from './controls/controls.ts';
import { judge, position } from './controls/judgement.ts';
import { overlapOf } from './controls/realSplit.ts';
import { type TimeOrder, timeOrder, withStarts } from './controls/timeOrder.ts';
import { figureOf } from './figure.ts';
import { judgingWorkers } from './judgingWorkers.ts';
import { type Measurement, type Metric, type MetricContext, unmet } from './metric.ts';
import { partShares } from './partShares.ts';
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

/** Splits of the real set for floors and ceilings. */
const controlDraws = 5;

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
  const reports: MetricReport[] = [];
  try {
    for (const [at, metric] of chosen.entries()) {
      const shown = hasControls ? controlParts(metric, source) : [];
      const parts = ['generated', ...shown.map(({ name }) => name)];
      const { repetitions = metric.repetitions } = options;
      const [usual, ofControl] = metric.repetitions
        ? [repetitions!, controlRepetitions]
        : [1, metric.isSlow ? 1 : controlDraws];
      const shares = partShares(parts.map((_, part) => (part === 0 ? usual : ofControl)));
      const events = channel<EvaluateEvent>();
      const progress = (part: number, done: number) => {
        shares.reach(part, done);
        const share = (at + shares.total()) / chosen.length;
        events.push({ type: 'progress', metric: metric.id, part: parts[part]!, share });
      };
      const isShared = workers !== undefined && metric.repetitions !== undefined;
      const measure = (own: ControlSets, key: string, part: number, { from, to } = { from: 0, to: 1 }) => {
        progress(part, from);
        const context = {
          ...own,
          featureNames,
          engine,
          seed,
          repetitions: part === 0 ? options.repetitions : controlRepetitions,
          signal,
          progress: (step: number, steps: number) => progress(part, from + ((to - from) * step) / steps),
          memo: remembering(memoryOf(key)),
        };
        return isShared ? workers.measure(metric, context) : metric.compute(context);
      };
      const work = async (): Promise<MetricReport> => {
        signal?.throwIfAborted();
        const reason = unmet(metric, { ...sets, engine });
        if (reason) return { ...described(metric), status: 'skipped', reason };
        const wholeFigure = async () => figureOf(await measure(sets, 'whole', 0));
        const wholeControls = () =>
          measureControls(metric, {
            source,
            draws: controlDraws,
            measure: async (own, key, part, share): Promise<Measurement> =>
              measure(own, key, part + 1, share),
            isTogether: isShared,
          });
        // workers that have done their part of the figure go on with the floor
        const [figure, controls] =
          isShared && hasControls
            ? await Promise.all([wholeFigure(), wholeControls()])
            : [await wholeFigure(), hasControls ? await wholeControls() : undefined];
        const report: MetricReport = { ...described(metric), status: 'measured', figure };
        if (!controls) return report;
        const stands = position(metric, figure.value, controls);
        return {
          ...report,
          controls,
          judgement: judge(metric, controls),
          ...(stands !== undefined && { position: stands }),
        };
      };
      progress(0, 0);
      const report = yield* events.whileWorking(work());
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

function described(metric: Metric) {
  const { id, name, group, direction, range, protocol, citation, explanation, doesNotProve } = metric;
  return { id, name, group, direction, range, protocol, citation, explanation, doesNotProve };
}

const remembering =
  (memory: Map<string, unknown>): MetricContext['memo'] =>
  <T>(key: string, compute: () => T): T => {
    if (!memory.has(key)) memory.set(key, compute());
    return memory.get(key) as T;
  };

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
