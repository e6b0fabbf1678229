/**
 * One worker of a run of the zoo: trains recipes and judges what they make, one request after another. It runs in a
 * thread of its own (runtime/shards.ts) or in the thread that asks; what it is asked and what it answers is plain data.
 */
import { controlSource, evaluate, pick, type SequenceSet, timeOrder } from '../../evaluate/index.ts';
import { randomStream } from '../../random/stream.ts';
import type { Shard } from '../../runtime/shards.ts';
import { recipes } from '../../zoo/index.ts';
import { fitRecipe } from './fitRecipe.ts';
import type { ZooData } from './zooData.ts';
import type { Control } from './zooRecord.ts';

export interface ZooSetup {
  readonly datasets: Readonly<Record<string, Pick<ZooData, 'windows' | 'featureNames' | 'table'>>>;
  /** One number in shared memory; where it is not zero, what is under way ends soon, and is no failure. */
  readonly stop: Int32Array;
}

export interface FitRequest {
  readonly type: 'fit';
  readonly recipe: string;
  readonly dataset: string;
  readonly seed: number;
  readonly steps: number;
  readonly count: number;
}

export interface JudgeRequest {
  readonly type: 'judge';
  readonly dataset: string;
  /** Values of generated windows, or a set that is real or wrong on purpose. */
  readonly generated: Float32Array | Control;
  readonly seed: number;
  readonly count: number;
  readonly metrics: readonly string[];
  readonly repetitions: number;
}

export type ZooRequest = FitRequest | JudgeRequest;

/** The losses at a moment of a training. */
export interface LossPoint {
  readonly step: number;
  readonly losses: Readonly<Record<string, number>>;
}

export interface Fitted {
  readonly values: Float32Array;
  readonly losses: readonly LossPoint[];
}

/** By id of the metric. */
export type Scores = Readonly<Record<string, { readonly value: number; readonly runs: readonly number[] }>>;

export interface Judged {
  readonly scores: Scores;
}

/** What was given up because all was to stop. */
export interface Stopped {
  readonly stopped: true;
}

/** What could not be done, told and not thrown: the other recipes of a table go on. */
export interface Failed {
  readonly failed: string;
}

const LOSS_POINTS = 20;

export const shard: Shard = async (setup, { engine }) => {
  const { datasets, stop } = setup as ZooSetup;
  const stopping = new AbortController();
  const { signal } = stopping;
  const lookForStop = () => {
    if (Atomics.load(stop, 0) !== 0) stopping.abort();
  };

  /** One set for all that is judged against it: what a judge learns of real windows alone, it learns once. */
  const real = new Map<string, SequenceSet>();
  function judgedAgainst(dataset: string, count: number): SequenceSet {
    const key = `${count} of ${dataset}`;
    const set = real.get(key) ?? some(datasets[dataset]!.windows, count);
    real.set(key, set);
    return set;
  }

  async function fitOne({ recipe: name, dataset, seed, steps, count }: FitRequest): Promise<Fitted> {
    const recipe = recipes.find((one) => one.name === name)!;
    const losses: LossPoint[] = [];
    const sampler = await fitRecipe(recipe, {
      engine,
      windows: datasets[dataset]!.windows,
      table: datasets[dataset]!.table,
      steps,
      seed,
      signal,
      report({ step, steps: all, losses: told }) {
        lookForStop();
        if (step === 1 || step % Math.ceil(all / LOSS_POINTS) === 0) losses.push({ step, losses: told });
      },
    });
    try {
      const { values } = await sampler.sample(count, seed);
      return { values, losses };
    } finally {
      await sampler.release();
    }
  }

  async function judgeOne({
    dataset,
    generated,
    seed,
    count,
    metrics,
    repetitions,
  }: JudgeRequest): Promise<Judged> {
    const { windows, featureNames } = datasets[dataset]!;
    const { length, features } = windows;
    const sets =
      typeof generated === 'string'
        ? controlSets(windows, generated, seed, count)
        : { real: judgedAgainst(dataset, count), generated: { count, length, features, values: generated } };
    const judging = evaluate(sets.real, sets.generated, {
      engine,
      featureNames,
      metrics,
      repetitions,
      seed,
      controls: false,
      preparation: 'none',
      signal,
    });
    for await (const event of judging) {
      lookForStop();
      if (event.type !== 'done') continue;
      const entries = event.result.metrics.flatMap(({ id, figure }) =>
        figure ? [[id, { value: figure.value, runs: figure.runs }] as const] : [],
      );
      return { scores: Object.fromEntries(entries) };
    }
    throw new Error('judge: the evaluation ended without a result');
  }

  return async (request) => {
    const asked = request as ZooRequest;
    try {
      return asked.type === 'fit' ? await fitOne(asked) : await judgeOne(asked);
    } catch (error) {
      if (signal.aborted) return { stopped: true } satisfies Stopped;
      return { failed: error instanceof Error ? error.message : String(error) } satisfies Failed;
    }
  };
};

/** The same windows for all recipes and seeds. */
function some(windows: SequenceSet, count: number): SequenceSet {
  if (windows.count <= count) return windows;
  return pick(
    windows,
    randomStream(1, 'windows that are judged').permutation(0, windows.count).subarray(0, count),
  );
}

/** One half of the real windows against the other, or against noise with its moments. */
function controlSets(windows: SequenceSet, control: Control, seed: number, count: number) {
  const source = controlSource(windows, timeOrder(windows), seed, count);
  const sets = source.sets(2, 'chance', seed, control === 'floor' ? 'floor' : 'noise');
  return { real: some(sets.real, count), generated: sets.generated };
}
