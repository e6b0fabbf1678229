/**
 * A checkpoint is several files that count only together, replaced as a whole at any moment of a crash:
 *
 *     <model>/checkpoints/latest.json          which checkpoints count, newest first (sealed)
 *     <model>/checkpoints/step-200/            generator.safetensors, critic.safetensors, optimizer.safetensors,
 *                                              state.json (sealed): step, meta, length and SHA-256 of each file
 *     <model>/checkpoints/step-100/            the one before
 *     <model>/generator.safetensors, ...       the newest again, for other tools
 *
 * Writing: (1) remove what latest.json does not name, (2) write all files into `step-N.tmp` durably, (3) rename it
 * to `step-N`, (4) replace latest.json, (5) replace the files at the top, (6) remove all but the last two. A crash
 * before (4) leaves the old checkpoint in force, after (4) the new one; no file in force is ever touched.
 *
 * The files at the top are copies. A set of files with one name each cannot be replaced at once without links, which
 * neither every disk nor the page has, so resuming never reads them: each is whole by itself and states its step in
 * its metadata, which is all that another tool needs. The price is the size of a model once more.
 *
 * Reading checks every seal and checksum and falls back to the checkpoint before, with a warning. The folder must be
 * locked by the run that writes (host.lock).
 */
import { formatProblem, type Problem, UserError } from '../errors/userError.ts';
import {
  CHECKPOINTS,
  type CheckpointEntry,
  candidates,
  LATEST,
  readIndex,
  removeOthers,
  writeIndex,
} from './checkpointIndex.ts';
import type { Host } from './host.ts';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors.ts';
import { sealJson, sha256, unsealJson } from './sealedJson.ts';

const VERSION = 1;
const KEPT = 2;
const STATE = 'state.json';

export interface Checkpoint {
  readonly step: number;
  /** Everything that training changes, by dotted name: `generator.lstm.0.weightIh`. */
  readonly state: Readonly<Record<string, StateTensor>>;
  /** What else resuming needs, as JSON without NaN or infinities: the seed, the length of the journal. */
  readonly meta: Readonly<Record<string, unknown>>;
}

export interface StateTensor {
  readonly shape: readonly number[];
  readonly data: StateArray;
}

export type StateArray = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

export interface ReadCheckpoint extends Checkpoint {
  /** Where it was read: `checkpoints/step-200`. */
  readonly folder: string;
  /** Why newer ones could not be read; empty when all is well. */
  readonly warnings: readonly Problem[];
}

/** The file that holds a tensor of the state: the two networks by the first part of the name, else the optimiser's. */
export function checkpointFile(name: string): string {
  const part = name.slice(0, Math.max(0, name.indexOf('.')));
  return part === 'generator' || part === 'critic' ? `${part}.safetensors` : 'optimizer.safetensors';
}

/**
 * Saves a checkpoint; when it returns, it is on the disk and in force. On failure (UserError) the one before stays
 * in force. The warnings tell of leftovers that could not be removed and of a damaged older checkpoint.
 */
export async function writeCheckpoint(
  host: Host,
  folder: string,
  { step, state, meta }: Checkpoint,
): Promise<{ readonly folder: string; readonly warnings: readonly Problem[] }> {
  const checkpoints = `${folder}/${CHECKPOINTS}`;
  await host.makeFolder(checkpoints);
  const { entries, warnings } = await readIndex(host, folder);
  warnings.push(...(await removeOthers(host, folder, entries)));

  const files = encodeState(state, step);
  const name = freeName(step, entries);
  const temporary = `${checkpoints}/${name}.tmp`;
  try {
    await host.makeFolder(temporary);
    const sums: Record<string, FileSum> = {};
    for (const [file, bytes] of files) {
      sums[file] = { bytes: bytes.length, sha256: await sha256(bytes) };
      await host.writeFileAtomic(`${temporary}/${file}`, bytes);
    }
    const record = await sealJson({ version: VERSION, step, meta, files: sums });
    await host.writeFileAtomic(`${temporary}/${STATE}`, record);
    await host.rename(temporary, `${checkpoints}/${name}`);
  } catch (error) {
    // the first failure is the one to report; what cannot be removed now is removed by the next write
    await host.remove(temporary).catch(() => undefined);
    throw error;
  }

  const kept: CheckpointEntry[] = [{ folder: name, step }];
  for (const entry of entries) {
    if (kept.length === KEPT) break;
    const problem = await problemOf(loadCheckpoint(host, folder, entry));
    if (problem) warnings.push(problem);
    else kept.push(entry);
  }
  await writeIndex(host, folder, kept);
  for (const [file, bytes] of files) await host.writeFileAtomic(`${folder}/${file}`, bytes);
  warnings.push(...(await removeOthers(host, folder, kept)));
  return { folder: `${CHECKPOINTS}/${name}`, warnings };
}

