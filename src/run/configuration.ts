/**
 * From what a user says to what a run does: loose settings (a file, flags) are checked once, all problems at a time,
 * then completed with the defaults that suit the loss and the data, and checked for contradictions.
 */
import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { didYouMean } from '../errors/didYouMean.ts';
import { type Problem, UserError } from '../errors/userError.ts';
import {
  couplings,
  type GanConfig,
  heldOutCount,
  losses,
  penalties,
  privacyObjections,
  stabiliserNames,
  stabiliserObjections,
} from '../gan/index.ts';
import type { OptimizerName, OptimizerSettings } from '../nn/index.ts';
import type { DataOptions } from '../sequence/timeseries/index.ts';
import { noPrivacy, privacyContradictions, privateDefaults, settlePrivacy } from './privacySettings.ts';
import {
  type GivenSettings,
  type RunSettings,
  type SettingName,
  settingNames,
  settings,
  settingsSchema,
} from './settings.ts';

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

/** What the data says that defaults depend on. */
export interface DataShape {
  readonly count: number;
  readonly length: number;
  readonly features: number;
}

const OPTIMIZER_OF: Partial<Record<SettingName, readonly OptimizerName[]>> = {
  momentum: ['momentum'],
  beta1: ['adam', 'adamw'],
  beta2: ['adam', 'adamw'],
  squareDecay: ['rmsprop'],
  weightDecay: ['adamw'],
};

/** Completes what was given. Throws a UserError that lists every contradiction. */
export function resolveSettings(given: GivenSettings, data: DataShape, naming: Naming): RunSettings {
  const isPrivate = (given.privacyEpsilon ?? 0) > 0;
  const usual = losses[given.loss ?? (isPrivate ? privateDefaults.loss : 'relativistic')].usual;
  const isClipped = (given.weightClip ?? 0) > 0;
  const penalty = given.penalty ?? (isClipped ? 'none' : usual.penalty);
  const heldOut = given.heldOut ?? 0.05;
  const usable = data.count - heldOutCount(data.count, heldOut);
  const defaults = {
    generatorCell: 'lstm',
    generatorHidden: 64,
    generatorLayers: 1,
    noise: 8,
    sequenceNoise: 16,
    generatorStart: given.sequenceNoise === 0 ? 'zero' : 'noise',
    critic: 'cnn',
    criticHidden: 64,
    criticLayers: 2,
    criticDifferences: 0.2,
    spectralNorm: false,
    classes: '',
    classWeight: given.classes ? 1 : 0,
    loss: 'relativistic',
    penalty,
    penaltyWeight:
      penalty === 'none'
        ? 0
        : penalty === usual.penalty
          ? usual.penaltyWeight
          : penalties[penalty].usualWeight,
    weightClip: 0,
    criticSteps: usual.criticSteps,
    batch: usualBatch(given, usable),
    optimizer: 'adam',
    momentum: 0.9,
    beta1: usual.beta1,
    beta2: 0.9,
    squareDecay: 0.99,
    weightDecay: given.optimizer === 'adamw' ? 0.01 : 0,
    criticRate: usual.rate,
    generatorRate: usual.rate,
    schedule: 'linear',
    gradientClip: 0,
    averageDecay: 0.995,
    featureMatching: 0,
    momentMatching: 0,
    modeSeeking: 0,
    replay: 0,
    instanceNoise: 0,
    packing: 0,
    minibatchDeviation: 0,
    labelSmoothing: 0,
    historicalAveraging: 0,
    adaptiveCritic: 0,
    unrolling: 0,
    heldOut,
    diagnoseEvery: 100,
    autoRemedy: false,
    workers: 'auto',
    steps: 1500,
    seed: 1,
    checkpointEvery: 250,
    ...noPrivacy,
    ...(isPrivate && privateDefaults),
  } satisfies RunSettings;
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const resolved = settlePrivacy(given, { ...defaults, ...said }, usable);
  const problems = contradictions(given, resolved, { ...data, count: usable }, naming);
  if (problems.length > 0) throw new UserError('usage', problems);
  return resolved;
}

/** 128, or fewer where there are fewer, in whole packs and groups of the critic. */
function usualBatch({ packing = 0, minibatchDeviation = 0 }: GivenSettings, usable: number): number {
  const unit = Math.max(1, packing) * Math.max(1, minibatchDeviation);
  return Math.max(Math.min(unit, usable), Math.floor(Math.min(128, usable) / unit) * unit);
}

/** Settings that were resolved when they were written; one that is missing now is a UserError. */
export function requireResolved(stored: GivenSettings, naming: Naming): RunSettings {
  // models that were written before there were workers had one, and those before there were classes or privacy none
  const settled = { workers: 1, classes: '', classWeight: 0, ...noPrivacy, ...stored };
  const missing = settingNames.filter(
    (name) => settings[name].group !== 'data' && settled[name] === undefined,
  );
  if (missing.length === 0) return settled as RunSettings;
  const problems = missing.map((name) => ({
    where: naming(name),
    what: 'is missing',
    remedy: `give ${describeValues(name)}, or restore the file`,
  }));
  throw new UserError('file', problems);
}

