/** Shards as worker threads of Node, seen from the thread that asks them. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { UserError } from '../errors/userError.ts';
import { patienceOf } from './patience.ts';
import { MEETING, type ShardHost, type ShardOptions, type Shards } from './shards.ts';

/** A worker's word: the answer to what it was asked, what went wrong, or news before either. */
export type ShardAnswer =
  | { readonly value: unknown }
  | { readonly error: unknown }
  | { readonly news: unknown };

export interface ShardData {
  readonly options: ShardOptions;
  readonly index: number;
  readonly meeting: SharedArrayBuffer;
  readonly slots: readonly SharedArrayBuffer[];
}

/** Workers need the built library: Node 20 cannot load TypeScript into them. */
const isBuilt = import.meta.url.endsWith('.js');
const WORKER = './nodeShardWorker.js';
/** How often it is looked whether anything has moved, ms. */
const LOOK_EVERY = 1000;
/** A thread that is deep in native code may never end; nobody waits longer for it than this, ms. */
const LONGEST_END = 5000;

export const nodeShards: ShardHost | undefined = isBuilt
  ? { cores: availableParallelism(), start: startShards }
  : undefined;

interface Waiter {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  readonly hear: ((news: unknown) => void) | undefined;
}

async function startShards(options: ShardOptions): Promise<Shards> {
  const shared = (length: number) => new SharedArrayBuffer(Math.max(1, length) * 4);
  const meeting = shared(MEETING.beats + options.count);
  const control = new Int32Array(meeting);
  const slots = Array.from({ length: options.count }, () => shared(options.slotSize));
  let failure: unknown;
  /** Who waits for the answer of each worker. */
  const waiting: (Waiter | undefined)[] = [];
  let isReleased = false;

  /** The others must not wait for one that is gone. */
  function fail(error: unknown): void {
    if (isReleased) return;
    failure ??= error;
    Atomics.store(control, MEETING.broken, 1);
    Atomics.notify(control, MEETING.rounds);
    for (const waiter of waiting) waiter?.reject(failure);
  }

  const workers = slots.map((_, index) => {
    const data: ShardData = { options, index, meeting, slots };
    const worker = new Worker(new URL(WORKER, import.meta.url), { workerData: data });
    worker.on('message', (answer: ShardAnswer) => {
      if ('error' in answer) fail(answer.error);
      else if ('news' in answer) waiting[index]?.hear?.(answer.news);
      else waiting[index]?.resolve(answer.value);
    });
    worker.on('error', (cause) => fail(died(index, options, cause)));
    worker.on('exit', () => fail(died(index, options)));
    return worker;
  });

  const patience = patienceOf();
  let isAsked = false;
  let [beats, still, looked] = [0, 0, performance.now()];
  const beatsOf = () => Array.from(workers, (_, index) => Atomics.load(control, MEETING.beats + index));
  /** A worker that has died says so; one that hangs only stops moving, as a slow one seems to. */
  const watch = setInterval(() => {
    const [now, each] = [performance.now(), beatsOf()];
    const sum = each.reduce((a, b) => a + b, 0);
    // a process that was stopped, or a machine that slept, was not waiting
    still = isAsked && sum === beats ? still + Math.min(now - looked, 2 * LOOK_EVERY) : 0;
    [beats, looked] = [sum, now];
    if (still > patience.limit()) fail(hangs(each.indexOf(Math.min(...each)), options, still));
  }, LOOK_EVERY);
  watch.unref();

  const answerOf = (index: number, hear?: Waiter['hear']) =>
    new Promise((resolve, reject) => {
      waiting[index] = { resolve, reject, hear };
      if (failure !== undefined) reject(failure);
    });
  const answers = () => Promise.all(workers.map((_, index) => answerOf(index)));
  async function release(): Promise<void> {
    isReleased = true;
    Atomics.store(control, MEETING.broken, 1);
    Atomics.notify(control, MEETING.rounds);
    clearInterval(watch);
    const ends = Promise.all(workers.map((worker) => worker.terminate()));
    await Promise.race([ends, new Promise((resolve) => setTimeout(resolve, LONGEST_END).unref())]);
  }
  try {
    await answers();
  } catch (error) {
    await release();
    throw error;
  }
  return {
    async ask(request) {
      const all = answers();
      const start = performance.now();
      [isAsked, still] = [true, 0];
      for (const worker of workers) worker.postMessage(request);
      const answered = await all;
      isAsked = false;
      patience.note(performance.now() - start);
      return answered;
    },
    askOne(index, request, hear) {
      const one = answerOf(index, hear);
      workers[index]!.postMessage(request);
      return one;
    },
    release,
  };
}

const hangs = (index: number, options: ShardOptions, still: number): UserError =>
  lost(
    index,
    options,
    `has not moved for ${Math.round(still / 1000)} s, far longer than steps took before, and is taken to hang`,
  );

const died = (index: number, options: ShardOptions, cause?: unknown): UserError =>
  lost(index, options, cause instanceof Error ? `died: ${cause.message}` : 'died', cause);

function lost(index: number, { count, whenLost }: ShardOptions, how: string, cause?: unknown): UserError {
  const problem = {
    where: `worker ${index + 1} of ${count}`,
    what: `${how}, ${whenLost.what}`,
    remedy: whenLost.remedy,
  };
  return new UserError('worker', [problem], { cause });
}
