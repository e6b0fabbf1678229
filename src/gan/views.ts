/**
 * What the critic is shown of sequences [T, B, F]: their values, and beside them their changes from step to step,
 *
 *     v_t = [x_t, w (x_t - x_{t-1}) / d],   the change of the first step being zero,
 *
 * with d the root mean square of the change in the data, per feature. Smooth series move by a few hundredths of their
 * range per step; in the values alone a generator's jitter is as small, and the critic does not mind it. Penalties on
 * the critic's slope are taken with respect to v: taken with respect to x they would forbid the look at changes.
 */
import {
  concat,
  constant,
  multiply,
  ShapeError,
  slice,
  subtract,
  type Tensor,
  zeros,
} from '../graph/index.ts';
import type { Sequences } from './batches.ts';
import type { GanConfig, Shapes } from './config.ts';

/** Features of what the critic is shown. */
export const viewFeatures = ({ critic }: GanConfig, { features }: Shapes): number =>
  critic.differences > 0 ? 2 * features : features;

/** [T, B, F] -> [T, B, viewFeatures]. */
export function view({ critic }: GanConfig, { changes }: Shapes, x: Tensor): Tensor {
  if (critic.differences === 0) return x;
  const [length, batch, features] = x.shape as [number, number, number];
  const still = zeros([1, batch, features]);
  const differences =
    length === 1
      ? still
      : concat([still, subtract(slice(x, 0, { start: 1 }), slice(x, 0, { size: length - 1 }))], 0);
  if (changes?.length !== features) {
    throw new ShapeError(
      `view: ${changes?.length ?? 0} typical changes for ${features} features (typicalChanges)`,
    );
  }
  const scale = changes.map((change) => critic.differences / change);
  return concat([x, multiply(differences, constant(scale, [features]))], 2);
}

/** Below this a column counts as one that does not move, in the units of [-1, 1]. */
const LEAST_CHANGE = 1e-3;

/** The root mean square of the change from step to step, per feature: `Shapes.changes`. */
export function typicalChanges({ count, length, features, values }: Sequences): number[] {
  const squares = new Array<number>(features).fill(0);
  for (let n = 0; n < count; n++) {
    for (let i = (n * length + 1) * features; i < (n + 1) * length * features; i++) {
      squares[i % features]! += (values[i]! - values[i - features]!) ** 2;
    }
  }
  const changes = Math.max(1, count * (length - 1));
  return squares.map((square) => Math.max(LEAST_CHANGE, Math.sqrt(square / changes)));
}
