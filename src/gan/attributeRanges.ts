/** The ranges that stand for the numbers of attributes (attributes.ts): found in the data, part of its shapes. */
import type { Sequences } from './batches.ts';
import { type FeatureGroup, placeGroups } from './featureGroups.ts';

/** From the least to the greatest of the values that it stands for; both are the same for a single value. */
export type Range = readonly [number, number];

const MOST = 32;

/** One list for each number among the attributes, in order: `Shapes.ranges`. Undefined where there are no attributes. */
export function attributeRanges(
  { count, length, features, values }: Sequences,
  groups: readonly FeatureGroup[] = [],
): readonly (readonly Range[])[] | undefined {
  const fixed = placeGroups(features, groups).filter(({ isStatic }) => isStatic);
  if (fixed.length === 0) return undefined;
  return fixed.flatMap((group) => {
    if (group.kind === 'choice' || group.kind === 'end') return [];
    const size = group.kind === 'number' ? group.width : 1;
    return Array.from({ length: size }, (_, i) => {
      const found: number[] = [];
      for (let n = 0; n < count; n++) {
        const at = n * length * features + group.start + i;
        if (group.kind === 'number' || values[at + 1] === 1) found.push(values[at]!);
      }
      return rangesOf(Float64Array.from(found).sort());
    });
  });
}

/** Of values in ascending order: each value for itself, or ranges of about equally many; equal ones stay together. */
function rangesOf(sorted: Float64Array): readonly Range[] {
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length === 0) return [[0, 0]];
  if (distinct.length <= MOST) return [...distinct].map((value) => [value, value] as const);
  const ranges: [number, number][] = [];
  for (let from = 0; from < sorted.length; ) {
    const left = MOST - ranges.length;
    let to = from + Math.max(1, Math.ceil((sorted.length - from) / left));
    while (to < sorted.length && sorted[to] === sorted[to - 1]) to++;
    ranges.push([sorted[from]!, sorted[to - 1]!]);
    from = to;
  }
  return ranges;
}

/** Between neighbouring ranges, one fewer than there are. */
export const rangeBorders = (ranges: readonly Range[]): number[] =>
  ranges.slice(1).map(([low], i) => (ranges[i]![1] + low) / 2);
