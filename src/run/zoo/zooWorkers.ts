/** Workers of a run of the zoo: threads where there are several, the thread that asks where there is one. */
import { UserError } from '../../errors/userError.ts';
import type { Engine } from '../../runtime/engine.ts';
import { shard, type ZooRequest, type ZooSetup } from './zooShard.ts';

/** Asks one of them, which has answered all that it was asked before. */
export type ZooWorker = (request: ZooRequest) => Promise<unknown>;

export interface ZooWorkers {
  readonly workers: readonly ZooWorker[];
  release(): Promise<void>;
}

/** A name in a constant, so that bundlers do not take the module for one of the page's. */
const MODULE = './zooShard.js';

export async function startZooWorkers(engine: Engine, count: number, setup: ZooSetup): Promise<ZooWorkers> {
  if (count <= 1) {
    const ask = await shard(setup, { engine, index: 0, of: 1, slots: [], meet: async () => {}, tell() {} });
    return { workers: [ask], release: async () => {} };
  }
  const { shards } = engine;
  if (!shards) {
    const what = `${count} jobs, but ${engine.name} runs one at a time here`;
    throw new UserError('usage', [{ where: 'jobs', what, remedy: 'run 1 job' }]);
  }
  const module = new URL(MODULE, import.meta.url).href;
  const whenLost = {
    what: 'so this run of the zoo cannot go on',
    remedy: 'run it again: what was recorded is kept and not made twice',
  };
  const started = await shards.start({ module, count, slotSize: 1, setup, whenLost });
  return {
    workers: Array.from({ length: count }, (_, index) => (request) => started.askOne(index, request)),
    release: () => started.release(),
  };
}
