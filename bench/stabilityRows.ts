/**
 * The rows of the stability table: every loss with what its paper, or practice since, trains it with; and the first
 * losses with and without the penalties that were made for them.
 */
import type { GanConfig } from '../src/gan/config.ts';
import { type LossName, lossOf } from '../src/gan/losses.ts';
import { type PenaltyName, penalties } from '../src/gan/penalties.ts';
import { toyConfig } from './toyTraining.ts';

export interface Row {
  readonly name: string;
  readonly loss: LossName;
  /** That of the loss when absent. */
  readonly penalty?: PenaltyName | 'none';
  readonly weightClip?: number;
}

export const rows: readonly Row[] = [
  { name: 'minimax', loss: 'minimax' },
  { name: 'standard', loss: 'standard', penalty: 'none' },
  { name: 'standard + R1', loss: 'standard', penalty: 'r1' },
  { name: 'standard + DRAGAN', loss: 'standard', penalty: 'dragan' },
  { name: 'least squares', loss: 'leastSquares' },
  { name: 'hinge', loss: 'hinge', penalty: 'none' },
  { name: 'hinge + R1', loss: 'hinge', penalty: 'r1' },
  { name: 'Wasserstein + clipping', loss: 'wasserstein', penalty: 'none', weightClip: 0.05 },
  { name: 'Wasserstein + GP', loss: 'wasserstein', penalty: 'gradientPenalty' },
  { name: 'Wasserstein + LP', loss: 'wasserstein', penalty: 'lipschitzPenalty' },
  { name: 'Wasserstein + divergence', loss: 'wasserstein', penalty: 'divergence' },
  { name: 'relativistic', loss: 'relativistic', penalty: 'none' },
  { name: 'relativistic average', loss: 'relativisticAverage' },
  { name: 'relativistic + R1 + R2 (R3GAN)', loss: 'relativistic', penalty: 'r1r2' },
];

/** Units of the generator, channels of the critic. */
export const HIDDEN = 24;

export function configOf({ loss, penalty, weightClip = 0 }: Row, seed: number, steps: number): GanConfig {
  const toy = toyConfig(loss, seed, steps);
  const usual = lossOf(loss).usual;
  const chosen = penalty ?? usual.penalty;
  const weight =
    chosen === 'none' ? 0 : chosen === usual.penalty ? usual.penaltyWeight : penalties[chosen].usualWeight;
  return {
    ...toy,
    generator: { ...toy.generator, hidden: HIDDEN },
    critic: { ...toy.critic, hidden: HIDDEN },
    penalty: chosen,
    penaltyWeight: weight,
    weightClip,
  };
}
