/**
 * A model is a folder that other tools can read:
 *
 *     config.json              what was trained on what, and how (schema-versioned)
 *     codec.json               what was learned about the columns
 *     attributes.json          which combinations of attributes the data held, where it has any (occurring.ts)
 *     generator.safetensors    the weights that sampling uses; critic.safetensors, optimizer.safetensors beside it
 *     generator.onnx           noise in, sequences in the user's units out
 *     journal.jsonl            what happened, one event a line
 *     checkpoints/             where a run goes on after a stop or a crash (checkpoint.ts)
 *     report.html, README.md   the picture and the model card
 */
import * as z from 'zod/mini';
import { UserError } from '../errors/userError.ts';
import { createGan, type Gan, type Shapes } from '../gan/index.ts';
import { type TimeSeriesCodec, timeSeriesCodecFromJson } from '../sequence/timeseries/index.ts';
import { classColumn } from './classColumn.ts';
import { ganConfigOf, requireResolved } from './configuration.ts';
import { parseSettings } from './givenSettings.ts';
import type { Host, Lock } from './host.ts';
import { JOURNAL_FILE } from './journal.ts';
import { ATTRIBUTES } from './occurring.ts';
import type { RunSettings } from './settings.ts';
import { GENERATOR_FILE } from './weightFiles.ts';

const VERSION = 1;
const REMEDY = 'the file is damaged; restore it or train the model anew';
const CONFIG = 'config.json';
const CODEC = 'codec.json';
export const GENERATOR_ONNX = 'generator.onnx';
export const REPORT = 'report.html';
export const CARD = 'README.md';

/** Every name that a run writes at the top of its folder. */
const OURS = [
  'checkpoints',
  CONFIG,
  CODEC,
  ATTRIBUTES,
  JOURNAL_FILE,
  GENERATOR_ONNX,
  GENERATOR_FILE,
  'critic.safetensors',
  'optimizer.safetensors',
  REPORT,
  CARD,
];

export interface ModelConfig {
  /** The file that was learned from, as it was named. */
  readonly data: string;
  /** SHA-256 of the encoded sequences and their codec, so that a run does not go on with other data. */
  readonly dataSha256: string;
  readonly shapes: Shapes;
  /** Sequences that were learned from. */
  readonly count: number;
  readonly settings: RunSettings;
}

export interface Model {
  readonly config: ModelConfig;
  readonly codec: TimeSeriesCodec;
  readonly gan: Gan;
}

/** Whether a folder looks like a model, be it damaged. */
export async function isModelFolder(host: Host, folder: string): Promise<boolean> {
  return (await host.exists(`${folder}/${CONFIG}`)) && (await host.exists(`${folder}/${CODEC}`));
}

/**
 * Refuses a folder that exists and is not empty, unless `overwrites` is said and it is a model's. What begins with a
 * dot does not count: a lock, or what a killed run left.
 */
export async function requireFree(host: Host, folder: string, overwrites: boolean): Promise<void> {
  const names = (await host.exists(folder)) ? await host.list(folder) : [];
  if (names.every((name) => name.startsWith('.'))) return;
  const isModel = await isModelFolder(host, folder);
  if (isModel && overwrites) return;
  const problem = isModel
    ? {
        what: 'holds a model already',
        remedy: 'name another folder with --out, go on with it by --resume, or say --force to replace it',
      }
    : { what: 'exists, is not empty and holds no model', remedy: 'name another folder with --out' };
  throw new UserError('file', [{ where: folder, ...problem }]);
}

