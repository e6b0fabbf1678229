/**
 * Whom a guarantee of privacy speaks of: one training sequence. That is what a person expects where a sequence is all
 * that the table has of somebody; where series are cut into windows it is less, and where windows overlap it would
 * promise next to nothing, since every row lies in many of them.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import type { DatasetDescription } from '../sequence/timeseries/index.ts';
import type { Naming } from './givenSettings.ts';
import type { RunSettings } from './settings.ts';

type Described = Pick<DatasetDescription, 'layout' | 'series' | 'sequences'>;

/** What one training sequence is. */
export function privacyUnit({ series, sequences }: Described): string {
  const isWhole = series.longest < sequences.length + (sequences.isRagged ? 1 : sequences.stride);
  if (isWhole)
    return series.count === 1 ? 'the whole table, one sequence' : 'one sequence, which is one whole series';
  return `one window of ${sequences.length} steps, of which a series has up to ${windowsOf({ series, sequences })}`;
}

function windowsOf({ series, sequences }: Pick<Described, 'series' | 'sequences'>): number {
  const { length, stride, isRagged } = sequences;
  return isRagged ? Math.ceil(series.longest / length) : Math.floor((series.longest - length) / stride) + 1;
}

/** What has to be said of it. Throws a UserError where windows overlap. */
export function requirePrivacyUnit(
  settings: RunSettings,
  description: Described,
  naming: Naming,
): readonly Problem[] {
  if (settings.privacyEpsilon === 0) return [];
  const { layout, sequences } = description;
  const { length, stride, isRagged } = sequences;
  const where = naming('privacyEpsilon');
  const windows = windowsOf(description);
  const warnings: Problem[] = [];
  if (!isRagged && windows > 1 && stride < length) {
    const what = `windows of ${length} steps overlap, so that a row lies in up to ${Math.ceil(length / stride)} of them, and a guarantee for one window is none for a row`;
    const short = (naming.short ?? naming)('stride');
    throw new UserError('usage', [
      { where, what, remedy: `give ${short} ${length} or more, so that every row lies in one window` },
    ]);
  }
  if (windows > 1) {
    const what =
      layout === 'one series'
        ? `holds for one window of ${length} steps, not for the series: what lasts longer than a window is told by ${windows} of them`
        : `holds for one window of ${length} steps, not for a series, of which there are up to ${windows} windows: for all of these together it is about ${windows} times weaker`;
    const remedy =
      layout === 'one series'
        ? 'take it for what happens within a window'
        : 'give sequences as long as the series, or a budget that many times smaller';
    warnings.push({ where, what, remedy });
  }
  return [
    ...warnings,
    {
      where,
      what: 'covers the weights and what is made with them, but not what reading the table found (ranges, decimals, levels, lengths, how many there are), nor report.html and journal.jsonl, which show the data',
      remedy: 'share samples or generator.onnx, keep the rest, and mind that ranges and levels are real ones',
    },
  ];
}
