/**
 * The port to workers that compute at the same time: the shards of a batch, or judges that do not know of each other.
 * All of them run one module. Those of a batch meet where they must, see each other's numbers in shared memory, and are
 * asked together; independent ones are asked one by one.
 */
import type { Problem } from '../errors/userError.ts';
import type { Engine } from './engine.ts';

/** The same values in shared memory, where workers read them without a copy of their own. */
export function sharedValues(values: Float32Array): Float32Array {
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

/** What a shard has of the others. */
export interface ShardPlace {
  /** An engine of its own. */
  readonly engine: Engine;
  readonly index: number;
  readonly of: number;
  /** Shared numbers, one array for each shard in their order; each writes its own. */
  readonly slots: readonly Float32Array[];
  /** Comes back when all have called it; what they wrote before is then seen by all. Throws where one has died. */
  meet(): Promise<void>;
  /** Lets whoever asked hear something before the answer: plain data. */
  tell(news: unknown): void;
}

/** Answers a request. Requests and answers are plain data, which is copied. */
export type ShardTask = (request: unknown) => Promise<unknown>;

/** What a module has to export as `shard` to be run in workers. */
export type Shard = (setup: unknown, place: ShardPlace) => Promise<ShardTask>;

export interface ShardOptions {
  /** The address of the module. */
  readonly module: string;
  readonly count: number;
  /** Shared numbers of each. */
  readonly slotSize: number;
  /** Plain data; a SharedArrayBuffer in it is not copied. */
  readonly setup: unknown;
  /** What the death of a worker means for the work, and what to do; what comes first is that it died. */
  readonly whenLost: Pick<Problem, 'what' | 'remedy'>;
}

export interface Shards {
  /** Asks all of them and waits for all answers, in their order. Throws a UserError where a worker has died. */
  ask(request: unknown): Promise<readonly unknown[]>;
  /** Asks one that has answered all it was asked before. */
  askOne(index: number, request: unknown, hear?: (news: unknown) => void): Promise<unknown>;
  release(): Promise<void>;
}

export interface ShardHost {
  /** How many can run at the same time. */
  readonly cores: number;
  start(options: ShardOptions): Promise<Shards>;
}

/**
 * What shards agree by, in shared memory: how many have arrived, how often all have, whether one has died, and for each
 * shard how often it has come to a meeting or to its answer, by which one that hangs is told.
 */
export const MEETING = { arrived: 0, rounds: 1, broken: 2, beats: 3 } as const;
