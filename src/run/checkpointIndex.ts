/**
 * Which checkpoints of a model count: `checkpoints/latest.json`, newest first. Where it is missing or damaged, the
 * folders themselves tell, the highest step first; that may bring back a checkpoint that a rollback had left behind,
 * so it comes with a warning.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import type { Host } from './host.ts';
import { sealJson, unsealJson } from './sealedJson.ts';

export const CHECKPOINTS = 'checkpoints';
export const LATEST = 'latest.json';
const VERSION = 1;

export interface CheckpointEntry {
  /** Name below `checkpoints`. */
  readonly folder: string;
  readonly step: number;
}

export interface CheckpointIndex {
  readonly entries: readonly CheckpointEntry[];
  readonly warnings: Problem[];
}

export async function readIndex(host: Host, folder: string): Promise<CheckpointIndex> {
  const path = `${folder}/${CHECKPOINTS}/${LATEST}`;
  const found = await foldersOf(host, folder);
  if (!(await host.exists(path))) return { entries: found, warnings: [] };
  try {
    const record = await unsealJson(await host.readFile(path), path);
    if (record.version === VERSION) return { entries: record.checkpoints as CheckpointEntry[], warnings: [] };
    const what = `has the version ${JSON.stringify(record.version)}, but this program reads ${VERSION}`;
    throw new UserError('file', [{ where: path, what, remedy: 'use the program that wrote it' }]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { entries: found, warnings: [...error.problems] };
  }
}
