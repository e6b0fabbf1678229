import { didYouMean } from '../errors/didYouMean.ts';
import { UserError } from '../errors/userError.ts';
import type { Metric } from './metric.ts';
import { metricIds, metrics } from './registry.ts';

export function nearestOrAll(id: string): string {
  const near = didYouMean(id, metricIds);
  return near ? `did you mean "${near}"?` : `choose from ${metricIds.join(', ')}`;
}

/** The records of these ids in the order of the registry; all but variants when none are named. */
export function chooseMetrics(ids: readonly string[] | undefined): readonly Metric[] {
  if (!ids) return metrics.filter(({ isVariant }) => !isVariant);
  const unknown = ids.filter((id) => !metricIds.includes(id));
  if (unknown.length > 0) {
    throw new UserError(
      'usage',
      unknown.map((id) => ({
        where: 'metrics',
        what: `there is no metric "${id}"`,
        remedy: nearestOrAll(id),
      })),
    );
  }
  return metrics.filter(({ id }) => ids.includes(id));
}
