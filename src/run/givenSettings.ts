/**
 * What a user says, checked: loose settings of a file or of flags, all problems at a time, in the words of the table of
 * settings; and the JSON Schema that says the same to an editor.
 */
import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { didYouMean } from '../errors/didYouMean.ts';
import { type Problem, UserError } from '../errors/userError.ts';
import { type GivenSettings, type SettingName, settingNames, settings, settingsSchema } from './settings.ts';

/** How a setting is called where it was given: a key of a file, a flag. */
export interface Naming {
  (name: string): string;
  /** The same in the middle of a sentence that has named the file already. */
  readonly short?: (name: string) => string;
}

/** Checks loose values; throws a UserError that lists every problem, each with the value and what would do. */
export function parseSettings(given: unknown, naming: Naming): GivenSettings {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const remedy = 'write one "name: value" per line, such as "length: 24"';
    throw new UserError('usage', [{ where: naming(''), what: 'is no list of settings', remedy }]);
  }
  const result = settingsSchema.safeParse(given);
  if (result.success) return result.data as GivenSettings;
  const problems = result.error.issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownSetting(key, naming));
    const name = issue.path[0] as SettingName;
    const value = (given as Record<string, unknown>)[name];
    return [
      { where: naming(name), what: `${show(value)} will not do`, remedy: `give ${describeValues(name)}` },
    ];
  });
  throw new UserError('usage', problems);
}

function unknownSetting(key: string, naming: Naming): Problem {
  const near = didYouMean(key, settingNames);
  const remedy = near
    ? `did you mean ${(naming.short ?? naming)(near)}?`
    : 'see the settings in gan-lstm train --help';
  return { where: naming(key), what: 'is no setting', remedy };
}

/** A configuration file's text. `where` names the file. */
export function parseConfigurationFile(text: string, where: string): GivenSettings {
  const given = parseYaml(text, where) ?? {};
  if (typeof given === 'object' && '$schema' in given) delete given.$schema;
  return parseSettings(given, namingInFile(where));
}

/** The value of a text in YAML or JSON (which YAML contains). Throws a UserError with every mistake. */
export function parseYaml(text: string, where: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      where: `${where}, line ${error.linePos?.[0].line ?? 1}`,
      what: error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
      remedy: 'mend the YAML or JSON there',
    }));
    throw new UserError('usage', problems);
  }
  try {
    return document.toJS();
  } catch (cause) {
    // an alias without its anchor, or aliases without end
    const problem = { where, what: (cause as Error).message, remedy: 'write the values out' };
    throw new UserError('usage', [problem], { cause });
  }
}

/** How the settings of a file are called. */
export const namingInFile = (where: string): Naming =>
  Object.assign((name: string) => (name ? `${where}, "${name}"` : where), {
    short: (name: string) => `"${name}"`,
  });

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
}

/** The JSON Schema of one setting: what kind of value a flag must be read as. */
export const settingJsonSchema = (name: SettingName): JsonSchema =>
  z.toJSONSchema(settings[name].schema) as JsonSchema;

/** The values that a setting takes, as words: `a whole number of at least 1`. */
export const describeValues = (name: SettingName): string =>
  name === 'constraints' ? 'a list of lines such as "High >= Low"' : describeSchema(settingJsonSchema(name));

function describeSchema(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(describeSchema).join(' or ');
  if (schema.const) return schema.const;
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') return 'a list of column names';
  if (schema.pattern) return 'one character, or tab, space, comma, semicolon or pipe';
  if (schema.type === 'string') return 'a column name';
  const bounds = [
    schema.exclusiveMinimum !== undefined && `above ${schema.exclusiveMinimum}`,
    schema.minimum !== undefined &&
      schema.minimum > -Number.MAX_SAFE_INTEGER &&
      `of at least ${schema.minimum}`,
    schema.exclusiveMaximum !== undefined && `below ${schema.exclusiveMaximum}`,
  ].filter(Boolean);
  return `a ${schema.type === 'integer' ? 'whole number' : 'number'} ${bounds.join(' and ')}`.trim();
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The published JSON Schema of a configuration file. */
export function configurationJsonSchema(): Record<string, unknown> {
  const properties = Object.fromEntries(
    settingNames.map((name) => {
      const { $schema, ...schema } = z.toJSONSchema(settings[name].schema) as Record<string, unknown>;
      return [name, { description: settings[name].en, ...schema }];
    }),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'gan-lstm configuration',
    description: 'What gan-lstm train --config reads, in JSON or YAML; every setting may be left out.',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...properties },
    additionalProperties: false,
  };
}
