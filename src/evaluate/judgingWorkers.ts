/**
 * Judges side by side: every repetition of a trained judge is a task for whichever worker is free. A repetition depends
 * on its seed and the sets alone and results are put in the order of the repetitions, so the figures are those of one
 * thread, byte for byte.
 */
import { type ShardHost, type Shards, sharedValues } from '../runtime/shards.ts';
import { runsOf } from './judges/repetitions.ts';
import type { JudgingTask } from './judgingShard.ts';
import { type Measurement, type Metric, type MetricContext, mean } from './metric.ts';
import { partShares } from './partShares.ts';
import type { SequenceSet } from './sequenceSet.ts';

/** A name in a constant, so that bundlers do not take the module for one of the page's. */
const MODULE = './judgingShard.js';

const whenLost = {
  what: 'so the evaluation cannot go on; nothing was written',
  remedy: 'where memory is short, judge with fewer workers (--workers 1)',
};

export interface JudgingWorkers {
  /** The same as `metric.compute(context)`, for a metric that names its repetitions. */
  measure(metric: Metric, context: MetricContext): Promise<Measurement>;
  release(): Promise<void>;
}

/** Workers start with the first task. */
export function judgingWorkers(host: ShardHost, count: number): JudgingWorkers {
  let started: Promise<Shards> | undefined;
  const start = () => {
    const module = new URL(MODULE, import.meta.url).href;
    started ??= host.start({ module, count, slotSize: 0, setup: undefined, whenLost });
    return started;
  };
  const free = Array.from({ length: count }, (_, index) => index);
  const queue: ((index: number) => void)[] = [];
  const take = () => {
    const index = free.shift();
    return index === undefined ? new Promise<number>((resolve) => queue.push(resolve)) : index;
  };
  const give = (index: number) => {
    const next = queue.shift();
    if (next) next(index);
    else free.push(index);
  };

  async function once(task: JudgingTask, hear: (share: number) => void, signal?: AbortSignal) {
    const shards = await start();
    const index = await take();
    signal?.throwIfAborted();
    const answer = await shards.askOne(index, task, (share) => hear(share as number));
    give(index);
    return answer as Measurement;
  }

  return {
    async measure(metric, { engine, signal, progress, memo, ...context }) {
      const { realId, ...sets } = sharedSets(context);
      const own = { ...context, ...sets };
      const runs = runsOf({ ...context, progress, memo }, metric.repetitions!);
      const shares = partShares(runs.map(() => 1));
      const found = await untilAborted(
        Promise.all(
          runs.map((run, at) => {
            const hear = (share: number) => {
              shares.reach(at, share);
              progress(shares.total(), 1);
            };
            return once({ metric: metric.id, context: { ...own, runs: [run] }, realId }, hear, signal);
          }),
        ),
        signal,
      );
      const values = found.flatMap(({ runs: one, value }) => one ?? [value]);
      return {
        ...found[0]!,
        value: mean(values),
        runs: values,
        warnings: [...new Set(found.flatMap(({ warnings = [] }) => warnings))],
      };
    },
    async release() {
      const shards = await started?.catch(() => undefined);
      await shards?.release();
    },
  };
}

/** Workers that are ended do not answer any more, so nobody may wait for them. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  work.catch(() => {}); // when it is given up, nobody is left to hear of its failure
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

interface SharedCopy {
  readonly id: number;
  readonly values: Float32Array;
}
const copies = new WeakMap<Float32Array, SharedCopy>();
let copied = 0;

function sharedCopy(values: Float32Array): SharedCopy {
  const known = copies.get(values);
  if (known) return known;
  const copy = { id: copied++, values: sharedValues(values) };
  copies.set(values, copy);
  return copy;
}

/** The sets with their values in shared memory, where workers read them without a copy of their own. */
function sharedSets({ real, generated, heldOut }: Pick<MetricContext, 'real' | 'generated' | 'heldOut'>) {
  const shared = (set: SequenceSet): SequenceSet => ({ ...set, values: sharedCopy(set.values).values });
  return {
    realId: sharedCopy(real.values).id,
    real: shared(real),
    generated: shared(generated),
    heldOut: heldOut && shared(heldOut),
  };
}
