/** What carries out the iterations of a run: one program after another here (localRunner), or shards (shardedRunner). */
import type { Engine } from '../runtime/engine.ts';
import type { Sequences } from './batches.ts';
import type { Gan } from './iteration.ts';
import { localRunner } from './localRunner.ts';
import type { Measures } from './measures.ts';
import { shardedRunner } from './shardedRunner.ts';
import type { TrainingState } from './state.ts';

export interface Runner {
  /** Makes iteration `step` (from 0) of the GAN, whose rates and weights may differ from those it was started with. */
  iterate(gan: Gan, step: number): Promise<Measures>;
  /** What the iterations made of the state so far; to be read until the next one. */
  state(): Promise<TrainingState>;
  /** Goes on from another state, which the runner takes for its own. */
  load(state: TrainingState): Promise<void>;
  release(): Promise<void>;
}

export interface RunnerOptions {
  readonly engine: Engine;
  readonly gan: Gan;
  /** Where to begin; the runner takes it for its own. */
  readonly state: TrainingState;
  readonly data: Sequences;
  /** The sequences to train on, where not all. */
  readonly rows?: Int32Array | undefined;
}

export const startRunner = (options: RunnerOptions): Promise<Runner> =>
  (options.gan.config.workers ?? 1) > 1 ? shardedRunner(options) : localRunner(options);
