/** What a metric is called and means, in the language of the report; its record is English. */
import type { MetricReport } from '../../evaluate/index.ts';

export interface MetricWords {
  readonly name: string;
  readonly explanation: string;
  readonly doesNotProve: string;
}

export function wordsOf(
  report: Pick<MetricReport, 'id' | keyof MetricWords>,
  translated: Readonly<Record<string, MetricWords>>,
): MetricWords {
  return translated[report.id] ?? report;
}