/** The part of the settings that decides how the data is read. */
export function dataOptionsOf(given: GivenSettings): DataOptions {
  const { delimiter, header, layout, length, stride, key, time, columns, ignore, constraints, schema } =
    given;
  const options = {
    delimiter,
    header,
    layout,
    length,
    stride,
    key,
    time,
    columns,
    ignore,
    constraints,
    schema,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function contradictions(
  given: GivenSettings,
  resolved: RunSettings,
  data: DataShape,
  naming: Naming,
): Problem[] {
  const problems: Problem[] = [];
  const named = naming.short ?? naming;
  const refuse = (name: SettingName, what: string, remedy: string) =>
    problems.push({ where: naming(name), what, remedy });
  for (const [name, users] of Object.entries(OPTIMIZER_OF) as [SettingName, readonly OptimizerName[]][]) {
    if (given[name] === undefined || users.includes(resolved.optimizer)) continue;
    const choice = users.map((user) => `${named('optimizer')} ${user}`).join(' or ');
    refuse(
      name,
      `does nothing with the optimiser ${resolved.optimizer}`,
      `leave it out, or choose ${choice}`,
    );
  }
  if (given.penaltyWeight !== undefined && resolved.penalty === 'none') {
    refuse(
      'penaltyWeight',
      'weighs a penalty, but there is none',
      `leave it out, or choose a ${named('penalty')}`,
    );
  }
  if (resolved.weightClip > 0 && resolved.penalty !== 'none') {
    const what = `clips the weights that ${named('penalty')} ${resolved.penalty} bounds already`;
    refuse('weightClip', what, `leave one of the two out`);
  }
  if (given.classWeight !== undefined && resolved.classes === '') {
    refuse(
      'classWeight',
      'weighs classes, but there are none',
      `leave it out, or name a column by ${named('classes')}`,
    );
  }
  if (resolved.classes !== '' && resolved.packing > 1) {
    const what = 'makes one of several sequences, each of which has a class of its own';
    refuse('packing', what, `leave it or ${named('classes')} out`);
  }
  if (resolved.batch > data.count) {
    const what = `${resolved.batch} is more than the ${data.count} sequences that are trained on`;
    refuse(
      'batch',
      what,
      `give at most ${data.count}, or a smaller ${named('stride')} to have more sequences`,
    );
  }
  const { workers, batch } = resolved;
  if (workers !== 'auto' && workers > 1) {
    if (workers > batch) {
      refuse(
        'workers',
        `${workers} are more than the batch of ${batch} has sequences`,
        `give at most ${batch}`,
      );
    } else if (batch % workers !== 0) {
      const what = `${workers} cannot share a batch of ${batch} equally`;
      const less = batch - (batch % workers);
      refuse('workers', what, `give a divisor of the batch, or ${named('batch')} ${less}`);
    }
    for (const name of couplings(ganConfigOf(resolved))) {
      const what = `${workers} cannot share what ${named(name)} does: it compares the sequences of a batch`;
      refuse('workers', what, `give 1, or leave ${named(name)} out`);
    }
  }
  for (const { name, what, remedy } of stabiliserObjections(ganConfigOf(resolved)))
    refuse(name, what, remedy);
  problems.push(
    ...privacyContradictions(given, resolved, data.count, naming, privacyObjections(ganConfigOf(resolved))),
  );
  if (resolved.generatorStart === 'noise' && resolved.sequenceNoise === 0) {
    const what = "is learned from the sequence's noise, but there is none";
    refuse('generatorStart', what, `say zero, or give ${named('sequenceNoise')} at least 1`);
  }
  if (resolved.layout === 'rows') {
    for (const name of ['key', 'time', 'stride'] as const) {
      if (given[name] !== undefined)
        refuse(name, 'means nothing where a row is a whole sequence', 'leave it out');
    }
  }
  const both = (given.columns ?? []).filter((column) => given.ignore?.includes(column));
  if (both.length > 0)
    refuse('ignore', `names ${both.join(', ')}, which ${named('columns')} names too`, 'decide for one');
  return problems;
}

/** The part of a run's settings that decides how the GAN trains. */
export function ganConfigOf(run: RunSettings): GanConfig {
  const optimizerSettings: OptimizerSettings = {
    momentum: run.momentum,
    beta1: run.beta1,
    beta2: run.beta2,
    decay: run.squareDecay,
    weightDecay: run.weightDecay,
  };
  return {
    generator: {
      cell: run.generatorCell,
      hidden: run.generatorHidden,
      layers: run.generatorLayers,
      noise: run.noise,
      sequenceNoise: run.sequenceNoise,
      start: run.generatorStart,
    },
    critic: {
      kind: run.critic,
      hidden: run.criticHidden,
      layers: run.criticLayers,
      spectralNorm: run.spectralNorm,
      differences: run.criticDifferences,
    },
    loss: run.loss,
    penalty: run.penalty,
    penaltyWeight: run.penaltyWeight,
    weightClip: run.weightClip,
    criticSteps: run.criticSteps,
    batch: run.batch,
    optimizer: run.optimizer,
    optimizerSettings,
    criticRate: run.criticRate,
    generatorRate: run.generatorRate,
    schedule: run.schedule,
    gradientClip: run.gradientClip,
    averageDecay: run.averageDecay,
    classWeight: run.classes === '' ? 0 : run.classWeight,
    stabilisers: Object.fromEntries(stabiliserNames.map((name) => [name, run[name]])),
    heldOut: run.heldOut,
    diagnoseEvery: run.diagnoseEvery,
    autoRemedy: run.autoRemedy,
    workers: run.workers === 'auto' ? 1 : run.workers,
    ...(run.privacyEpsilon > 0 && {
      privacy: {
        epsilon: run.privacyEpsilon,
        delta: run.privacyDelta,
        clip: run.privacyClip,
        noise: run.privacyNoise,
      },
    }),
    steps: run.steps,
    seed: run.seed,
  };
}
