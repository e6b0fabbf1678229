/**
 * Trains recipes on data sets, seed by seed, and judges what they make, as a stream of events. Every piece of work is
 * recorded when it is done, so a run that was stopped goes on where it was. Several pieces run at the same time where
 * there are workers, one process a core; what is made does not depend on how many.
 */
import type { Problem } from '../../errors/userError.ts';
import type { Engine } from '../../runtime/engine.ts';
import { type Recipe, type ZooMetric, zooMetrics } from '../../zoo/index.ts';
import type { Host } from '../host.ts';
import { sha256 } from '../sha256.ts';
import { recipeSettings, sizesOf, usualSteps } from './fitRecipe.ts';
import { npyBytes, parseNpyValues } from './npyValues.ts';
import type { ZooData } from './zooData.ts';
import {
  appendRecord,
  type Control,
  controls,
  type FailedRecord,
  type JudgedRecord,
  keyText,
  readRecords,
  type TrainedRecord,
  type ZooKey,
  type ZooRecord,
} from './zooRecord.ts';
import type { Failed, Fitted, Judged, Stopped, ZooRequest } from './zooShard.ts';
import { startZooWorkers, type ZooWorker } from './zooWorkers.ts';

export interface ZooRunOptions {
  readonly host: Host;
  readonly engine: Engine;
  readonly folder: string;
  readonly recipes: readonly Recipe[];
  readonly datasets: readonly ZooData[];
  readonly seeds: number;
  /** For every recipe that is trained step by step; what is usual for each when absent. */
  readonly steps?: number | undefined;
  /** Windows to generate and judge, at the most as many as there are real ones. */
  readonly count: number;
  /** By what is made is judged; all of them when absent. */
  readonly metrics?: readonly ZooMetric[] | undefined;
  /** Trainings of each judge. */
  readonly repetitions: number;
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
}

export type ZooEvent =
  | { readonly type: 'plan'; readonly total: number; readonly open: number }
  | { readonly type: 'warning'; readonly problem: Problem }
  | { readonly type: 'started'; readonly key: ZooKey; readonly isTraining: boolean }
  | { readonly type: 'record'; readonly record: ZooRecord }
  | { readonly type: 'done'; readonly isWhole: boolean };

/** A piece of work: what is known of it, and what is left. */
interface Job {
  readonly key: ZooKey;
  readonly trained: TrainedRecord | undefined;
  readonly metrics: readonly ZooMetric[];
}

export async function* zooRun(options: ZooRunOptions): AsyncGenerator<ZooEvent, void, void> {
  const { host, folder, datasets, signal } = options;
  await host.makeFolder(folder);
  const lock = await host.lock(folder);
  try {
    for (const { name, warnings } of datasets) {
      for (const problem of warnings) yield { type: 'warning', problem };
      await host.makeFolder(`${folder}/${name}`);
    }
    const { records, warnings } = await readRecords(host, folder);
    for (const problem of warnings) yield { type: 'warning', problem };
    const keys = await planned(options);
    const jobs = keys.flatMap((key) => left(key, records, options));
    yield { type: 'plan', total: keys.length, open: jobs.length };
    if (jobs.length > 0) yield* workOff(jobs, options);
    yield { type: 'done', isWhole: signal?.aborted !== true };
  } finally {
    await lock.release();
  }
}

/** Controls first: they tell soon whether the judges work on these data. */
async function planned(options: ZooRunOptions): Promise<readonly ZooKey[]> {
  const { datasets, recipes: chosen, seeds, steps, count } = options;
  const range = Array.from({ length: seeds }, (_, i) => i + 1);
  const keys: ZooKey[] = [];
  for (const { name, windows, table, sha256: data } of datasets) {
    const shared = { dataset: name, length: windows.length, count: Math.min(count, windows.count), data };
    const pieces = controls.map((recipe) => ({ recipe: recipe as string, steps: 0, settings: '' }));
    for (const recipe of chosen) {
      const usual = usualSteps(recipe, sizesOf(recipe, windows, table));
      const own = usual === 0 ? 0 : (steps ?? usual);
      pieces.push({ recipe: recipe.name, steps: own, settings: await settingsOf(recipe, windows, table) });
    }
    for (const piece of pieces) keys.push(...range.map((seed) => ({ ...shared, ...piece, seed })));
  }
  return keys;
}

/** What settings come to may change with the program; what was trained with others is another piece of work. */
async function settingsOf(
  recipe: Recipe,
  sizes: ZooData['windows'],
  table: ZooData['table'],
): Promise<string> {
  if (recipe.procedure.kind === 'own') return '';
  const settings = recipeSettings(recipe, sizesOf(recipe, sizes, table), { steps: 1, seed: 1 });
  const codec = recipe.procedure.learns === 'table' ? table?.codec : undefined;
  return shortHash(JSON.stringify(codec ? [settings, codec] : settings));
}

