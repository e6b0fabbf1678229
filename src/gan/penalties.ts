/**
 * Penalties on the critic's slope, added to its loss with a weight. All are second-order: they hold the gradient of
 * the critic with respect to its input, and are differentiated again with respect to its parameters. The norm is
 * taken per sequence, over its time and features.
 */
import {
  add,
  expand,
  mean,
  multiply,
  scalar,
  slice,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  vectorJacobianProduct,
} from '../graph/index.ts';

export interface PenaltyContext {
  /** The critic with its current parameters: [T, B, F] -> logits [B]. */
  readonly critic: (sequences: Tensor) => Tensor;
  /** Real sequences then generated ones, [T, 2 B, F], and the critic's logits for them, [2 B]. */
  readonly both: Tensor;
  readonly logits: Tensor;
  /** Uniform (0, 1) values [1, B, 1]. */
  readonly mix: () => Tensor;
}

export interface Penalty {
  readonly formula: string;
  readonly source: string;
  readonly build: (context: PenaltyContext) => Tensor;
}

/** |d logit[b] / d x[:, b, :]|^2 for every sequence, [B]. Rows of a batch do not mix, so one product gives them all. */
function squaredSlopes(logits: Tensor, sequences: Tensor): Tensor {
  const [slopes] = vectorJacobianProduct([logits], [expand(scalar(1), logits.shape)], [sequences]);
  return sum(square(slopes!), { axes: [0, 2] });
}

const halves = (x: Tensor, axis: number): readonly [real: Tensor, generated: Tensor] => {
  const size = x.shape[axis]! / 2;
  return [slice(x, axis, { size }), slice(x, axis, { start: size, size })];
};

export const penalties = {
  gradientPenalty: {
    formula: 'E (|grad D(u x + (1 - u) G(z))| - 1)^2, u ~ U(0, 1) per sequence',
    source: 'Gulrajani et al. 2017, arXiv:1704.00028',
    build: ({ critic, both, mix }) => {
      const [real, generated] = halves(both, 1);
      const between = add(generated, multiply(mix(), subtract(real, generated)));
      const norms = sqrt(add(squaredSlopes(critic(between), between), 1e-12));
      return mean(square(subtract(norms, 1)));
    },
  },
  r1: {
    formula: 'E |grad D(x)|^2 / 2 on real sequences',
    source: 'Mescheder et al. 2018, arXiv:1801.04406',
    build: ({ logits, both }) => multiply(mean(halves(squaredSlopes(logits, both), 0)[0]), 0.5),
  },
  r1r2: {
    formula: 'E |grad D(x)|^2 / 2 + E |grad D(G(z))|^2 / 2',
    source: 'Mescheder et al. 2018, arXiv:1801.04406; Huang et al. 2024, arXiv:2501.05441',
    build: ({ logits, both }) => mean(squaredSlopes(logits, both)),
  },
} as const satisfies Record<string, Penalty>;

export type PenaltyName = keyof typeof penalties;
export const penaltyNames = Object.keys(penalties) as PenaltyName[];
