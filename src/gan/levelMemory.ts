/**
 * How fast the level of a long series is forgotten, from its windows: the rate r of a step, with which the noise of a
 * sequence drifts (longSeries.ts). Of the means of windows one and two lengths T apart,
 *
 *     r^T = sum_f c_f(2 T) / sum_f c_f(T),   c_f the correlation of the means of feature f.
 *
 * The ratio and not c(T) itself: what moves within a window lowers both alike.
 */
import type { Sequences } from './batches.ts';
import { type FeatureGroup, groupWidth, placeGroups } from './featureGroups.ts';

/** Where windows have nothing in common, the level still holds for about one of them, as the generator learned it. */
const LEAST = 0.5;
/** And it is never kept for ever. */
const MOST = 0.999;

/** `stride`: steps from the start of a window to that of the next. */
export function levelMemory(
  { count, length, features, values }: Sequences,
  stride: number,
  groups?: readonly FeatureGroup[],
): number {
  const apart = Math.ceil(length / stride); // windows that share no step
  const places = placeGroups(features, groups).flatMap((group) =>
    group.kind === 'end' || group.isStatic
      ? []
      : Array.from({ length: groupWidth(group) }, (_, f) => group.start + f),
  );
  let [near, far] = [0, 0];
  for (const feature of places) {
    const means = Float64Array.from({ length: count }, (_, n) => {
      let total = 0;
      for (let t = 0; t < length; t++) total += values[(n * length + t) * features + feature]!;
      return total / length;
    });
    near += correlationOf(means, apart);
    far += correlationOf(means, 2 * apart);
  }
  const ratio = near > 0 ? far / near : 0;
  return Math.min(MOST, Math.max(LEAST, ratio)) ** (1 / (apart * stride));
}

/** Of values with those `lag` places later; 0 where there are too few, or they are all alike. */
function correlationOf(values: Float64Array, lag: number): number {
  if (values.length <= 2 * lag) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [together, alone] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    alone += (values[i]! - mean) ** 2 / values.length;
    if (i >= lag) together += ((values[i]! - mean) * (values[i - lag]! - mean)) / (values.length - lag);
  }
  return alone > 0 ? together / alone : 0;
}
