/**
 * Remedies that can be applied to a run that goes on: each gives the settings to change, or nothing where it has
 * nothing left to change. None changes the networks, so the state stays as it is. Rates and weights are inputs of the
 * compiled step; the rest needs it compiled again.
 */
import type { GanConfig } from '../config.ts';

/** Settings of a GAN that may change while it trains. */
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

/** Rates are halved this often at the most; a run that needs more is not helped by it. */
const HALVINGS = 4;

export const penalise =
  (penalty: 'r1' | 'r1r2', penaltyWeight: number): Remedy =>
  (now) =>
    now.penalty === 'none' && now.weightClip === 0 ? { penalty, penaltyWeight } : undefined;

export const slowDown =
  (...rates: readonly ('criticRate' | 'generatorRate')[]): Remedy =>
  (now, start) => {
    const changed = rates.filter((rate) => now[rate] > start[rate] / 2 ** HALVINGS);
    return changed.length === 0
      ? undefined
      : Object.fromEntries(changed.map((rate) => [rate, now[rate] / 2]));
  };

export const clipGradients =
  (gradientClip: number): Remedy =>
  (now) =>
    now.gradientClip === 0 || now.gradientClip > gradientClip ? { gradientClip } : undefined;

/** `criticRate 0.001 -> 0.0005, penalty none -> r1`. */
export const showChanges = (now: GanConfig, changes: Changes): string =>
  (Object.keys(changes) as (keyof Changes)[])
    .map((name) => `${name} ${shown(now[name])} -> ${shown(changes[name]!)}`)
    .join(', ');

const shown = (value: string | number): string =>
  typeof value === 'number' ? `${Number(value.toPrecision(4))}` : value;
