/**
 * The settings of differential privacy (docs/notes/0010-privacy.md): what a run takes when only a budget is said, and
 * what cannot be. The noise is found before training, so that the planned steps spend the budget and no more; where
 * the noise is said, as many steps are planned as the budget allows.
 */
import type { Problem } from '../errors/userError.ts';
import { type Ledger, ledgerOf, noiseFor, type PrivacyObjection } from '../gan/index.ts';
import type { Naming } from './givenSettings.ts';
import type { GivenSettings, RunSettings, SettingName } from './settings.ts';

export const noPrivacy = { privacyEpsilon: 0, privacyDelta: 0, privacyClip: 1, privacyNoise: 0 } as const;

/** In the place of the defaults of `resolveSettings`, as measured (docs/notes/0010-privacy.md). */
export const privateDefaults = {
  loss: 'standard',
  penalty: 'none',
  penaltyWeight: 0,
  criticHidden: 32,
  criticSteps: 4,
  steps: 500,
} as const;

/** The noise, delta and steps of a run with a budget, where they were not said. `count`: sequences trained on. */
export function settlePrivacy(given: GivenSettings, settings: RunSettings, count: number): RunSettings {
  if (settings.privacyEpsilon === 0) return settings;
  const privacyDelta = given.privacyDelta || Math.min(1e-5, 0.1 / count);
  if (settings.privacyNoise > 0) {
    const told = { ...settings, privacyDelta };
    const steps = given.steps ?? Math.max(1, Math.min(settings.steps, ledgerFor(told, count)?.steps ?? 1));
    return { ...told, steps };
  }
  const rate = Math.min(1, settings.batch / count);
  const updates = settings.steps * settings.criticSteps;
  const found = isDelta(privacyDelta)
    ? noiseFor(settings.privacyEpsilon, { rate, updates, delta: privacyDelta })
    : undefined;
  return { ...settings, privacyDelta, privacyNoise: found ?? 0 };
}

const isDelta = (delta: number): boolean => delta > 0 && delta < 1;

function ledgerFor(settings: RunSettings, count: number): Ledger | undefined {
  const { privacyEpsilon, privacyDelta, privacyClip, privacyNoise, batch, criticSteps } = settings;
  if (privacyNoise === 0 || !isDelta(privacyDelta) || batch > count) return undefined;
  const privacy = { epsilon: privacyEpsilon, delta: privacyDelta, clip: privacyClip, noise: privacyNoise };
  return ledgerOf({ privacy, batch, criticSteps }, count);
}

export function privacyContradictions(
  given: GivenSettings,
  resolved: RunSettings,
  count: number,
  naming: Naming,
  /** To the rest of the configuration. */
  objections: readonly PrivacyObjection[],
): readonly Problem[] {
  const problems: Problem[] = [];
  const named = naming.short ?? naming;
  const refuse = (name: SettingName, what: string, remedy: string) =>
    problems.push({ where: naming(name), what, remedy });
  const { privacyEpsilon, privacyDelta, privacyNoise, steps, batch } = resolved;
  if (privacyEpsilon === 0) {
    for (const name of ['privacyDelta', 'privacyClip', 'privacyNoise'] as const) {
      if (given[name] === undefined || given[name] === noPrivacy[name]) continue;
      refuse(name, 'means nothing without a budget', `leave it out, or give ${named('privacyEpsilon')}`);
    }
    return problems;
  }
  if (!isDelta(privacyDelta) || privacyDelta >= 1 / count) {
    const what = `${privacyDelta} is no guarantee for ${count} sequences: giving one of them away would keep it`;
    refuse(
      'privacyDelta',
      what,
      `give a number above 0 and well below ${rounded(1 / count)}, such as ${rounded(0.1 / count)}`,
    );
    return problems;
  }
  for (const { name, what, remedy } of objections) refuse(name as SettingName, what, remedy);
  if (batch > count) return problems; // said already
  if (privacyNoise === 0) {
    const what = `${privacyEpsilon} cannot be kept over ${steps} steps with any noise`;
    refuse('privacyEpsilon', what, 'give a larger one, or fewer steps');
    return problems;
  }
  const ledger = ledgerFor(resolved, count);
  if (ledger && ledger.steps < steps) {
    const spent = `${steps} steps with the noise ${privacyNoise} spend ${rounded(ledger.spent(steps))} of a budget of ${privacyEpsilon}`;
    const remedy =
      ledger.steps > 0
        ? `give at most ${ledger.steps}, more noise, or a larger budget`
        : `give more ${named('privacyNoise')}: even one step is too much`;
    refuse('steps', spent, remedy);
  }
  return problems;
}

const rounded = (value: number): string => `${Number(value.toPrecision(3))}`;
