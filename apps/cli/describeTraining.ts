/** The settings that matter, in a few lines. */
import type { RunSettings } from '../../src/index.ts';
import { grouped, short } from './numbers.ts';
import { textTable } from './textTable.ts';
import type { Words } from './words.ts';

export interface Sizes {
  readonly generatorParameters: number;
  readonly criticParameters: number;
}

/** The budget of privacy, where there is one. */
function guarantee(settings: RunSettings, training: Words['training']): readonly (readonly string[])[] {
  const { privacyEpsilon, privacyDelta, privacyNoise, privacyClip } = settings;
  if (privacyEpsilon === 0) return [];
  return [
    [
      training.privacy,
      training.guarantee(short(privacyEpsilon), `${Number(privacyDelta.toPrecision(2))}`),
      training.privateUpdate(short(privacyNoise), short(privacyClip)),
    ],
  ];
}

export function describeTraining(
  settings: RunSettings,
  { training }: Words,
  extra: { readonly sizes?: Sizes; readonly folder?: string; readonly engine?: string } = {},
): string {
  const { sizes, folder, engine } = extra;
  const { generatorCell, generatorLayers, generatorHidden, noise, sequenceNoise } = settings;
  const { critic, criticLayers, criticHidden, loss, penalty, penaltyWeight, steps, batch, seed } = settings;
  const parameters = (count: number | undefined) =>
    count === undefined ? [] : [training.parameters(grouped(count))];
  const { workers } = settings;
  const shared = typeof workers === 'number' && workers > 1 ? [training.workers(workers)] : [];
  const rows = [
    [
      training.generator,
      training.network(generatorCell.toUpperCase(), generatorLayers, generatorHidden),
      training.noise(noise, sequenceNoise),
      ...parameters(sizes?.generatorParameters),
    ],
    [
      training.critic,
      training.network(critic === 'both' ? 'CNN + LSTM' : critic.toUpperCase(), criticLayers, criticHidden),
      ...parameters(sizes?.criticParameters),
    ],
    [training.loss, loss, training.penalty(penalty, Number(short(penaltyWeight)))],
    ...guarantee(settings, training),
    [training.run, training.plan(grouped(steps), batch, seed), ...shared, ...(engine ? [engine] : [])],
    ...(folder === undefined ? [] : [[training.folder, folder]]),
  ];
  return `${training.heading}\n${textTable(rows.map(([name, ...facts]) => [name!, facts.join(', ')]))}`;
}
