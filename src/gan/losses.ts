/**
 * The losses of the two players, on logits (never probabilities), as one table. `real` and `generated` are the
 * critic's logits [B]; each loss is a scalar to be made small.
 */
import {
  add,
  mean,
  multiply,
  negate,
  relu,
  softplus,
  square,
  subtract,
  type Tensor,
} from '../graph/index.ts';
import type { PenaltyName } from './penalties.ts';

export interface Loss {
  readonly formula: { readonly critic: string; readonly generator: string };
  readonly source: string;
  critic(real: Tensor, generated: Tensor): Tensor;
  /** `real` is given because a relativistic loss compares with it. */
  generator(generated: Tensor, real: Tensor): Tensor;
  readonly comparesWithReal: boolean;
  /**
   * Where the loss has targets for the critic, what is added to the critic's when the target of real sequences moves
   * from 1 to 1 - share (one-sided label smoothing).
   */
  readonly smoothing?: (real: Tensor, share: number) => Tensor;
  /**
   * What its paper, or practice since, trains it with; a run may choose otherwise. The first GAN's losses get R1
   * (Mescheder et al. 2018), without which recurrent generators collapse on most seeds (docs/notes/0004-recipe.md).
   */
  readonly usual: {
    readonly penalty: PenaltyName | 'none';
    readonly penaltyWeight: number;
    readonly criticSteps: number;
    /** Decay of Adam's mean gradient. */
    readonly beta1: number;
    /** Learning rate of both players. */
    readonly rate: number;
  };
}

/** Cross-entropy with the target t is softplus(a) - t a, so a target lower by s adds s a. */
const smoothedCrossEntropy = (real: Tensor, share: number): Tensor => multiply(mean(real), share);

/** Small where `above` lies above the average of `below`, and `below` below the average of `above`. */
const overAverage = (above: Tensor, below: Tensor): Tensor =>
  add(mean(softplus(subtract(mean(below), above))), mean(softplus(subtract(below, mean(above)))));

export const losses = {
  /** -log sigmoid(a) = softplus(-a), and -log(1 - sigmoid(a)) = softplus(a). */
  standard: {
    formula: { critic: '-E log D(x) - E log(1 - D(G(z)))', generator: '-E log D(G(z))' },
    source:
      'Goodfellow et al. 2014, arXiv:1406.2661, with the non-saturating generator loss of its section 3',
    critic: (real, generated) => add(mean(softplus(negate(real))), mean(softplus(generated))),
    generator: (generated) => mean(softplus(negate(generated))),
    comparesWithReal: false,
    smoothing: smoothedCrossEntropy,
    usual: { penalty: 'r1', penaltyWeight: 1, criticSteps: 1, beta1: 0.5, rate: 1e-3 },
  },
  /** Its generator's slope is -sigmoid(D(G(z))), next to nothing where the critic is sure: it saturates. */
  minimax: {
    formula: { critic: '-E log D(x) - E log(1 - D(G(z)))', generator: 'E log(1 - D(G(z)))' },
    source: 'Goodfellow et al. 2014, arXiv:1406.2661, equation 1: the game itself',
    critic: (real, generated) => add(mean(softplus(negate(real))), mean(softplus(generated))),
    generator: (generated) => negate(mean(softplus(generated))),
    comparesWithReal: false,
    smoothing: smoothedCrossEntropy,
    usual: { penalty: 'none', penaltyWeight: 0, criticSteps: 1, beta1: 0.5, rate: 1e-3 },
  },
  wasserstein: {
    formula: { critic: 'E D(G(z)) - E D(x)', generator: '-E D(G(z))' },
    source: 'Arjovsky et al. 2017, arXiv:1701.07875',
    critic: (real, generated) => subtract(mean(generated), mean(real)),
    generator: (generated) => negate(mean(generated)),
    comparesWithReal: false,
    usual: { penalty: 'gradientPenalty', penaltyWeight: 10, criticSteps: 5, beta1: 0, rate: 1e-3 },
  },
  hinge: {
    formula: { critic: 'E max(0, 1 - D(x)) + E max(0, 1 + D(G(z)))', generator: '-E D(G(z))' },
    source: 'Lim and Ye 2017, arXiv:1705.02894',
    critic: (real, generated) => add(mean(relu(subtract(1, real))), mean(relu(add(generated, 1)))),
    generator: (generated) => negate(mean(generated)),
    comparesWithReal: false,
    usual: { penalty: 'r1', penaltyWeight: 1, criticSteps: 1, beta1: 0.5, rate: 1e-3 },
  },
  leastSquares: {
    formula: { critic: 'E (D(x) - 1)^2 / 2 + E D(G(z))^2 / 2', generator: 'E (D(G(z)) - 1)^2 / 2' },
    source: 'Mao et al. 2017, arXiv:1611.04076, labels 0 and 1',
    critic: (real, generated) => multiply(mean(add(square(subtract(real, 1)), square(generated))), 0.5),
    generator: (generated) => multiply(mean(square(subtract(generated, 1))), 0.5),
    comparesWithReal: false,
    /** (a - 1 + s)^2 / 2 - (a - 1)^2 / 2. */
    smoothing: (real, share) => multiply(mean(add(subtract(real, 1), share / 2)), share),
    usual: { penalty: 'none', penaltyWeight: 0, criticSteps: 1, beta1: 0.5, rate: 1e-3 },
  },
  relativistic: {
    formula: { critic: 'E softplus(D(G(z)) - D(x))', generator: 'E softplus(D(x) - D(G(z)))' },
    source:
      'Relativistic pairing: Jolicoeur-Martineau 2019, arXiv:1807.00734; Huang et al. 2024, arXiv:2501.05441',
    critic: (real, generated) => mean(softplus(subtract(generated, real))),
    generator: (generated, real) => mean(softplus(subtract(real, generated))),
    comparesWithReal: true,
    usual: { penalty: 'r1r2', penaltyWeight: 1, criticSteps: 1, beta1: 0, rate: 2e-3 },
  },
  relativisticAverage: {
    formula: {
      critic: 'E softplus(E D(G(z)) - D(x)) + E softplus(D(G(z)) - E D(x))',
      generator: 'E softplus(E D(x) - D(G(z))) + E softplus(D(x) - E D(G(z)))',
    },
    source: 'Jolicoeur-Martineau 2019, arXiv:1807.00734, RaSGAN',
    critic: (real, generated) => overAverage(real, generated),
    generator: (generated, real) => overAverage(generated, real),
    comparesWithReal: true,
    usual: { penalty: 'none', penaltyWeight: 0, criticSteps: 1, beta1: 0.5, rate: 1e-3 },
  },
} as const satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;
export const lossNames = Object.keys(losses) as LossName[];
export const lossOf = (name: LossName): Loss => losses[name];
