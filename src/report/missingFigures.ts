/** How many values of a column are missing, real and generated: what a model of tables with gaps has to learn too. */
import type { SequenceSet } from '../evaluate/sequenceSet.ts';
import { compareOnEqualTerms, type Draw } from '../evaluate/statistics/index.ts';
import { compared } from './level.ts';
import type { Prepared } from './prepare.ts';
import type { MissingSummary } from './summary.ts';

/** One entry a column; null where no real value is missing. The naive generator leaves nothing out. */
export function compareMissing(
  { real, generated }: Prepared,
  draws: readonly Draw[],
): readonly (MissingSummary | null)[] {
  const figures = compareOnEqualTerms(real.drawn, generated.drawn, draws, {
    describe: missingShares,
    distance: (reference, other) => reference.map((share, f) => Math.abs(share - other[f]!)),
    naive: (reference) => reference,
  });
  const [whole, made] = [missingShares(real.whole), missingShares(generated.whole)];
  return real.moments.map(({ missing }, f) =>
    missing === 0
      ? null
      : {
          real: whole[f]!,
          generated: made[f]!,
          difference: compared(figures.value[f]!, figures.floor[f]!, figures.naive[f]!),
        },
  );
}

/** By feature, among the steps that a sequence has. */
function missingShares({ features, values }: SequenceSet): Float64Array {
  const missing = new Float64Array(features);
  const steps = values.length / features;
  for (let at = 0; at < values.length; at += features)
    for (let f = 0; f < features; f++) if (!Number.isFinite(values[at + f]!)) missing[f]!++;
  return missing.map((count) => count / steps);
}
