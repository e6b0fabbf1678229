/**
 * What the critic is shown of sequences [T, B, F]: their values, and beside them their changes from step to step,
 *
 *     v_t = [x_t, w (x_t - x_{t-1}) / d],   the change of the first step being zero,
 *
 * with d the root mean square of the change in the data, per feature. Smooth series move by a few hundredths of their
 * range per step; in the values alone a generator's jitter is as small, and the critic does not mind it. Penalties on
 * the critic's slope are taken with respect to v: taken with respect to x they would forbid the look at changes.
 *
 * A critic that tells classes is not shown the label (classCritic.ts).
 *
 * Only numbers that may change are shown so: the change of a level says no more than the two levels do, and where a
 * level is rare its typical change is near zero, which would make a spike of every one that is drawn.
 */
import {
  concat,
  constant,
  expand,
  multiply,
  ShapeError,
  slice,
  subtract,
  type Tensor,
  zeros,
} from '../graph/index.ts';
import type { Sequences } from './batches.ts';
import { classesOf, hideClass } from './classCritic.ts';
import type { GanConfig, Shapes } from './config.ts';
import { absenceFlags, type FeatureGroup, movingFeatures } from './featureGroups.ts';

/** Features of what the critic is shown. */
export const viewFeatures = ({ critic }: GanConfig, { features, groups }: Shapes): number =>
  critic.differences > 0 ? features + movingFeatures(features, groups).length : features;

/** [T, B, F] -> [T, B, viewFeatures]. */
export function view(config: GanConfig, shapes: Shapes, whole: Tensor): Tensor {
  const { critic } = config;
  const { changes, groups } = shapes;
  const classes = classesOf(config, shapes);
  const x = classes ? hideClass(classes, whole) : whole;
  if (critic.differences === 0) return x;
  const [length, batch, features] = x.shape as [number, number, number];
  if (changes?.length !== features) {
    throw new ShapeError(
      `view: ${changes?.length ?? 0} typical changes for ${features} features (typicalChanges)`,
    );
  }
  const moving = movingFeatures(features, groups);
  if (moving.length === 0) return x;
  const shown = pick(x, moving);
  const still = zeros([1, batch, moving.length]);
  const differences =
    length === 1
      ? still
      : concat([still, subtract(slice(shown, 0, { start: 1 }), slice(shown, 0, { size: length - 1 }))], 0);
  const hasEnd = groups?.at(-1)?.kind === 'end';
  // at the end a number falls to 0, which is no change of it
  const alive = hasEnd ? slice(x, 2, { start: features - 2, size: 1 }) : undefined;
  const scale = moving.map((f) => critic.differences / changes[f]!);
  const scaled = multiply(differences, constant(scale, [moving.length]));
  return concat([x, alive ? multiply(scaled, expand(alive, scaled.shape)) : scaled], 2);
}

/** Some features of x [T, B, F], given in ascending order, as slices of neighbours. */
function pick(x: Tensor, wanted: readonly number[]): Tensor {
  if (wanted.length === x.shape[2]) return x;
  const parts: Tensor[] = [];
  for (let from = 0, to = 0; from < wanted.length; from = to) {
    while (to < wanted.length && wanted[to] === wanted[from]! + to - from) to++;
    parts.push(slice(x, 2, { start: wanted[from]!, size: to - from }));
  }
  return parts.length === 1 ? parts[0]! : concat(parts, 2);
}

/** Below this a column counts as one that does not move, in the units of [-1, 1]. */
const LEAST_CHANGE = 1e-3;

/** In the place of `typicalChanges` where nothing of the data may be used: numbers in [-1, 1] often move by so much. */
export const publicChanges = (features: number): number[] => new Array<number>(features).fill(0.1);

/** The root mean square of the change from step to step where both are there, per feature: `Shapes.changes`. */
export function typicalChanges(
  { count, length, features, values }: Sequences,
  groups?: readonly FeatureGroup[],
): number[] {
  const flags = absenceFlags(features, groups);
  return Array.from({ length: features }, (_, f) => {
    let [squares, changes] = [0, 0];
    for (let n = 0; n < count; n++) {
      for (let t = 1; t < length; t++) {
        const at = (n * length + t) * features;
        if (flags[f]!.some((flag) => values[at + flag] === 1 || values[at - features + flag] === 1)) continue;
        squares += (values[at + f]! - values[at - features + f]!) ** 2;
        changes++;
      }
    }
    return Math.max(LEAST_CHANGE, Math.sqrt(squares / Math.max(1, changes)));
  });
}