/** Makes the folder of a new run and takes it; the files of a model that may be replaced are removed, and no others. */
export async function claimModelFolder(host: Host, folder: string, overwrites: boolean): Promise<Lock> {
  await host.makeFolder(folder);
  const lock = await host.lock(folder);
  try {
    await requireFree(host, folder, overwrites);
    for (const name of OURS) await host.remove(`${folder}/${name}`);
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

export async function writeModel(
  host: Host,
  folder: string,
  { config, codec }: Omit<Model, 'gan'>,
): Promise<void> {
  await host.writeFileAtomic(`${folder}/${CODEC}`, toJson(codec.toJSON()));
  await host.writeFileAtomic(`${folder}/${CONFIG}`, toJson({ version: VERSION, ...config }));
}

/** Reads and checks a model's description. Throws a UserError where the folder is foreign or damaged. */
export async function openModel(host: Host, folder: string): Promise<Model> {
  if (!(await host.exists(`${folder}/${CONFIG}`))) {
    const what = (await host.exists(folder)) ? `is no model: it has no ${CONFIG}` : 'does not exist';
    throw new UserError('file', [
      { where: folder, what, remedy: 'name the folder that gan-lstm train wrote' },
    ]);
  }
  const config = await readConfig(host, `${folder}/${CONFIG}`);
  const where = `${folder}/${CODEC}`;
  const codec = timeSeriesCodecFromJson(await readJson(host, where), where);
  if (codec.features !== config.shapes.features || codec.length !== config.shapes.length) {
    const [told, found] = [config.shapes, { length: codec.length, features: codec.features }].map(
      (shape) => `${shape.features} features and ${shape.length} steps`,
    );
    const what = `speaks of ${found}, but ${CONFIG} of ${told}`;
    throw new UserError('file', [{ where, what, remedy: REMEDY }]);
  }
  if (codec.learned.some(({ isStatic }) => isStatic) && !config.shapes.ranges) {
    const what = 'was written by an earlier version, which made attributes in another way';
    throw new UserError('file', [{ where: folder, what, remedy: 'train the model again' }]);
  }
  return {
    config,
    codec,
    gan: createGan(ganConfigOf(config.settings), {
      ...config.shapes,
      ...groupsOf(codec),
      ...classColumn(codec, config.settings.classes, (name) => `${folder}/${CONFIG}, "${name}"`),
    }),
  };
}

/** The groups of features stand in codec.json; config.json does not repeat them. */
export const groupsOf = ({ groups }: TimeSeriesCodec): Pick<Shapes, 'groups'> => (groups ? { groups } : {});

const count = () => z.int().check(z.minimum(1));
const configSchema = z.object({
  version: z.literal(VERSION),
  data: z.string(),
  dataSha256: z.string(),
  shapes: z.object({
    length: count(),
    features: count(),
    changes: z.array(z.number().check(z.positive())),
    memory: z.optional(z.number().check(z.minimum(0), z.lt(1))),
    ranges: z.optional(z.array(z.array(z.tuple([z.number(), z.number()])).check(z.minLength(1)))),
  }),
  count: count(),
  settings: z.record(z.string(), z.unknown()),
});

async function readConfig(host: Host, where: string): Promise<ModelConfig> {
  const json = await readJson(host, where);
  const version = (json as { version?: unknown } | null)?.version;
  if (version !== VERSION) {
    const what = `has the version ${JSON.stringify(version)}, but this program reads ${VERSION}`;
    throw new UserError('file', [{ where, what, remedy: 'use the program that wrote it' }]);
  }
  const result = configSchema.safeParse(json);
  if (!result.success) {
    const problems = result.error.issues.map(({ path }) => ({
      where: `${where}, "${path.join('.')}"`,
      what: 'is missing or of another form than was written',
      remedy: REMEDY,
    }));
    throw new UserError('file', problems);
  }
  const { version: _, settings, ...config } = result.data;
  const naming = (name: string) => `${where}, "${name}"`;
  return { ...config, settings: requireResolved(parseSettings(settings, naming), naming) };
}

async function readJson(host: Host, where: string): Promise<unknown> {
  const text = new TextDecoder().decode(await host.readFile(where));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError('file', [{ where, what: 'is not valid JSON', remedy: REMEDY }], { cause });
  }
}

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
