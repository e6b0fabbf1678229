/**
 * A checkpoint is one file, so that writing it is one atomic step:
 *
 *     <model>/checkpoints/step-200.safetensors    the whole training state by its own names; in the metadata the
 *                                                 step, what else resuming needs (`meta`, JSON), and a checksum
 *     <model>/checkpoints/step-100.safetensors    the one before
 *     <model>/generator.safetensors, ...          the weights of the newest again, for other tools (weightFiles.ts)
 *
 * Writing: (1) replace the files at the top, (2) write `step-N` atomically, (3) remove all others but the newest
 * whole one before it. A crash before the end of (2) leaves the old checkpoint in force, after it the new one; the
 * last two that are whole are never touched. A checkpoint of a later step than the one written is what a run left
 * behind that went back; (3) removes it.
 *
 * The files at the top are copies: files of different names cannot be replaced all at once, so resuming never reads
 * them. Each is whole by itself and states its step, which is all that another tool needs. After a crash some may be
 * ahead of the checkpoint in force, never behind it, so the run that goes on writes them again. The price is the
 * size of the state once more.
 *
 * Reading checks the checksum and falls back to the checkpoint before, with a warning. The folder must be locked by
 * the run that writes (host.lock).
 */
import { type Problem, UserError } from '../errors/userError.ts';
import type { Values } from '../runtime/engine.ts';
import type { Host } from './host.ts';
import { readSealed, writeSealed } from './sealedTensors.ts';
import { fromStored, GENERATOR_FILE, samplingWeights, toStored, weightFiles } from './weightFiles.ts';

const VERSION = '1';
const CHECKPOINTS = 'checkpoints';

export interface Checkpoint {
  readonly step: number;
  /** Everything that training changes, by dotted name: `generator.lstm.0.weightIh`. */
  readonly state: Values;
  /** What else resuming needs, as JSON without NaN or infinities: the length of the journal. */
  readonly meta: Readonly<Record<string, unknown>>;
}

export interface ReadCheckpoint extends Checkpoint {
  /** Why newer ones could not be read; empty when all is well. */
  readonly warnings: readonly Problem[];
}

export interface GeneratorWeights {
  /** `generator.*`: what samples are drawn from. */
  readonly weights: Values;
  /** The step of training they stem from; undefined where another program wrote them. */
  readonly step: number | undefined;
  readonly warnings: readonly Problem[];
}

/**
 * Saves a checkpoint; when it returns, it is on the disk and in force. On failure (UserError) the one before stays
 * in force. Returns warnings: a damaged older checkpoint, one that could not be removed. The state must not
 * change meanwhile.
 */
export async function writeCheckpoint(
  host: Host,
  folder: string,
  { step, state, meta }: Checkpoint,
): Promise<readonly Problem[]> {
  await host.makeFolder(`${folder}/${CHECKPOINTS}`);
  const metadata = { version: VERSION, step: `${step}`, meta: JSON.stringify(meta, requireFinite) };
  for (const file of weightFiles(state, step)) {
    await host.writeFileAtomic(`${folder}/${file.name}`, await writeSealed(file.tensors, file.metadata));
  }
  await host.writeFileAtomic(pathOf(folder, step), await writeSealed(toStored(state), metadata));
  return await removeOthers(host, folder, step);
}

/** The newest checkpoint that is whole. Throws a UserError that lists every attempt where there is none. */
export async function readCheckpoint(host: Host, folder: string): Promise<ReadCheckpoint> {
  const warnings: Problem[] = [];
  for (const step of await stepsOf(host, folder)) {
    const found = await attempt(load(host, folder, step), warnings);
    if (found) return { ...found, warnings };
  }
  const what = warnings.length === 0 ? 'holds no checkpoint' : 'holds no checkpoint that can be read';
  const remedy = 'name the folder of a model that was trained here, or train it anew';
  throw new UserError('file', [...warnings, { where: folder, what, remedy }]);
}

/** Whether there is something to resume from, be it damaged. */
export async function hasCheckpoint(host: Host, folder: string): Promise<boolean> {
  return (await stepsOf(host, folder)).length > 0;
}

/** The weights of `generator.safetensors`; where it cannot be read, those of the newest whole checkpoint. */
export async function readGenerator(host: Host, folder: string): Promise<GeneratorWeights> {
  const path = `${folder}/${GENERATOR_FILE}`;
  const warnings: Problem[] = [];
  const found = await attempt(loadGenerator(host, path), warnings);
  if (found) return { ...found, warnings };
  if (!(await hasCheckpoint(host, folder))) throw new UserError('file', warnings);
  const { step, state, warnings: more } = await readCheckpoint(host, folder);
  return { weights: samplingWeights(state), step, warnings: [...warnings, ...more] };
}

async function loadGenerator(host: Host, where: string): Promise<Omit<GeneratorWeights, 'warnings'>> {
  const { tensors, metadata } = await readSealed(await host.readFile(where), where);
  const step = metadata.step === undefined ? undefined : Number(metadata.step);
  return { weights: fromStored(tensors, where), step };
}

async function load(host: Host, folder: string, step: number): Promise<Checkpoint> {
  const where = pathOf(folder, step);
  const { tensors, metadata, isSealed } = await readSealed(await host.readFile(where), where);
  if (isSealed && metadata.version === VERSION && metadata.step === `${step}`) {
    return { step, state: fromStored(tensors, where), meta: JSON.parse(metadata.meta!) };
  }
  const what = !isSealed
    ? 'is no checkpoint: it has no checksum'
    : metadata.version !== VERSION
      ? `has the version ${JSON.stringify(metadata.version)}, but this program reads ${VERSION}`
      : `has the name of step ${step}, but holds step ${metadata.step}`;
  throw new UserError('file', [
    { where, what, remedy: 'restore the file, or use the program that wrote it' },
  ]);
}

/** Removes every checkpoint but `step` and the newest whole one before it. */
async function removeOthers(host: Host, folder: string, step: number): Promise<readonly Problem[]> {
  const warnings: Problem[] = [];
  let isOneKept = false;
  for (const other of await stepsOf(host, folder)) {
    if (other === step) continue;
    if (other < step && !isOneKept && (await attempt(load(host, folder, other), warnings))) isOneKept = true;
    else await attempt(host.remove(pathOf(folder, other)), warnings);
  }
  return warnings;
}

/** Newest first. */
async function stepsOf(host: Host, folder: string): Promise<readonly number[]> {
  if (!(await host.exists(`${folder}/${CHECKPOINTS}`))) return [];
  const names = await host.list(`${folder}/${CHECKPOINTS}`);
  const steps = names.flatMap((name) => /^step-(0|[1-9]\d{0,14})\.safetensors$/.exec(name)?.[1] ?? []);
  return steps.map(Number).sort((a, b) => b - a);
}

function pathOf(folder: string, step: number): string {
  return `${folder}/${CHECKPOINTS}/step-${step}.safetensors`;
}

/** The result, or undefined with the user's error among the warnings; a bug stays an error. */
async function attempt<T>(work: Promise<T>, warnings: Problem[]): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    warnings.push(...error.problems);
    return undefined;
  }
}

function requireFinite(key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new TypeError(`writeCheckpoint: meta.${key} is ${value}, which JSON cannot hold`);
}
