/** What a training with a guarantee has spent, by its iterations: the accountant with the numbers of one run. */
import type { GanConfig } from '../config.ts';
import { accountant } from './accountant.ts';

export interface Ledger {
  /** With which probability a sequence is in an update. */
  readonly rate: number;
  /** Epsilon after so many iterations. */
  spent(steps: number): number;
  /** The greatest number of iterations within the budget. */
  readonly steps: number;
}

/** Undefined without a guarantee. `count`: sequences that are trained on. */
export function ledgerOf(
  { privacy, batch, criticSteps }: Pick<GanConfig, 'privacy' | 'batch' | 'criticSteps'>,
  count: number,
): Ledger | undefined {
  if (!privacy) return undefined;
  const { epsilon, delta, noise } = privacy;
  const rate = batch / count;
  const costs = accountant({ rate, noise });
  return {
    rate,
    spent: (steps) => costs.epsilon(steps * criticSteps, delta),
    steps: Math.floor(costs.affordable(epsilon, delta) / criticSteps),
  };
}
