/**
 * What carries out the iterations of a run: one program after another here (localRunner), shards (shardedRunner), or
 * programs of which one alone sees data (privateRunner).
 */
import type { Engine } from '../runtime/engine.ts';
import type { Sequences } from './batches.ts';
import type { Gan } from './iteration.ts';
import { localRunner } from './localRunner.ts';
import type { Measures } from './measures.ts';
import { privateRunner } from './privacy/privateRunner.ts';
import type { Signal } from './privacy/signal.ts';
import { shardedRunner } from './shardedRunner.ts';
import type { TrainingState } from './state.ts';

export interface Runner {
  /** Makes iteration `step` (from 0) of the GAN, whose rates and weights may differ from those it was started with. */
  iterate(gan: Gan, step: number): Promise<Measures>;
  /** What the iterations made of the state so far; to be read until the next one. */
  state(): Promise<TrainingState>;
  /** Goes on from another state, which the runner takes for its own. */
  load(state: TrainingState): Promise<void>;
  /** Under differential privacy: what data and what noise have moved the critic, once enough was seen. */
  signal?(): Signal | undefined;
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
  /** The key of what must not be known (random/secretStream.ts): wanted under differential privacy. */
  readonly secret?: Uint8Array | undefined;
}

export function startRunner(options: RunnerOptions): Promise<Runner> {
  const { privacy, workers = 1 } = options.gan.config;
  if (privacy) return privateRunner(options);
  return workers > 1 ? shardedRunner(options) : localRunner(options);
}
