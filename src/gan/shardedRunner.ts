/** A runner whose iterations are computed by workers, each on its part of every batch (shard.ts). */
import { UserError } from '../errors/userError.ts';
import { sharedValues } from '../runtime/shards.ts';
import { type Measures, meanMeasures } from './measures.ts';
import type { Runner, RunnerOptions } from './runner.ts';
import { type ShardRequest, type ShardSetup, slotSize } from './shard.ts';
import { couplings } from './sharding.ts';
import type { TrainingState } from './state.ts';

/** A name in a constant, so that bundlers do not take the module for one of the page's. */
const MODULE = './shard.js';

export async function shardedRunner({ engine, gan, state, data, rows }: RunnerOptions): Promise<Runner> {
  const { batch, workers = 1 } = gan.config;
  const coupled = couplings(gan.config);
  const what = !engine.shards
    ? `${workers} workers, but ${engine.name} has only one here`
    : batch % workers !== 0
      ? `${workers} workers cannot share a batch of ${batch} equally`
      : coupled.length > 0
        ? `${workers} workers cannot share what compares the sequences of a batch: ${coupled.join(', ')}`
        : undefined;
  if (!engine.shards || what) {
    throw new UserError('usage', [{ where: 'workers', what: what!, remedy: 'train with 1 worker' }]);
  }
  const setup: ShardSetup = {
    config: gan.config,
    shapes: gan.shapes,
    state,
    data: {
      count: data.count,
      length: data.length,
      features: data.features,
      values: sharedValues(data.values),
    },
    rows,
  };
  const shards = await engine.shards.start({
    module: new URL(MODULE, import.meta.url).href,
    count: workers,
    slotSize: 2 * slotSize(gan),
    setup,
    whenLost: {
      what: 'so the training cannot go on; the last checkpoint is whole',
      remedy:
        'go on from it with --resume; where memory is short, train with fewer workers or a smaller batch',
    },
  });
  const ask = (request: ShardRequest) => shards.ask(request);
  return {
    iterate: async ({ config }, step) =>
      meanMeasures((await ask({ type: 'iterate', config, step })) as readonly Measures[]),
    state: async () => (await ask({ type: 'state' }))[0] as TrainingState,
    load: async (other) => {
      await ask({ type: 'load', state: other });
    },
    release: () => shards.release(),
  };
}