/** The newest checkpoint that is whole. Throws a UserError that lists every attempt where there is none. */
export async function readCheckpoint(host: Host, folder: string): Promise<ReadCheckpoint> {
  const { entries, warnings } = await candidates(host, folder);
  for (const entry of entries) {
    try {
      return {
        ...(await loadCheckpoint(host, folder, entry)),
        folder: `${CHECKPOINTS}/${entry.folder}`,
        warnings,
      };
    } catch (error) {
      warnings.push(asProblem(error));
    }
  }
  const remedy = 'name the folder of a model that was trained here, or train it anew';
  const what = warnings.length === 0 ? 'holds no checkpoint' : 'holds no checkpoint that can be read';
  throw new UserError('file', [...warnings, { where: folder, what, remedy }]);
}

/** Whether there is something to resume from, be it damaged. */
export async function hasCheckpoint(host: Host, folder: string): Promise<boolean> {
  return (await candidates(host, folder)).entries.length > 0;
}

interface FileSum {
  readonly bytes: number;
  readonly sha256: string;
}

async function loadCheckpoint(host: Host, folder: string, entry: CheckpointEntry): Promise<Checkpoint> {
  const path = `${folder}/${CHECKPOINTS}/${entry.folder}`;
  const record = await unsealJson(await host.readFile(`${path}/${STATE}`), `${path}/${STATE}`);
  if (record.version !== VERSION) {
    const what = `has the version ${JSON.stringify(record.version)}, but this program reads ${VERSION}`;
    throw new UserError('file', [
      { where: `${path}/${STATE}`, what, remedy: 'use the program that wrote it' },
    ]);
  }
  // the seal vouches for the form
  const { step, meta, files } = record as unknown as Checkpoint & { files: Record<string, FileSum> };
  const state: Record<string, StateTensor> = {};
  for (const [file, sum] of Object.entries(files)) {
    const bytes = await host.readFile(`${path}/${file}`);
    if (bytes.length !== sum.bytes || (await sha256(bytes)) !== sum.sha256) {
      const what = `does not match its checksum (${bytes.length} bytes, written with ${sum.bytes})`;
      throw new UserError('file', [
        { where: `${path}/${file}`, what, remedy: 'the file is damaged; restore it' },
      ]);
    }
    for (const [name, { shape, data }] of Object.entries(readSafetensors(bytes, `${path}/${file}`).tensors)) {
      state[name] = { shape, data: data as StateArray };
    }
  }
  return { step, state, meta };
}

/** The files of a state, all three also where one is empty. */
function encodeState(state: Checkpoint['state'], step: number): [string, Uint8Array][] {
  const parts = new Map<string, Record<string, StoredTensor>>(
    ['generator.', 'critic.', 'optimizer.'].map((name) => [checkpointFile(name), {}]),
  );
  for (const [name, { shape, data }] of Object.entries(state)) {
    parts.get(checkpointFile(name))![name] = { dtype: dtypeOf(data), shape, data };
  }
  return [...parts].map(([file, tensors]) => [
    file,
    writeSafetensors(tensors, { format: 'pt', step: `${step}` }),
  ]);
}

function dtypeOf(data: StateArray): StoredTensor['dtype'] {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Int32Array) return 'I32';
  return data instanceof BigInt64Array ? 'I64' : 'U8';
}

/** `step-N`, or `step-N-2` and so on where a checkpoint in force has that name. */
function freeName(step: number, entries: readonly CheckpointEntry[]): string {
  const taken = new Set(entries.map((entry) => entry.folder));
  let name = `step-${step}`;
  for (let count = 2; taken.has(name); count++) name = `step-${step}-${count}`;
  return name;
}

async function problemOf(work: Promise<unknown>): Promise<Problem | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return asProblem(error);
  }
}

/** A user's error as one problem; a bug stays an error. */
function asProblem(error: unknown): Problem {
  if (!(error instanceof UserError)) throw error;
  const [first, ...others] = error.problems;
  return { ...first!, what: [first!.what, ...others.map(formatProblem)].join('; ') };
}
