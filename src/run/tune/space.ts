/**
 * The settings that a search tries: for each a list of values, or a range { from, to }, drawn evenly on a scale of
 * powers where it is positive. Of a file (YAML or JSON) every mistake is told.
 */
import { didYouMean } from '../../errors/didYouMean.ts';
import { type Problem, UserError } from '../../errors/userError.ts';
import { randomStream } from '../../random/stream.ts';
import { namingInFile, parseSettings, parseYaml, settingJsonSchema } from '../givenSettings.ts';
import { type GivenSettings, type SettingName, settingNames, settings } from '../settings.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

export type SearchSpace = { readonly [N in SettingName]?: readonly unknown[] | Range };

/** What is searched when nobody says: what most decides how well a GAN trains on a set, and is not settled by it. */
export const defaultSpace: SearchSpace = {
  loss: ['relativistic', 'standard', 'hinge'],
  penaltyWeight: { from: 0.1, to: 10 },
  criticRate: { from: 5e-4, to: 4e-3 },
  generatorRate: { from: 5e-4, to: 4e-3 },
  critic: ['cnn', 'both'],
  generatorHidden: [32, 64, 128],
  criticHidden: [32, 64, 128],
  batch: [32, 64, 128],
};

/** How a run goes is no part of what it learns, and other data would be another question. */
const isSearchable = (name: SettingName): boolean =>
  !['data', 'privacy', 'run'].includes(settings[name].group);

/** A file's text to a space; a UserError with every mistake. */
export function parseSpaceFile(text: string, where: string): SearchSpace {
  const given = parseYaml(text, where);
  const refuse = (problems: readonly Problem[]) => new UserError('usage', problems);
  if (
    typeof given !== 'object' ||
    given === null ||
    Array.isArray(given) ||
    Object.keys(given).length === 0
  ) {
    const remedy =
      'write one setting a line, such as "loss: [relativistic, hinge]" or "criticRate: { from: 0.001, to: 0.01 }"';
    throw refuse([{ where, what: 'is no list of settings and their values', remedy }]);
  }
  const naming = namingInFile(where);
  const problems = Object.entries(given).flatMap(([name, values]) => problemsOf(name, values, naming(name)));
  if (problems.length > 0) throw refuse(problems);
  return given as SearchSpace;
}

function problemsOf(name: string, values: unknown, where: string): readonly Problem[] {
  const searchable = settingNames.filter(isSearchable);
  if (!searchable.includes(name as SettingName)) {
    const near = didYouMean(name, searchable);
    const isKnown = settingNames.includes(name as SettingName);
    const what = isKnown
      ? 'cannot be searched: it decides on what, or how long, a model is trained'
      : 'is no setting';
    const remedy = isKnown
      ? 'give it as a flag, for all trials'
      : near
        ? `did you mean "${near}"?`
        : 'see gan-lstm train --help';
    return [{ where, what, remedy }];
  }
  if (Array.isArray(values)) {
    if (values.length === 0) return [{ where, what: 'has no values', remedy: 'list at least one' }];
    return values.flatMap((value) => problemsOfValue(name, value, where));
  }
  if (typeof values !== 'object' || values === null) {
    const remedy =
      'write a list, [a, b], or a range, { from: a, to: b }; what is the same for all trials is a flag';
    return [{ where, what: `${JSON.stringify(values)} is neither a list nor a range`, remedy }];
  }
  const { from, to, ...others } = values as Record<string, unknown>;
  const unknown = Object.keys(others).map((key) => {
    const near = didYouMean(key, ['from', 'to']);
    return {
      where,
      what: `${key} is no part of a range`,
      remedy: near ? `did you mean "${near}"?` : 'give from and to',
    };
  });
  if (unknown.length > 0) return unknown;
  if (!isNumeric(name as SettingName) || typeof from !== 'number' || typeof to !== 'number' || !(from < to)) {
    const remedy = isNumeric(name as SettingName)
      ? 'give two numbers, from below to'
      : 'give a list of values';
    return [{ where, what: `${JSON.stringify(values)} is no range of it`, remedy }];
  }
  return [from, to].flatMap((value) => problemsOfValue(name, value, where));
}

function problemsOfValue(name: string, value: unknown, where: string): readonly Problem[] {
  try {
    parseSettings({ [name]: value }, () => where);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
}

const isNumeric = (name: SettingName): boolean =>
  ['number', 'integer'].includes(settingJsonSchema(name).type ?? '');

/** The values of candidate `index`, which depend on (seed, index, attempt) alone. */
export function drawSettings(
  space: SearchSpace,
  seed: number,
  index: number,
  attempt: number,
): GivenSettings {
  const drawn = (Object.entries(space) as [SettingName, readonly unknown[] | Range][]).map(
    ([name, values]) => {
      const share = new Float32Array(1);
      randomStream(seed, `tune ${name}`).uniform(1000 * index + attempt, share);
      return [name, valueAt(name, values, share[0]!)] as const;
    },
  );
  return Object.fromEntries(drawn) as GivenSettings;
}

function valueAt(name: SettingName, values: readonly unknown[] | Range, share: number): unknown {
  if (!('from' in values)) return values[Math.min(values.length - 1, Math.floor(share * values.length))];
  const { from, to } = values;
  const value = from > 0 ? from * (to / from) ** share : from + share * (to - from);
  // three digits are what a person would write, and more than a search can tell apart
  return settingJsonSchema(name).type === 'integer' ? Math.round(value) : Number(value.toPrecision(3));
}
