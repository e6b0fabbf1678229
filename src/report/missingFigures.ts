/** How many values of a column are missing, real and generated: what a model of tables with gaps has to learn too. */
import { pick, type SequenceSet } from '../evaluate/sequenceSet.ts';
import { compareOnEqualTerms, type Draw } from '../evaluate/statistics/index.ts';
import { compared } from './level.ts';
import type { Prepared, PreparedSet } from './prepare.ts';
import type { MissingSummary } from './summary.ts';

/** One entry a column; null where no real value is missing. The naive generator leaves nothing out. */
export function compareMissing(
  { real, generated }: Prepared,
  draws: readonly Draw[],
): readonly (MissingSummary | null)[] {
  const [whole, made] = [missingFlags(real), missingFlags(generated)];
  const figures = compareOnEqualTerms(pick(whole, real.rows), pick(made, generated.rows), draws, {
    describe: shares,
    distance: (reference, other) => reference.map((share, f) => Math.abs(share - other[f]!)),
    naive: (reference) => reference,
  });
  const [all, allMade] = [shares(whole), shares(made)];
  return real.gaps.map((gaps, f) =>
    gaps === 0
      ? null
      : {
          real: all[f]!,
          generated: allMade[f]!,
          difference: compared(figures.value[f]!, figures.floor[f]!, figures.naive[f]!),
        },
  );
}

/** 1 where a value is missing, 0 where it is there, NaN after the end of the sequence. */
function missingFlags({ whole, lengths }: PreparedSet): SequenceSet {
  const { length, features } = whole;
  const values = whole.values.map((value, i) => {
    const row = Math.floor(i / features);
    if (row % length >= lengths[Math.floor(row / length)]!) return Number.NaN;
    return Number.isFinite(value) ? 0 : 1;
  });
  return { ...whole, values };
}

/** By feature, among the steps that sequences have. */
function shares({ features, values }: SequenceSet): Float64Array {
  const missing = new Float64Array(features);
  const steps = new Float64Array(features);
  values.forEach((flag, i) => {
    if (Number.isNaN(flag)) return;
    missing[i % features]! += flag;
    steps[i % features]!++;
  });
  return missing.map((count, f) => count / steps[f]!);
}
