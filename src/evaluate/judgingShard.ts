/** What a worker does for the judge (runtime/shards.ts): some repetitions of one metric on two sets, one task after another. */
import type { Shard } from '../runtime/shards.ts';
import type { MetricContext } from './metric.ts';
import { metrics } from './registry.ts';

export interface JudgingTask {
  readonly metric: string;
  /** The values of its sets lie in shared memory. */
  readonly context: Omit<MetricContext, 'engine' | 'signal' | 'progress' | 'memo'>;
  /** Tells one real set from another; a message makes new arrays of the same memory. */
  readonly realId: number;
}

/** Tells the share of its task that is done, 0..1, and answers with a Measurement. */
export const shard: Shard = async (_setup, { engine, tell }) => {
  /** The real values of the last task: what is learned of them alone is kept by their array (ts2vec/contextFid.ts). */
  let last: { readonly realId: number; readonly values: Float32Array } | undefined;
  return async (request) => {
    const { metric: id, context, realId } = request as JudgingTask;
    if (last?.realId !== realId) last = { realId, values: context.real.values };
    const metric = metrics.find((one) => one.id === id);
    if (!metric) throw new Error(`judgingShard: there is no metric "${id}"`);
    return metric.compute({
      ...context,
      real: { ...context.real, values: last.values },
      engine,
      progress: (done, total) => tell(done / total),
      memo: (_key, compute) => compute(),
    });
  };
};
