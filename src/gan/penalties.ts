/**
 * Penalties on the critic's slope, added to its loss with a weight. All are second-order: they hold the gradient of
 * the critic with respect to its input, and are differentiated again with respect to its parameters. The norm is
 * taken per sequence, over its time and features.
 */
import {
  add,
  expand,
  maximum,
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
  /** Uniform (0, 1) values [T, B, F]. */
  readonly disturbance: () => Tensor;
}

export interface Penalty {
  readonly formula: string;
  readonly source: string;
  /** The weight that its paper, or practice since, gives it. */
  readonly usualWeight: number;
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

/** |grad D|^2 at a random place between each real sequence and a generated one, [B]. */
function squaredSlopesBetween({ critic, both, mix }: PenaltyContext): Tensor {
  const [real, generated] = halves(both, 1);
  const between = add(generated, multiply(mix(), subtract(real, generated)));
  return squaredSlopes(critic(between), between);
}

/** The root has no slope at 0, so it is taken a little beside it. */
const normOf = (squared: Tensor): Tensor => sqrt(add(squared, 1e-12));

/** sqrt(E (x - E x)^2) over all values. */
const deviation = (x: Tensor): Tensor => sqrt(add(mean(square(subtract(x, mean(x)))), 1e-12));

export const penalties = {
  gradientPenalty: {
    formula: 'E (|grad D(u x + (1 - u) G(z))| - 1)^2, u ~ U(0, 1) per sequence',
    source: 'Gulrajani et al. 2017, arXiv:1704.00028',
    usualWeight: 10,
    build: (context) => mean(square(subtract(normOf(squaredSlopesBetween(context)), 1))),
  },
  lipschitzPenalty: {
    formula: 'E max(0, |grad D(u x + (1 - u) G(z))| - 1)^2, u ~ U(0, 1) per sequence',
    source: 'Petzka et al. 2018, arXiv:1709.08894, WGAN-LP: slopes below 1 go free',
    usualWeight: 10,
    build: (context) => mean(square(maximum(subtract(normOf(squaredSlopesBetween(context)), 1), 0))),
  },
  divergence: {
    formula: 'E |grad D(u x + (1 - u) G(z))|^6, u ~ U(0, 1) per sequence',
    source: 'Wu et al. 2018, arXiv:1712.01026, WGAN-div with p = 6 and the weight k = 2',
    usualWeight: 2,
    build: (context) => {
      const squared = squaredSlopesBetween(context);
      return mean(multiply(square(squared), squared));
    },
  },
  /** The authors' code draws d from U(0, 1) and scales it per sequence again; here it is centred and drawn once. */
  dragan: {
    formula: 'E (|grad D(x + d)| - 1)^2, d ~ U(-1, 1) std(x) / 2 per value',
    source: 'Kodali et al. 2017, arXiv:1705.07215',
    usualWeight: 10,
    build: ({ critic, both, disturbance }) => {
      const [real] = halves(both, 1);
      const near = add(real, multiply(subtract(disturbance(), 0.5), deviation(real)));
      return mean(square(subtract(normOf(squaredSlopes(critic(near), near)), 1)));
    },
  },
  r1: {
    formula: 'E |grad D(x)|^2 / 2 on real sequences',
    source: 'Mescheder et al. 2018, arXiv:1801.04406',
    usualWeight: 1,
    build: ({ logits, both }) => multiply(mean(halves(squaredSlopes(logits, both), 0)[0]), 0.5),
  },
  r1r2: {
    formula: 'E |grad D(x)|^2 / 2 + E |grad D(G(z))|^2 / 2',
    source: 'Mescheder et al. 2018, arXiv:1801.04406; Huang et al. 2024, arXiv:2501.05441',
    usualWeight: 1,
    build: ({ logits, both }) => mean(squaredSlopes(logits, both)),
  },
} as const satisfies Record<string, Penalty>;

export type PenaltyName = keyof typeof penalties;
export const penaltyNames = Object.keys(penalties) as PenaltyName[];
