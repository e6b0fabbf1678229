/** What a worker does for the judge (runtime/shards.ts): some repetitions of one metric on two sets, one task after another. */
import type { Shard } from '../runtime/shards.ts';
import type { MetricContext } from './metric.ts';
import { metrics } from './registry.ts';

export interface JudgingTask {
  readonly metric: string;
  /** The values of its sets lie in shared memory. */
  readonly context: Omit<MetricContext, 'engine' | 'signal' | 'progress' | 'memo'>;
}

/** Tells the share of its task that is done, 0..1, and answers with a Measurement. */
export const shard: Shard = async (_setup, { engine, tell }) => {
  return async (request) => {
    const { metric: id, context } = request as JudgingTask;
    const metric = metrics.find((one) => one.id === id);
    if (!metric) throw new Error(`judgingShard: there is no metric "${id}"`);
    return metric.compute({
      ...context,
      engine,
      progress: (done, total) => tell(done / total),
      memo: (_key, compute) => compute(),
    });
  };
};
