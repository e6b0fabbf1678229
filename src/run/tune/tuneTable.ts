/** What a search found: candidates in order, as a table, and the best as a configuration file. */
import { stringify } from 'yaml';
import type { GivenSettings } from '../settings.ts';
import { type Rung, stepsOf } from './rungs.ts';
import type { TuneState } from './tuneState.ts';

export interface Ranked {
  readonly candidate: number;
  readonly settings: GivenSettings;
  /** Generator updates at its last score. */
  readonly steps: number;
  /** Means over the seeds; null where a trial of it diverged. */
  readonly score: number | null;
  readonly floor: number | null;
  /** Of the score over seeds; null for one seed. */
  readonly deviation: number | null;
  readonly seconds: number;
}

/** Those that were trained for longer come first, among these the better ones; diverged ones come last. */
export function rankedOf({ candidates, trials }: TuneState): readonly Ranked[] {
  const ranked = candidates.map((settings, candidate): Ranked => {
    const own = trials.filter((trial) => trial.candidate === candidate && trial.results.length > 0);
    const steps = Math.min(...own.map(({ results }) => results.at(-1)!.steps));
    const at = own.map(({ results }) => results.find((result) => result.steps === steps) ?? results.at(-1)!);
    const isWhole = own.length > 0 && at.every(({ score }) => score !== null);
    const mean = (of: 'score' | 'floor') =>
      isWhole ? at.reduce((total, result) => total + result[of]!, 0) / at.length : null;
    const score = mean('score');
    const squares = at.reduce((total, result) => total + ((result.score ?? 0) - (score ?? 0)) ** 2, 0);
    return {
      candidate,
      settings: settings as GivenSettings,
      steps: own.length === 0 ? 0 : steps,
      score,
      floor: mean('floor'),
      deviation: score !== null && at.length > 1 ? Math.sqrt(squares / (at.length - 1)) : null,
      seconds: own.flatMap(({ results }) => results).reduce((total, { seconds }) => total + seconds, 0),
    };
  });
  const place = ({ score, steps }: Ranked) => (score === null ? 0 : steps);
  return ranked.sort(
    (a, b) => place(b) - place(a) || (a.score ?? 0) - (b.score ?? 0) || a.candidate - b.candidate,
  );
}

export interface TuneFacts {
  readonly data: string;
  readonly steps: number;
  readonly seeds: number;
  readonly rungs: readonly Rung[];
  readonly heldOut: number;
}

export const shownSettings = (settings: GivenSettings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

export function tuneMarkdown(ranked: readonly Ranked[], { data, seeds, rungs, heldOut }: TuneFacts): string {
  const show = (value: number | null) => (value === null ? 'diverged' : value.toFixed(3));
  const halving = rungs.map(({ candidates, steps }) => `${candidates} to ${steps} updates`).join(', ');
  return `${[
    `# Settings searched for ${data}`,
    '',
    `Successive halving: ${halving}; ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} each, ${seeds * stepsOf(rungs)} generator updates in all. The score is the mean of`,
    `the report's figures on ${heldOut} real sequences that no trial learned from, each over what a naive generator gets: 0 is as if`,
    'both were one set, 1 is naive. The floor is what real sequences of the training set get in the place of generated ones.',
    'Scores of different numbers of updates do not compare, and the best of many looks a little better than it is.',
    '',
    '| place | candidate | settings | updates | score | floor | seconds |',
    '|---|---|---|---|---|---|---|',
    ...ranked.map(({ candidate, settings, steps, score, floor, deviation, seconds }, i) => {
      const spread = deviation === null ? '' : ` ± ${deviation.toFixed(3)}`;
      const said = shownSettings(settings) || 'what train does without a search';
      return `| ${[i + 1, candidate, said, steps, `${show(score)}${spread}`, floor === null ? '-' : show(floor), seconds.toFixed(1)].join(' | ')} |`;
    }),
  ].join('\n')}\n`;
}

/** For `gan-lstm train --config`: what was given for all trials, and what was found. */
export function bestFile(
  { settings, score, floor }: Ranked,
  given: GivenSettings,
  { data, seeds }: TuneFacts,
): string {
  const said = Object.fromEntries(
    Object.entries({ ...given, ...settings }).filter(([, value]) => value !== undefined),
  );
  return [
    `# Found by gan-lstm tune on ${JSON.stringify(data)}: score ${score!.toFixed(3)}, floor ${floor!.toFixed(3)}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}.`,
    stringify(said),
  ].join('\n');
}