const shortHash = async (text: string): Promise<string> => (await sha256(text)).slice(0, 8);

function left(
  key: ZooKey,
  records: readonly ZooRecord[],
  { metrics = zooMetrics, repetitions }: ZooRunOptions,
): readonly Job[] {
  const own = records.filter((record) => keyText(record) === keyText(key));
  const judged = own
    .filter((record) => record.type === 'judged')
    .filter((record) => record.repetitions === repetitions);
  const open = metrics.filter((id) => !judged.some((record) => record.metrics.includes(id)));
  if (open.length === 0) return [];
  return [{ key, trained: own.findLast((record) => record.type === 'trained'), metrics: open }];
}

async function* workOff(jobs: readonly Job[], options: ZooRunOptions): AsyncGenerator<ZooEvent, void, void> {
  const { signal } = options;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const stopAll = () => void Atomics.store(stop, 0, 1);
  const { workers, release } = await startZooWorkers(options.engine, Math.min(options.jobs, jobs.length), {
    datasets: Object.fromEntries(
      options.datasets.map(({ name, windows, featureNames, table }) => [
        name,
        { windows, featureNames, table },
      ]),
    ),
    stop,
  });
  const running = new Map<ZooWorker, Promise<{ worker: ZooWorker; records: readonly ZooRecord[] }>>();
  signal?.addEventListener('abort', stopAll);
  try {
    const waiting = [...jobs];
    for (;;) {
      for (const worker of workers.filter((one) => !running.has(one))) {
        const job = signal?.aborted ? undefined : waiting.shift();
        if (!job) break;
        const isTraining = !isControl(job.key) && job.trained === undefined;
        yield { type: 'started', key: job.key, isTraining };
        const work = carryOut(job, worker, options, workers.length).then((records) => ({ worker, records }));
        running.set(worker, work);
      }
      if (running.size === 0) break;
      const ended = await Promise.race(running.values());
      running.delete(ended.worker);
      for (const record of ended.records) yield { type: 'record', record };
    }
  } finally {
    signal?.removeEventListener('abort', stopAll);
    // a thread must not be ended while it computes
    stopAll();
    await Promise.allSettled(running.values());
    await release();
  }
}

async function carryOut(
  { key, trained, metrics }: Job,
  worker: ZooWorker,
  options: ZooRunOptions,
  jobs: number,
): Promise<readonly ZooRecord[]> {
  const { host, engine, folder, repetitions } = options;
  const done: ZooRecord[] = [];
  const keep = async <R extends ZooRecord>(record: R): Promise<R> => {
    await appendRecord(host, folder, record);
    done.push(record);
    return record;
  };
  const timed = async <T extends object>(request: ZooRequest) => {
    const from = host.clock();
    const answer = (await worker(request)) as T | Failed | Stopped;
    return { answer, seconds: (host.clock() - from) / 1000, time: host.clock() };
  };
  const isFailed = (answer: object): answer is Failed => 'failed' in answer;
  const isStopped = (answer: object): answer is Stopped => 'stopped' in answer;
  const fail = (message: string, time: number) =>
    keep({ ...key, type: 'failed', message, time } satisfies FailedRecord);

  let generated: Float32Array | Control;
  if (isControl(key)) {
    generated = key.recipe;
  } else if (trained) {
    generated = parseNpyValues(await host.readFile(`${folder}/${trained.file}`), `${folder}/${trained.file}`);
  } else {
    const { recipe, dataset, seed, steps, count } = key;
    const { answer, seconds, time } = await timed<Fitted>({
      type: 'fit',
      recipe,
      dataset,
      seed,
      steps,
      count,
    });
    if (isStopped(answer)) return done;
    if (isFailed(answer)) {
      await fail(answer.failed, time);
      return done;
    }
    const { windows } = options.datasets.find(({ name }) => name === dataset)!;
    const file = `${dataset}/${recipe}-${seed}-${await shortHash(keyText(key))}.npy`;
    await host.writeFileAtomic(`${folder}/${file}`, npyBytes({ ...windows, count, values: answer.values }));
    await keep<TrainedRecord>({
      ...key,
      type: 'trained',
      seconds,
      engine: engine.name,
      jobs,
      file,
      losses: answer.losses,
      time,
    });
    generated = answer.values;
  }
  const { dataset, seed, count } = key;
  const request = {
    type: 'judge',
    dataset,
    generated,
    seed,
    count,
    metrics,
    repetitions,
  } as const;
  const { answer, seconds, time } = await timed<Judged>(request);
  if (isStopped(answer)) return done;
  if (isFailed(answer)) await fail(answer.failed, time);
  else
    await keep<JudgedRecord>({
      ...key,
      type: 'judged',
      repetitions,
      metrics,
      scores: answer.scores,
      seconds,
      time,
    });
  return done;
}

const isControl = (key: ZooKey): key is ZooKey & { readonly recipe: Control } =>
  (controls as readonly string[]).includes(key.recipe);
