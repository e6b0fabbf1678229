/**
 * The figures of columns of texts, whose values are places in a list of levels:
 *
 * | figure   | what                                                                    | naive generator                 |
 * |----------|-------------------------------------------------------------------------|---------------------------------|
 * | distance | total variation between the shares of levels, half the sum of |p - q|   | the most frequent level, always |
 * | changes  | difference of the share of steps at which the level is another          | shuffled time                   |
 */
import { pick, type SequenceSet, sequenceSet } from '../evaluate/sequenceSet.ts';
import { compareOnEqualTerms, type Draw, meanOfDefined } from '../evaluate/statistics/index.ts';
import type { CategoryInput } from './input.ts';
import { type Compared, compared, worstLevel } from './level.ts';
import type { Prepared } from './prepare.ts';
import type { CategorySummary } from './summary.ts';

interface Description {
  /** By level. */
  readonly shares: Float64Array;
  /** The share of steps at which the level is another than before; NaN for single steps. */
  readonly changes: number;
}

export function compareCategories(
  { input, real, generated }: Prepared,
  draws: readonly Draw[],
): readonly CategorySummary[] {
  return (input.categories ?? []).map((category) => {
    const sets = [
      pick(sequenceSet(category.real, input.length, 1), real.rows),
      pick(sequenceSet(category.generated, input.length, 1), generated.rows),
    ] as const;
    return compareOne(category, ...sets, draws);
  });
}

function compareOne(
  { name, levels }: CategoryInput,
  real: SequenceSet,
  generated: SequenceSet,
  draws: readonly Draw[],
): CategorySummary {
  const describe = (set: SequenceSet) => describeLevels(set, levels.length);
  const figures = compareOnEqualTerms(real, generated, draws, {
    describe,
    distance: (reference, other) =>
      Float64Array.of(
        totalVariation(reference.shares, other.shares),
        Math.abs(reference.changes - other.changes),
      ),
    naive: ({ shares, changes }) =>
      Float64Array.of(1 - Math.max(...shares), Math.abs(1 - sumOfSquares(shares) - changes)),
  });
  const [distance, changes] = [0, 1].map((i) =>
    compared(figures.value[i]!, figures.floor[i]!, figures.naive[i]!),
  ) as [Compared, Compared];
  const [whole, made] = [describe(real), describe(generated)];
  const change = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    name,
    levels: levels.map((level, i) => ({ name: level, real: whole.shares[i]!, generated: made.shares[i]! })),
    distance,
    changes,
    changeShare: { real: change(whole.changes), generated: change(made.changes) },
    level: worstLevel([distance.level, changes.level]),
  };
}

function describeLevels({ count, length, values }: SequenceSet, levels: number): Description {
  const counts = new Float64Array(levels);
  let [total, pairs, changed] = [0, 0, 0];
  for (let n = 0; n < count; n++)
    for (let t = 0; t < length; t++) {
      const level = values[n * length + t]!;
      if (Number.isNaN(level)) continue;
      counts[level]!++;
      total++;
      const before = t > 0 ? values[n * length + t - 1]! : Number.NaN;
      if (Number.isNaN(before)) continue;
      pairs++;
      if (before !== level) changed++;
    }
  return { shares: counts.map((size) => size / total), changes: pairs > 0 ? changed / pairs : Number.NaN };
}

const sumOfSquares = (shares: Float64Array): number => shares.reduce((sum, share) => sum + share ** 2, 0);

const totalVariation = (p: Float64Array, q: Float64Array): number =>
  p.reduce((sum, share, i) => sum + Math.abs(share - q[i]!), 0) / 2;

/** The mean over columns, as one figure. */
export function categoryHeadline(categories: readonly CategorySummary[]): Compared {
  const mean = (key: 'value' | 'floor' | 'naive') =>
    meanOfDefined(categories.map(({ distance }) => distance[key] ?? Number.NaN));
  return compared(mean('value'), mean('floor'), mean('naive'));
}
