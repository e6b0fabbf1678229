/**
 * Flags made from the table of settings: `criticHidden` is `--critic-hidden`, a boolean also has `--no-...`, a list
 * is written with commas or by repeating the flag. A configuration file says the same; a flag goes before it.
 */
import { type Command, Option } from 'commander';
import {
  type GivenSettings,
  type Host,
  type Naming,
  parseConfigurationFile,
  parseSchema,
  parseSettings,
  resolveSettings,
  type SettingName,
  settingJsonSchema,
  settingNames,
  settings,
  UserError,
} from '../../src/index.ts';
import { type Options, textOf } from './context.ts';
import { collectingProblems } from './problems.ts';
import type { Words } from './words.ts';

export const flagOf: Naming = (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export const dataSettingNames = settingNames.filter((name) => settings[name].group === 'data');

export function addSettingFlags(command: Command, names: readonly SettingName[], words: Words): void {
  // what is chosen for plenty of data when nothing is said
  const usual: Readonly<Record<string, unknown>> = resolveSettings({}, PLENTY, flagOf);
  for (const name of names) {
    const { enum: choices } = settingJsonSchema(name);
    const type = typeOf(name);
    const kind = type === 'boolean' ? '' : ` <${placeholder(name)}>`;
    const extra = [
      ...(choices ? [choices.join(', ')] : []),
      ...(usual[name] === undefined ? [] : [words.byDefault(String(usual[name]))]),
    ];
    const description = settings[name][words.language] + (extra.length > 0 ? ` (${extra.join('; ')})` : '');
    const heading = words.groups[settings[name].group];
    const option = new Option(flagOf(name) + kind, description).helpGroup(heading);
    if (type === 'array') {
      option.argParser((value: string, before: readonly string[] | undefined) => [
        ...(before ?? []),
        ...(name === 'constraints' ? [value] : value.split(',').map((part) => part.trim())),
      ]);
    }
    command.addOption(option);
    if (type === 'boolean') {
      const negated = new Option(flagOf(name).replace('--', '--no-'), description).helpGroup(heading);
      command.addOption(negated.hideHelp());
    }
  }
}

const PLENTY = { count: 1_000_000, length: 1, features: 1 };

/** What a flag is read as; one that takes a word or a number takes its number. */
function typeOf(name: SettingName): string | undefined {
  const { type, anyOf } = settingJsonSchema(name);
  return type ?? anyOf?.find((other) => other.type === 'integer' || other.type === 'number')?.type;
}

function placeholder(name: SettingName): string {
  const type = typeOf(name);
  if (name === 'constraints') return 'line';
  if (name === 'schema') return 'file';
  if (type === 'array') return 'columns';
  if (name === 'key' || name === 'time') return 'column';
  if (type === 'integer' || type === 'number') return 'number';
  return name === 'delimiter' ? 'character' : 'name';
}

/** `--header true` becomes `--header`, `--header=false` becomes `--no-header`. */
export function spellBooleans(argv: readonly string[]): string[] {
  const booleans = new Map(
    settingNames
      .filter((name) => settingJsonSchema(name).type === 'boolean')
      .map((name) => [flagOf(name), flagOf(name).replace('--', '--no-')]),
  );
  const spelled: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--') return [...spelled, ...argv.slice(i)];
    const [flag = '', joined] = word.split(/=(.*)/s);
    const negated = booleans.get(flag);
    const value = joined ?? argv[i + 1];
    if (negated === undefined || (value !== 'true' && value !== 'false')) spelled.push(word);
    else {
      spelled.push(value === 'true' ? flag : negated);
      if (joined === undefined) i++;
    }
  }
  return spelled;
}

export interface Given {
  readonly given: GivenSettings;
  /** How a setting was called where it was given; a flag where it was not given. */
  readonly naming: Naming;
}

/** Reads flags and, if named, a configuration file. Throws a UserError that lists the mistakes of both. */
export async function givenSettings(
  host: Host,
  options: Readonly<Record<string, unknown>>,
  configPath: string | undefined,
): Promise<Given> {
  const { problems, attempt } = collectingProblems();
  const text = configPath === undefined ? '' : new TextDecoder().decode(await host.readFile(configPath));
  const inFile =
    attempt(() => (configPath === undefined ? {} : parseConfigurationFile(text, configPath))) ?? {};
  const schemaPath = options.schema;
  const schema =
    typeof schemaPath === 'string'
      ? parseSchema(new TextDecoder().decode(await host.readFile(schemaPath)), schemaPath)
      : undefined;
  const byFlag = attempt(() => parseSettings(valuesOfFlags({ ...options, schema }), flagOf)) ?? {};
  if (problems.length > 0) throw new UserError('usage', problems);
  const isInFile = (name: string) =>
    inFile[name as SettingName] !== undefined && byFlag[name as SettingName] === undefined;
  return {
    given: { ...inFile, ...byFlag },
    naming: Object.assign((name: string) => (isInFile(name) ? `${configPath}, "${name}"` : flagOf(name)), {
      short: (name: string) => (isInFile(name) ? `"${name}"` : flagOf(name)),
    }),
  };
}

/** The settings among a command's options, each read as the kind of value that its schema asks for. */
function valuesOfFlags(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = settingNames.flatMap((name): [string, unknown][] => {
    const value = options[name];
    if (value === undefined) return [];
    return [[name, typeof value === 'string' ? valueOfText(name, value) : value]];
  });
  return Object.fromEntries(entries);
}

/** A text that is no such value stays a text, which the schema then refuses in words. */
function valueOfText(name: SettingName, text: string): unknown {
  if (name === 'delimiter' && text === '\\t') return 'tab'; // as a shell hands it on
  const type = typeOf(name);
  return type === 'integer' || type === 'number' ? (numberOfText(text) ?? text) : text;
}

export function numberOfText(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

/** A whole number of at least `least` that a flag was given, if it was; a UserError where it is none. */
export function wholeNumberOf(options: Options, name: string, least: number): number | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  const value = numberOfText(text);
  if (value !== undefined && Number.isSafeInteger(value) && value >= least) return value;
  const [what, remedy] = [`${JSON.stringify(text)} will not do`, `give a whole number of at least ${least}`];
  throw new UserError('usage', [{ where: flagOf(name), what, remedy }]);
}

export { settingNames };
