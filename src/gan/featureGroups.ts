/**
 * What the features of a sequence are, where they are not all plain numbers. Groups stand side by side and together
 * are all features, in order:
 *
 *     number     w numbers in (-1, 1)
 *     choice     one of w levels: 1 in its place, 0 in the others
 *     special    a number with special cases, each with a flag: [value, 1, 0, ..], or in case k [fills[k], 0, .., 1, ..].
 *                A case is that it is missing, or that it is exactly one value that a large share of the data has.
 *     end        [1, 0] in the steps of a sequence and [0, 1] after its end, where every other feature is 0
 *
 * A static group holds one draw per sequence, the same in every step.
 */
export type FeatureGroup =
  | { readonly kind: 'number' | 'choice'; readonly width: number; readonly isStatic?: boolean }
  | {
      readonly kind: 'special';
      /** What stands in the place of the value in each case: where it is missing, the mean of those that are there. */
      readonly fills: readonly number[];
      /** Whether the first case is that it is missing. */
      readonly mayMiss: boolean;
      readonly isStatic?: boolean;
    }
  | { readonly kind: 'end'; readonly isStatic?: false };

/** A group and the place of its first feature. */
export type PlacedGroup = FeatureGroup & { readonly start: number };

export function groupWidth(group: FeatureGroup): number {
  switch (group.kind) {
    case 'number':
    case 'choice':
      return group.width;
    case 'special':
      return 2 + group.fills.length;
    case 'end':
      return 2;
    default:
      return group satisfies never;
  }
}

/** Numbers of a network that one group is made from, and how many of them choose between levels. */
export function groupChoices(group: FeatureGroup): number {
  const width = groupWidth(group);
  return { number: 0, choice: width, special: width - 1, end: width }[group.kind];
}

export const sumOf = (groups: readonly FeatureGroup[], size: (group: FeatureGroup) => number): number =>
  groups.reduce((total, group) => total + size(group), 0);

/** Plain numbers stand for all features where nothing is said of groups. */
export function placeGroups(features: number, groups?: readonly FeatureGroup[]): readonly PlacedGroup[] {
  let start = 0;
  return (groups ?? [{ kind: 'number', width: features }]).map((group) => {
    const placed = { ...group, start };
    start += groupWidth(group);
    return placed;
  });
}

/** Whether features are what a generator without groups makes: numbers that change from step to step. */
export const arePlain = (groups: readonly FeatureGroup[] | undefined): boolean =>
  groups === undefined || groups.every(({ kind, isStatic }) => kind === 'number' && !isStatic);

/** Features whose changes from step to step mean something: numbers that may change. */
export function movingFeatures(features: number, groups?: readonly FeatureGroup[]): readonly number[] {
  return placeGroups(features, groups).flatMap((group) => {
    if (group.isStatic || group.kind === 'choice' || group.kind === 'end') return [];
    return Array.from({ length: group.kind === 'special' ? 1 : group.width }, (_, i) => group.start + i);
  });
}

/** For each feature the places of the flags that its value is none: after the end, and of a number that is missing. */
export function absenceFlags(
  features: number,
  groups?: readonly FeatureGroup[],
): readonly (readonly number[])[] {
  const placed = placeGroups(features, groups);
  const over = placed.filter(({ kind }) => kind === 'end').map(({ start }) => start + 1);
  const flags = Array.from({ length: features }, () => over);
  for (const group of placed)
    if (group.kind === 'special' && group.mayMiss) flags[group.start] = [...over, group.start + 2];
  return flags;
}
