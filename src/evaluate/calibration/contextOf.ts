/** What a metric is given where it is measured by itself, in tests and benches: nobody hears of its progress. */
import type { MetricContext } from '../metric.ts';
import { remembering } from '../remembering.ts';

/** Each context has a memory of its own. */
export const contextOf = (
  given: Pick<MetricContext, 'real' | 'generated'> & Partial<MetricContext>,
): MetricContext => ({
  featureNames: Array.from({ length: given.real.features }, (_, f) => `feature ${f + 1}`),
  seed: 1,
  progress: () => {},
  memo: remembering(new Map()),
  ...given,
});
