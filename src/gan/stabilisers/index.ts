/** The table of stabilisers, in the order in which they act. */
import type { GanConfig } from '../config.ts';
import { adaptiveCritic } from './adaptiveCritic.ts';
import { featureMatching } from './featureMatching.ts';
import { historicalAveraging } from './historicalAveraging.ts';
import { instanceNoise } from './instanceNoise.ts';
import { labelSmoothing } from './labelSmoothing.ts';
import { minibatchDeviation } from './minibatchDeviation.ts';
import { modeSeeking } from './modeSeeking.ts';
import { momentMatching } from './momentMatching.ts';
import { packing } from './packing.ts';
import { replay } from './replay.ts';
import type { Objection, Stabiliser } from './stabiliser.ts';
import { unrolling } from './unrolling.ts';

export const stabilisers = {
  featureMatching,
  momentMatching,
  modeSeeking,
  replay,
  instanceNoise,
  packing,
  minibatchDeviation,
  labelSmoothing,
  historicalAveraging,
  adaptiveCritic,
  unrolling,
} as const satisfies Record<string, Stabiliser>;

export type StabiliserName = keyof typeof stabilisers;
export const stabiliserNames = Object.keys(stabilisers) as StabiliserName[];

/** How much of each; absent or 0 is off. */
export type StabiliserAmounts = { readonly [N in StabiliserName]?: number };

export interface ActiveStabiliser {
  readonly name: StabiliserName;
  readonly amount: number;
  readonly record: Stabiliser;
}

export function activeStabilisers({ stabilisers: amounts = {} }: GanConfig): readonly ActiveStabiliser[] {
  return stabiliserNames.flatMap((name) => {
    const amount = amounts[name] ?? 0;
    return amount > 0 ? [{ name, amount, record: stabilisers[name] }] : [];
  });
}

/** Everything about the stabilisers of a configuration that cannot be. */
export function stabiliserObjections(
  config: GanConfig,
): readonly (Objection & { readonly name: StabiliserName })[] {
  return activeStabilisers(config).flatMap(({ name, amount, record }) => {
    const objection = record.objection?.(amount, config);
    return objection ? [{ name, ...objection }] : [];
  });
}
