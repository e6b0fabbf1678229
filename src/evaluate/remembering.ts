import type { MetricContext } from './metric.ts';

/** What is computed once is kept in `memory`. */
export const remembering =
  (memory: Map<string, unknown>): MetricContext['memo'] =>
  <T>(key: string, compute: () => T): T => {
    if (!memory.has(key)) memory.set(key, compute());
    return memory.get(key) as T;
  };
