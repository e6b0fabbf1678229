/**
 * Remedies that can be applied to a run that goes on: each gives the settings to change, or nothing where it has
 * nothing left to change. None changes the networks, so the state stays as it is. Rates and weights are inputs of the
 * compiled step; the rest needs it compiled again.
 */
import type { GanConfig } from '../config.ts';

/** Settings of a GAN that may change while it trains; a penalty comes with its weight. */
export type Changes = Partial<
  Pick<GanConfig, 'criticRate' | 'generatorRate' | 'penalty' | 'penaltyWeight' | 'gradientClip'>
>;

const WITHOUT_COMPILING: readonly string[] = [
  'criticRate',
  'generatorRate',
  'penaltyWeight',
] satisfies (keyof Changes)[];

export const needsCompiling = (changes: Changes): boolean =>
  Object.keys(changes).some((name) => !WITHOUT_COMPILING.includes(name));

/** `start` is the configuration that the run began with. */
export type Remedy = (now: GanConfig, start: GanConfig) => Changes | undefined;

export const penalise =
  (penalty: 'r1' | 'r1r2', penaltyWeight: number): Remedy =>
  (now) =>
    now.penalty === 'none' && now.weightClip === 0 ? { penalty, penaltyWeight } : undefined;

type Rate = 'criticRate' | 'generatorRate';

/** Below this share of the rate that the run began with, a slower one is no remedy any more. */
const SLOWEST = 1 / 64;

export const slowDown =
  (factor: number, ...rates: readonly Rate[]): Remedy =>
  (now, start) => {
    const changed = rates.filter((rate) => now[rate] / factor >= SLOWEST * start[rate]);
    return changed.length === 0
      ? undefined
      : Object.fromEntries(changed.map((rate) => [rate, now[rate] / factor]));
  };

/** A generator that learns faster than its critic runs ahead of what the critic can tell it. */
export const holdBackGenerator: Remedy = ({ generatorRate, criticRate }) =>
  generatorRate > criticRate ? { generatorRate: criticRate } : undefined;

export const clipGradients =
  (gradientClip: number): Remedy =>
  (now) =>
    now.gradientClip === 0 || now.gradientClip > gradientClip ? { gradientClip } : undefined;

/** `criticRate 0.001 -> 0.0005, penalty none -> r1 with the weight 1`. */
export function showChanges(now: GanConfig, { penalty, penaltyWeight, ...others }: Changes): string {
  const shown = (Object.keys(others) as (keyof typeof others)[]).map(
    (name) => `${name} ${rounded(now[name])} -> ${rounded(others[name]!)}`,
  );
  return [
    ...(penalty ? [`penalty ${now.penalty} -> ${penalty} with the weight ${penaltyWeight}`] : []),
    ...shown,
  ].join(', ');
}

const rounded = (value: number): string => `${Number(value.toPrecision(4))}`;
