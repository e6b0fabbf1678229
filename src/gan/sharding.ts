/**
 * Whether and how the batch of a configuration is divided over workers. What is a mean over the batch is the mean of
 * the means of equal parts, and so is its gradient; parameters, optimiser slots, averages and norms are the same in
 * every shard. What compares sequences of a batch with each other is not, and is trained by one worker.
 */
import { operationsOf, type Program } from '../graph/index.ts';
import type { GanConfig } from './config.ts';
import { createGan, type Gan, iterationProgram, iterationStages } from './iteration.ts';
import type { LossName } from './losses.ts';
import type { PenaltyName } from './penalties.ts';
import { activeStabilisers, type StabiliserName } from './stabilisers/index.ts';

/** Stabilisers whose terms are means over the batch, or take parameters alone. */
const DIVISIBLE: readonly StabiliserName[] = ['instanceNoise', 'labelSmoothing', 'historicalAveraging'];
const COUPLED_LOSSES: readonly LossName[] = ['relativisticAverage'];
/** dragan disturbs by the deviation over the whole batch. */
const COUPLED_PENALTIES: readonly (PenaltyName | 'none')[] = ['dragan'];

/** Below this many operations a step is not worth dividing: what halves is less than what does not (note 0006). */
const LEAST_OPERATIONS = 6e8;

/** The settings, by name, that compare sequences of a batch with each other. */
export function couplings(config: GanConfig): readonly string[] {
  const active = activeStabilisers(config).map(({ name }) => name);
  return [
    ...(COUPLED_LOSSES.includes(config.loss) ? ['loss'] : []),
    ...(COUPLED_PENALTIES.includes(config.penalty) ? ['penalty'] : []),
    // a mean over those of the batch that have a label, and the shares of labels in it
    ...((config.classWeight ?? 0) > 0 ? ['classes'] : []),
    ...active.filter((name) => !DIVISIBLE.includes(name)),
  ];
}

/** How many workers a GAN is best trained with where `cores` of them can run at the same time. */
export function usualWorkers(gan: Gan, cores: number): number {
  const { batch } = gan.config;
  if (cores < 2 || gan.config.privacy || couplings(gan.config).length > 0) return 1;
  if (operationsOf(iterationProgram(gan, { updatesGenerator: true })) < LEAST_OPERATIONS) return 1;
  let workers = Math.min(cores, batch);
  while (batch % workers !== 0) workers--;
  return workers;
}

/** The GAN as one shard sees it. */
export const shardOf = (gan: Gan, of: number): Gan =>
  createGan({ ...gan.config, batch: gan.config.batch / of }, gan.shapes);

export interface ShardPrograms {
  readonly full: readonly Program[];
  /** Where the critic makes more than one step. */
  readonly criticOnly: readonly Program[] | undefined;
}

export function shardPrograms(shard: Gan): ShardPrograms {
  return {
    full: iterationStages(shard, { updatesGenerator: true }),
    criticOnly:
      shard.config.criticSteps > 1 ? iterationStages(shard, { updatesGenerator: false }) : undefined,
  };
}
